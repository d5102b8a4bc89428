import AMR
import GraphStore
import Ingestion
public import KnowledgeModel
public import Logging
import Retrieval
public import WireProtocol

/// What a proof of a workspace found.
public struct WorkspaceProof: Sendable {
  /// One thing that must hold, and what is wrong with it.
  public struct Check: Sendable {
    public var name: String
    public var problems: [String]
  }

  public var workspace: WorkspaceName
  public var checks: [Check]
  public var rows: [(table: String, count: Int)]
  public var events: Int
  /// Of the projection, in hexadecimal; nil where it could not be read.
  public var digest: String?

  init(_ name: WorkspaceName, _ report: VerificationReport) {
    workspace = name
    checks = report.checks.map { Check(name: $0.name, problems: $0.problems) }
    rows = report.rows
    events = report.events
    digest = report.digest
  }

  /// What a server that owns the folder tells of its proof: no rows, and all checks as one.
  public init(_ name: WorkspaceName, told result: VerifyResult) {
    workspace = name
    checks = [Check(name: "server", problems: result.problems)]
    rows = []
    events = result.events ?? 0
    digest = result.digest
  }

  public var isSound: Bool { checks.allSatisfy(\.problems.isEmpty) }
}

/// Work on a workspace as a whole, by the folder's owner, without its indexes.
extension DataFolder {
  /// Proves the workspace: its chain, its integrity, and that replaying its log gives what is stored.
  public func verify(
    _ name: WorkspaceName, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws(RosemaryError) -> WorkspaceProof {
    let store = try open(name)
    let report = try await store.verify(progress: progress)
    try store.close()
    return WorkspaceProof(name, report)
  }

  /// Builds the projection anew from the log; returns the number of events.
  public func replay(
    _ name: WorkspaceName, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws(RosemaryError) -> Int {
    let store = try open(name)
    let events = try await store.rebuild(progress: progress)
    try store.close()
    return events
  }

  /// The digest of the projection as it is stored, in hexadecimal.
  public func digest(_ name: WorkspaceName) async throws(RosemaryError) -> String {
    let store = try open(name)
    let digest = try await store.digest()
    try store.close()
    return digest
  }

  /// Reads anew what another extractor has read; returns the number of messages.
  public func reparse(
    _ name: WorkspaceName, clock: @escaping @Sendable () -> Timestamp, logger: Logger,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws(RosemaryError) -> Int {
    let store = try open(name)
    let pipeline = IngestPipeline(
      store: store, view: NoView(), extractor: FirstUnderstanding(), clock: clock, logger: logger)
    let messages = try await pipeline.reparse(progress: progress)
    try store.close()
    return messages
  }

  private func open(_ name: WorkspaceName) throws(RosemaryError) -> GraphStore {
    guard holds(name) else {
      throw RosemaryError(
        .notFound, "no such workspace: \(name) in \(path); check --workspace and --data")
    }
    return try GraphStore(path: folder(of: name) + "/memory.sqlite")
  }
}

/// Nobody looks while the workspace is worked on.
private struct NoView: WorkspaceView {
  func apply(_ changes: CommittedChanges) async {}
}
