import LexicalSearch
import Testing

/// What a reader gets is a function of what it may read: histories that end with the same readable
/// documents can't be told apart.
struct AudienceTests {
  /// All that a reader can learn, floating-point numbers as bits.
  private struct Observation: Equatable {
    var documents: Int
    var averageLength: UInt64
    var frequencies: [Int]
    var postings: [[DocumentNumber: Int]]
    var scores: [DocumentNumber: UInt64]
    var top: [ScoredDocument]
    var oldestFirst: [ScoredDocument]
    var explanations: [[TermScore]]
  }

  private func observe(
    _ index: LexicalIndex, _ readable: PartitionSet, _ query: [WeightedTerm], numbers: UInt32
  ) -> Observation {
    let view = index.view(of: readable)
    let accumulator = ScoreAccumulator()
    view.score(query, into: accumulator)
    return Observation(
      documents: view.statistics.documents,
      averageLength: view.statistics.averageLength.bitPattern,
      frequencies: query.map { view.documentFrequency(of: $0.term) },
      postings: query.map { item in
        var found: [DocumentNumber: Int] = [:]
        view.postings(of: item.term) { found[$0] = $1 }
        return found
      },
      scores: accumulator.all.mapValues(\.bitPattern),
      top: accumulator.top(10), oldestFirst: accumulator.top(10) { $0 > $1 },
      explanations: (0..<numbers).map { view.explain($0, query: query) })
  }

  /// A random history that ends with `documents` in the readable partitions, and anything elsewhere.
  private func history(
    endingWith documents: [LexicalDocument], hiddenNumbers: ClosedRange<UInt32>,
    readable: Set<Partition>, _ work: inout RandomWorkload
  ) -> LexicalIndex {
    var index = LexicalIndex()
    let hidden = (0...work.partitions + 2).filter { !readable.contains($0) }
    var pending = documents.shuffled(using: &work.generator)
    while !pending.isEmpty {
      let size = min(pending.count, Int.random(in: 1...40, using: &work.generator))
      var batch = Array(pending.suffix(size))
      pending.removeLast(size)
      // Earlier revisions, of documents that will come, anywhere.
      for var draft in pending.prefix(Int.random(in: 0...10, using: &work.generator)) {
        draft.terms = work.document().terms
        draft.partition = work.document().partition
        batch.append(draft)
      }
      for _ in 0..<Int.random(in: 0...20, using: &work.generator) {
        var document = work.document()
        document.number = UInt32.random(in: hiddenNumbers, using: &work.generator)
        guard let partition = hidden.randomElement(using: &work.generator) else { break }
        document.partition = partition
        batch.append(document)
      }
      batch.shuffle(using: &work.generator)
      let removing = (0..<5).map { _ in UInt32.random(in: hiddenNumbers, using: &work.generator) }
      index = index.applying(
        adding: batch, removing: removing + pending.prefix(2).map(\.number))
    }
    return index
  }

  @Test(arguments: 0..<120)
  func `readers can't tell what they may not read, nor how the index is laid out`(seed: UInt64) {
    var work = RandomWorkload(seed: seed)
    let readable = work.readable()
    var final: [DocumentNumber: LexicalDocument] = [:]
    for document in work.batch(upTo: 200) where readable.contains(document.partition) {
      final[document.number] = document
    }
    let documents = final.values.sorted { $0.number < $1.number }
    let query = work.query()
    let hidden = work.numbers...work.numbers + 50
    let one = history(
      endingWith: documents, hiddenNumbers: hidden, readable: readable, &work)
    let other = history(
      endingWith: documents, hiddenNumbers: hidden, readable: readable, &work)
    let alone = LexicalIndex.build(documents)
    let set = PartitionSet(readable)
    let seen = observe(alone, set, query, numbers: hidden.upperBound + 1)
    for index in [one, one.compacted(), other] {
      let same = observe(index, set, query, numbers: hidden.upperBound + 1) == seen
      #expect(same, "seed \(seed)")
    }
  }

  @Test func `an empty set reads nothing`() {
    let index = LexicalIndex.build([LexicalDocument(number: 0, partition: 0, terms: ["a"])])
    let accumulator = ScoreAccumulator()
    index.score([WeightedTerm("a")], in: [], into: accumulator)
    #expect(accumulator.count == 0)
    #expect(index.statistics([]) == CorpusStatistics())
    #expect(index.explain(0, query: [WeightedTerm("a")], in: []).isEmpty)
  }

  @Test func `a hidden document that moves into a readable partition appears`() {
    let document = LexicalDocument(number: 4, partition: 9, terms: ["a"])
    var moved = document
    moved.partition = 1
    let index = LexicalIndex.build([document])
    #expect(index.documentFrequency(of: "a", in: [1]) == 0)
    let next = index.applying(adding: [moved])
    #expect(next.documentFrequency(of: "a", in: [1]) == 1)
    #expect(next.documentFrequency(of: "a", in: [9]) == 0)
  }
}
