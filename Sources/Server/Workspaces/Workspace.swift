import AMR
import GraphStore
import Ingestion
import KnowledgeModel
import Logging
import Retrieval
import SystemSeam
public import WireProtocol

/// One open workspace: its store, its pipeline and its views, working together.
public final class Workspace: Sendable {
  public let name: WorkspaceName
  let store: GraphStore
  let readModel: ReadModel
  let pipeline: IngestPipeline
  let lookup: Lookup
  private let work: Task<Void, Never>

  /// Opens the workspace in `folder`, which must exist, and takes up what a former run left to do.
  ///
  /// - Complexity: O(words of all messages).
  init(
    _ name: WorkspaceName, folder: String, clock: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) async throws(RosemaryError) {
    var logger = logger
    logger[metadataKey: "workspace"] = "\(name)"
    let store = try GraphStore(path: folder + "/memory.sqlite")
    let readModel = ReadModel()
    try await readModel.load(from: store)
    let pipeline = IngestPipeline(
      store: store, view: readModel, extractor: FirstUnderstanding(), clock: clock, logger: logger)
    self.name = name
    self.store = store
    self.readModel = readModel
    self.pipeline = pipeline
    lookup = Lookup(store: store, readModel: readModel)
    work = Task { await pipeline.run() }
  }

  /// Finishes what was accepted, then closes the files.
  func close() async throws(RosemaryError) {
    pipeline.shutDown()
    await work.value
    try store.close()
  }
}
