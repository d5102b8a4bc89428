import Testing

@testable import LexicalSearch
import SeededTesting

/// What must hold inside: the order of the columns, and the shape of the tree.
struct SegmentTests {
  private func check(_ live: LiveSegment, _ seed: UInt64) {
    let segment = live.segment
    let partitions = segment.partitions.flatMap { slice in
      slice.ordinals.map { _ in slice.partition }
    }
    #expect(partitions.count == segment.documents.count, "seed \(seed)")
    let keys = zip(partitions, segment.documents).map { ($0, $1.number) }
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
    let numbers = segment.byNumber.map { segment.documents[Int($0)].number }
    #expect(numbers == segment.documents.map(\.number).sorted(), "seed \(seed)")
    let ranks = (0..<segment.terms.count).filter { rank in
      let run = segment.postings[segment.postingStarts[rank]..<segment.postingStarts[rank + 1]]
      let term = Array(segment.terms.bytes[segment.terms.range(rank)])
      return !run.isEmpty && run.allSatisfy { $0.count > 0 }
        && zip(run, run.dropFirst()).allSatisfy { $0.ordinal < $1.ordinal }
        && segment.terms.rank(of: term) == rank
    }
    #expect(ranks.count == segment.terms.count, "seed \(seed)")
    #expect(segment.postingStarts.last == segment.postings.count, "seed \(seed)")
  }

  @Test(arguments: 0..<60)
  func `segments stay in order, few, and mostly alive`(seed: UInt64) {
    var work = RandomWorkload(seed: seed)
    var index = LexicalIndex()
    for _ in 0..<60 {
      index = index.applying(adding: work.batch(upTo: 9), removing: work.removals(upTo: 6))
      let sizes = index.segments.map(\.count)
      #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= 2 * $1 }, "seed \(seed)")
      #expect(sizes.allSatisfy { $0 > 0 }, "seed \(seed)")
      for live in index.segments {
        #expect(live.count * 2 >= live.segment.documents.count, "seed \(seed)")
        check(live, seed)
      }
    }
  }

  @Test func `a thousand changes leave a logarithmic number of segments`() {
    var index = LexicalIndex()
    var rewritten = 0
    for number in 0..<UInt32(1000) {
      let before = index.segments.map { ObjectIdentifier($0.segment) }
      index = index.applying(
        adding: [LexicalDocument(number: number, partition: number % 3, terms: ["a", "b"])])
      for live in index.segments where !before.contains(ObjectIdentifier(live.segment)) {
        rewritten += live.count
      }
      let live = UInt32(number + 1)
      #expect(index.segmentCount <= 32 - live.leadingZeroBitCount)
    }
    // Each document is written once and then once for each doubling.
    #expect(rewritten <= 1000 * 11)
    #expect(index.statistics([0, 1, 2]).documents == 1000)
  }

  @Test func `compacting leaves no trace of removed documents`() {
    let secret = LexicalDocument(number: 1, partition: 0, terms: ["secret", "tea"])
    let others = (2..<UInt32(50)).map {
      LexicalDocument(number: $0, partition: $0 % 3, terms: ["tea", "milk"])
    }
    let removed = LexicalIndex.build([secret] + others).applying(adding: [], removing: [1])
    func terms(_ index: LexicalIndex) -> [String] {
      index.segments.map { String(decoding: $0.segment.terms.bytes, as: UTF8.self) }
    }
    #expect(terms(removed) == ["milksecrettea"])
    let compacted = removed.compacted()
    #expect(terms(compacted) == ["milktea"])
    #expect(compacted.segments.allSatisfy { $0.dead.isEmpty && $0.segment.documentCount == 48 })
    #expect(compacted.byteCount < removed.byteCount)
  }

  @Test func `removing all leaves nothing`() {
    let index = LexicalIndex.build(
      (0..<100).map { LexicalDocument(number: $0, partition: $0 % 4, terms: ["a"]) })
    let emptied = index.applying(adding: [], removing: Array(0..<100))
    #expect(emptied.segmentCount == 0)
    #expect(emptied.documentBound == 0)
    #expect(emptied.documentFrequency(of: "a", in: [0, 1, 2, 3]) == 0)
  }

  @Test(arguments: 0..<40)
  func `a set of partitions is a set`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var set = PartitionSet()
    var model: Set<Partition> = []
    for _ in 0..<200 {
      let partition = UInt32.random(in: 0..<300, using: &generator)
      if Bool.random(using: &generator) {
        set.insert(partition)
        model.insert(partition)
      } else {
        set.remove(partition)
        model.remove(partition)
      }
      #expect((0..<320).allSatisfy { set.contains($0) == model.contains($0) }, "seed \(seed)")
      #expect(set.isEmpty == model.isEmpty, "seed \(seed)")
      #expect(set == PartitionSet(model.shuffled(using: &generator)), "seed \(seed)")
    }
    #expect(!set.contains(.max))
  }

  @Test(arguments: 0..<200)
  func `galloping finds what a scan finds`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...70, using: &generator)
    let start = Int.random(in: 0...count, using: &generator)
    let point = Int.random(in: start...count, using: &generator)
    #expect(gallop(start..<count) { $0 < point } == point, "seed \(seed)")
    #expect(partitionPoint(start..<count) { $0 < point } == point, "seed \(seed)")
  }
}
