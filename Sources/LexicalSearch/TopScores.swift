/// A document and its score.
public struct ScoredDocument: Hashable, Sendable {
  public var number: DocumentNumber
  public var score: Double

  public init(number: DocumentNumber, score: Double) {
    self.number = number
    self.score = score
  }
}

extension ScoreAccumulator {
  /// The `limit` best documents, best first.
  ///
  /// Equal scores are ordered by `precedes`, and where it orders neither before the other, by ascending
  /// number. The result does not depend on the order in which documents were touched.
  ///
  /// - Parameter precedes: a strict weak order of document numbers, such as newest first.
  /// - Complexity: O(n + m log `limit`) for n scored documents of which m enter the heap; a random order
  ///   gives m = O(`limit` · log n).
  public func top(
    _ limit: Int, precedes: (DocumentNumber, DocumentNumber) -> Bool = { $0 < $1 }
  ) -> [ScoredDocument] {
    guard limit > 0 else { return [] }
    // The best so far: a heap with the worst of them on top.
    var heap: [ScoredDocument] = []
    heap.reserveCapacity(min(limit, count))
    func isBetter(_ left: ScoredDocument, _ right: ScoredDocument) -> Bool {
      if left.score != right.score { return left.score > right.score }
      if precedes(left.number, right.number) { return true }
      if precedes(right.number, left.number) { return false }
      return left.number < right.number
    }
    forEach { number, score in
      let candidate = ScoredDocument(number: number, score: score)
      if heap.count < limit {
        heap.append(candidate)
        heap.siftUp(isBetter)
      } else if isBetter(candidate, heap[0]) {
        heap[0] = candidate
        heap.siftDown(isBetter)
      }
    }
    return heap.sorted(by: isBetter)
  }
}

// A binary heap with the worst element as its root.
extension [ScoredDocument] {
  fileprivate mutating func siftUp(_ isBetter: (Element, Element) -> Bool) {
    var place = count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      guard isBetter(self[parent], self[place]) else { return }
      swapAt(parent, place)
      place = parent
    }
  }

  fileprivate mutating func siftDown(_ isBetter: (Element, Element) -> Bool) {
    var place = 0
    while true {
      var worst = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < count && isBetter(self[worst], self[child]) {
        worst = child
      }
      if worst == place { return }
      swapAt(worst, place)
      place = worst
    }
  }
}
