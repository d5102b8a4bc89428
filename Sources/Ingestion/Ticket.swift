public import GraphStore
import KnowledgeModel
import Synchronization

/// A place in the pipeline: what a submission became, stage by stage.
public final class Ticket: Sendable {
  let durablePromise = Promise<Receipt>()
  private let queryablePromise = Promise<Void>()
  private let unfinished = Mutex(0)

  /// Returns once the submission is on disk.
  ///
  /// - Throws: what kept it from being written; then nothing of it was.
  public var durable: Receipt {
    get async throws(RosemaryError) { try await durablePromise.value }
  }

  /// Returns once lookups on any connection see the submission in every index.
  public var queryable: Receipt {
    get async throws(RosemaryError) {
      try await queryablePromise.value
      return try await durablePromise.value
    }
  }

  func succeed(_ receipt: Receipt) {
    durablePromise.settle(.success(receipt))
  }

  func fail(_ error: RosemaryError) {
    durablePromise.settle(.failure(error))
    queryablePromise.settle(.failure(error))
  }

  /// Waits for `parts` calls of ``finishPart()``.
  func expect(parts: Int) {
    unfinished.withLock { $0 = parts }
    if parts == 0 { queryablePromise.settle(.success(())) }
  }

  func finishPart() {
    let isLast = unfinished.withLock { count in
      count -= 1
      return count == 0
    }
    if isLast { queryablePromise.settle(.success(())) }
  }
}
