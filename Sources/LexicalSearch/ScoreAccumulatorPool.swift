import Synchronization

/// Accumulators for concurrent queries, kept for the next one.
public final class ScoreAccumulatorPool: Sendable {
  /// Makes an accumulator sendable: it is reached by one call at a time, the one that took it out.
  private struct Slot: @unchecked Sendable {
    let accumulator: ScoreAccumulator
  }

  private let free = Mutex<[Slot]>([])
  private let capacity: Int

  /// - Parameter capacity: how many idle accumulators are kept.
  public init(capacity: Int = 4) {
    self.capacity = capacity
  }

  /// Lends an empty accumulator for the length of `body`, which must not keep it.
  public func withAccumulator<Result, Failure: Error>(
    _ body: (ScoreAccumulator) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let slot = free.withLock { $0.popLast() } ?? Slot(accumulator: ScoreAccumulator())
    defer {
      slot.accumulator.reset()
      free.withLock { if $0.count < capacity { $0.append(slot) } }
    }
    return try body(slot.accumulator)
  }
}
