import LexicalSearch
import Testing

struct ScoreAccumulatorTests {
  /// Documents whose scores often tie.
  private func scored(_ work: inout RandomWorkload) -> ScoreAccumulator {
    let index = LexicalIndex.build((0..<4).flatMap { _ in work.batch(upTo: 200) })
    let accumulator = ScoreAccumulator()
    index.score(work.query(), in: PartitionSet(0..<work.partitions), into: accumulator)
    return accumulator
  }

  @Test(arguments: 0..<60)
  func `the top is the head of a full sort`(seed: UInt64) {
    var work = RandomWorkload(seed: seed)
    let accumulator = scored(&work)
    let sorted = accumulator.all.sorted {
      ($0.value, $1.key) > ($1.value, $0.key)
    }
    for limit in [0, 1, 2, 10, 100, 10_000] {
      let top = accumulator.top(limit)
      #expect(top.map(\.number) == sorted.prefix(limit).map(\.key), "seed \(seed)")
      #expect(top.map(\.score) == sorted.prefix(limit).map(\.value), "seed \(seed)")
    }
  }

  @Test(arguments: 0..<60)
  func `ties go by the caller's order, then by number`(seed: UInt64) {
    var work = RandomWorkload(seed: seed)
    let accumulator = scored(&work)
    let sorted = accumulator.all.sorted {
      ($0.value, $1.key % 3, $1.key) > ($1.value, $0.key % 3, $0.key)
    }
    for limit in [1, 7, 50] {
      let top = accumulator.top(limit) { $0 % 3 < $1 % 3 }
      #expect(top.map(\.number) == sorted.prefix(limit).map(\.key), "seed \(seed)")
    }
  }

  @Test func `a reset accumulator is as good as new, for a larger index too`() {
    let small = LexicalIndex.build([LexicalDocument(number: 2, partition: 0, terms: ["a"])])
    let large = small.applying(adding: [LexicalDocument(number: 900, partition: 0, terms: ["a"])])
    let used = ScoreAccumulator()
    small.score([WeightedTerm("a")], in: [0], into: used)
    used.reset()
    #expect(used.count == 0)
    #expect(used[2] == 0)
    large.score([WeightedTerm("a")], in: [0], into: used)
    let fresh = ScoreAccumulator()
    large.score([WeightedTerm("a")], in: [0], into: fresh)
    #expect(used.all == fresh.all)
    #expect(used.count == 2)
    #expect(used[5_000_000] == 0)
  }

  @Test func `scoring twice adds up`() {
    let index = LexicalIndex.build([LexicalDocument(number: 0, partition: 0, terms: ["a"])])
    let accumulator = ScoreAccumulator()
    index.score([WeightedTerm("a")], in: [0], into: accumulator)
    let once = accumulator[0]
    index.score([WeightedTerm("a")], in: [0], into: accumulator)
    #expect(once > 0)
    #expect(accumulator[0] == 2 * once)
    #expect(accumulator.count == 1)
  }

  @Test func `a pool lends empty accumulators to concurrent queries`() async {
    let index = LexicalIndex.build(
      (0..<500).map { LexicalDocument(number: $0, partition: 0, terms: ["a", "b\($0 % 7)"]) })
    let pool = ScoreAccumulatorPool(capacity: 2)
    let counts = await withTaskGroup(of: (Int, Int).self) { group in
      for task in 0..<200 {
        group.addTask {
          pool.withAccumulator { accumulator in
            let before = accumulator.count
            index.score([WeightedTerm("b\(task % 7)")], in: [0], into: accumulator)
            return (before, accumulator.count)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.allSatisfy { $0.0 == 0 && (71...72).contains($0.1) })
  }
}
