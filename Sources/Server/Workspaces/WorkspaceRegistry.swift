public import KnowledgeModel
public import Logging
public import ServiceLifecycle
import WireProtocol

/// The open workspaces: opened on demand, closed least recently used first.
public actor WorkspaceRegistry: Service {
  private struct Entry {
    var opening: Task<Workspace, any Error>
    var users = 0
    var lastUse = 0
  }

  private let folder: DataFolder
  private let clock: @Sendable () -> Timestamp
  private let logger: Logger
  private let capacity: Int
  private var entries: [WorkspaceName: Entry] = [:]
  private var uses = 0
  private var isClosing = false

  /// - Parameter capacity: how many workspaces stay open while nobody uses them.
  public init(
    folder: DataFolder, clock: @escaping @Sendable () -> Timestamp, logger: Logger,
    capacity: Int = Limits.openWorkspaces
  ) {
    self.folder = folder
    self.clock = clock
    self.logger = logger
    self.capacity = capacity
  }

  /// The workspace, to be given back by ``release(_:)``.
  ///
  /// - Throws: `NOT_FOUND` for one that is not there, unless it is to be made.
  func lease(_ name: WorkspaceName, making: Bool) async throws -> Workspace {
    guard !isClosing else {
      throw RosemaryError(.unavailable, "the server is shutting down", retryAfter: .seconds(1))
    }
    uses += 1
    if entries[name] == nil {
      guard making || folder.holds(name) else {
        throw RosemaryError(
          .notFound, "no such workspace: \(name); the first message appended to it makes it")
      }
      await makeRoom()
      if entries[name] == nil { entries[name] = Entry(opening: open(name)) }
    }
    entries[name]?.users += 1
    entries[name]?.lastUse = uses
    do {
      guard let opening = entries[name]?.opening else {
        throw RosemaryError(.internalError, "workspace \(name) was closed while it was opened")
      }
      return try await opening.value
    } catch {
      // The next call tries again: the disk may have room, the file may be restored.
      entries[name] = nil
      throw error
    }
  }

  func release(_ name: WorkspaceName) {
    entries[name]?.users -= 1
  }

  private func open(_ name: WorkspaceName) -> Task<Workspace, any Error> {
    let (folder, clock, logger) = (folder, clock, logger)
    return Task {
      try folder.makeFolder(of: name)
      return try await Workspace(
        name, folder: folder.folder(of: name), clock: clock, logger: logger)
    }
  }

  private func makeRoom() async {
    while entries.count >= capacity,
      let (name, entry) = entries.filter({ $0.value.users == 0 })
        .min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      entries[name] = nil
      await close(entry)
    }
  }

  private func close(_ entry: Entry) async {
    do {
      try await entry.opening.value.close()
    } catch {
      logger.error("a workspace did not close cleanly", metadata: ["error": "\(error)"])
    }
  }

  /// Waits for graceful shutdown, then finishes what was accepted and closes every workspace.
  public func run() async throws {
    try await gracefulShutdown()
    await closeAll()
  }

  /// Finishes what was accepted and closes every workspace; nothing is opened any more.
  public func closeAll() async {
    isClosing = true
    for entry in entries.values { await close(entry) }
    entries = [:]
  }
}
