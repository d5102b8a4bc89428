import KnowledgeModel
import Synchronization

/// A value that comes once; any number of tasks may wait for it.
///
/// Waiting does not end when the waiter is cancelled: the work goes on, and its outcome is soon known.
final class Promise<Value: Sendable>: Sendable {
  private enum State {
    case waiting([CheckedContinuation<Result<Value, RosemaryError>, Never>])
    case settled(Result<Value, RosemaryError>)
  }

  private let state = Mutex(State.waiting([]))

  /// Gives the outcome to all who wait. Only the first call counts.
  func settle(_ result: Result<Value, RosemaryError>) {
    let waiters = state.withLock { state in
      guard case .waiting(let waiters) = state else {
        return [CheckedContinuation<Result<Value, RosemaryError>, Never>]()
      }
      state = .settled(result)
      return waiters
    }
    for waiter in waiters { waiter.resume(returning: result) }
  }

  var value: Value {
    get async throws(RosemaryError) {
      let result = await withCheckedContinuation { continuation in
        let settled = state.withLock { state -> Result<Value, RosemaryError>? in
          switch state {
          case .settled(let result): return result
          case .waiting(let waiters):
            state = .waiting(waiters + [continuation])
            return nil
          }
        }
        if let settled { continuation.resume(returning: settled) }
      }
      return try result.get()
    }
  }
}
