import AMR
import GraphStore
public import KnowledgeModel

extension IngestPipeline {
  /// Reads anew every message that another extractor, or another version of this one, has read.
  ///
  /// Results come as new events and replace the old ones message by message; what both say alike keeps its
  /// identity. May be stopped at any time and begun again: it goes on where it ended. To be called before
  /// ``run()``, so that one writer at a time tells the view.
  /// - Returns: how many messages were read anew.
  public func reparse(
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws(RosemaryError) -> Int {
    var last = MessageID(rawValue: 0)
    var done = 0
    while !Task.isCancelled {
      let waiting = try await store.waiting(
        for: understander.extractor.version, after: last, limit: 500)
      guard let end = waiting.last else { break }
      last = end.id
      let results = await understander.understand(waiting)
      let commit = try await store.commit([], understood: results, at: clock())
      await view.apply(commit.changes)
      done += waiting.count
      progress(done)
    }
    return done
  }
}
