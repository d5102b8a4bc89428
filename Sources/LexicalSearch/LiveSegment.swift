/// A segment as one generation sees it: which of its documents are deleted, and what the rest sum to.
struct LiveSegment: Sendable {
  let segment: LexicalSegment
  /// The ordinals of deleted documents.
  private(set) var dead = BitSet()
  /// Of the live documents, by the segment's slices of partitions.
  private(set) var totals: [CorpusStatistics]
  /// How many documents live.
  private(set) var count: Int

  /// - Complexity: O(documents of the segment).
  init(_ segment: LexicalSegment) {
    self.segment = segment
    count = segment.documents.count
    totals = segment.partitions.map { slice in
      var total = CorpusStatistics()
      for ordinal in slice.ordinals { total.add(segment.documents[Int(ordinal)].length) }
      return total
    }
  }

  /// Deletes a document, if it lives here.
  ///
  /// - Complexity: O(log n).
  mutating func remove(_ number: DocumentNumber) {
    guard let ordinal = segment.ordinal(of: number), dead.insert(ordinal) else { return }
    count -= 1
    totals[segment.slice(of: ordinal)].remove(segment.documents[Int(ordinal)].length)
  }

  /// The ordinal of a live document.
  func ordinal(of number: DocumentNumber) -> UInt32? {
    segment.ordinal(of: number).flatMap { dead.contains($0) ? nil : $0 }
  }

  /// The same live documents in a segment without deleted ones.
  func compacted() -> LiveSegment {
    dead.isEmpty ? self : LiveSegment(LexicalSegment(merging: self, LiveSegment(.empty)))
  }

  /// What the live documents of the readable partitions sum to.
  func statistics(in readable: PartitionSet) -> CorpusStatistics {
    var sum = CorpusStatistics()
    for (slice, total) in zip(segment.partitions, totals)
    where readable.contains(slice.partition) {
      sum.documents += total.documents
      sum.totalLength += total.totalLength
    }
    return sum
  }
}

extension CorpusStatistics {
  fileprivate mutating func add(_ length: UInt32) {
    documents += 1
    totalLength += Int(length)
  }

  fileprivate mutating func remove(_ length: UInt32) {
    documents -= 1
    totalLength -= Int(length)
  }
}
