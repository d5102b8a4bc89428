import LexicalSearch
import Testing
import SeededTesting

/// The index against the slow model, on the same random history.
struct LexicalIndexTests {
  @Test(arguments: 0..<150)
  func `the index agrees with a plain model after every change`(seed: UInt64) {
    var work = RandomWorkload(seed: seed)
    var model = PlainIndex()
    var index = LexicalIndex()
    let accumulator = ScoreAccumulator()
    for _ in 0..<20 {
      let removing = work.removals(upTo: work.generator.once(in: 5) ? 150 : 4)
      let adding = work.batch(upTo: work.generator.once(in: 5) ? 150 : 8)
      model.apply(adding: adding, removing: removing)
      index = index.applying(adding: adding, removing: removing)
      compareCounts(index, model, work.readable(), term: work.term(), seed)
      let bm25 = BM25(
        k1: Double.random(in: 0...3, using: &work.generator),
        b: Double.random(in: 0...1, using: &work.generator))
      compareScores(index, model, work.readable(), work.query(), bm25, accumulator, seed)
    }
  }

  private func compareCounts(
    _ index: LexicalIndex, _ model: PlainIndex, _ readable: Set<Partition>, term: String,
    _ seed: UInt64
  ) {
    let documents = model.readable(readable)
    let view = index.view(of: PartitionSet(readable))
    #expect(view.statistics.documents == documents.count, "seed \(seed)")
    #expect(
      view.statistics.totalLength == documents.reduce(0) { $0 + max(0, $1.length) },
      "seed \(seed)")
    let counts = model.counts(of: term, readable)
    #expect(view.documentFrequency(of: term) == counts.count, "seed \(seed)")
    var visited: [DocumentNumber: Int] = [:]
    var visits = 0
    view.postings(of: term) { number, count in
      visited[number] = count
      visits += 1
    }
    #expect(visited == counts, "seed \(seed)")
    #expect(visits == counts.count, "seed \(seed)")
    let partitions = Set(model.documents.values.map(\.partition))
    #expect(
      partitions.allSatisfy { index.liveDocuments(in: $0) == model.readable([$0]).count },
      "seed \(seed)")
    #expect(model.documents.keys.allSatisfy { $0 < index.documentBound }, "seed \(seed)")
  }

  private func compareScores(
    _ index: LexicalIndex, _ model: PlainIndex, _ readable: Set<Partition>,
    _ query: [WeightedTerm], _ bm25: BM25, _ accumulator: ScoreAccumulator, _ seed: UInt64
  ) {
    accumulator.reset()
    index.score(query, in: PartitionSet(readable), bm25: bm25, into: accumulator)
    let expected = model.scores(query, readable, k1: bm25.k1, b: bm25.b)
    #expect(Set(accumulator.all.keys) == Set(expected.keys), "seed \(seed)")
    #expect(accumulator.count == expected.count, "seed \(seed)")
    let counts = query.map { ($0, model.counts(of: $0.term, readable)) }
    let view = index.view(of: PartitionSet(readable))
    var wrong: [DocumentNumber] = []
    for number in 0..<DocumentNumber(index.documentBound) {
      let wanted = expected[number] ?? 0
      let terms = view.explain(number, query: query, bm25: bm25)
      let sum = terms.reduce(0) { $0 + $1.score }
      let held = counts.filter { $0.1[number] != nil }
      let agrees =
        abs(accumulator[number] - wanted) <= 1e-12 * wanted
        && sum.bitPattern == accumulator[number].bitPattern && terms.count == held.count
        && zip(terms, held).allSatisfy { term, held in
          term.term.utf8.elementsEqual(held.0.term.utf8) && term.weight == held.0.weight
            && term.documentFrequency == held.1.count && term.termFrequency == held.1[number]
        }
      if !agrees { wrong.append(number) }
    }
    #expect(wrong == [], "seed \(seed)")
  }

  @Test func `scores are those of the formula worked out by hand`() throws {
    // N = 3, average length 4. "tea": n = 1, idf = ln(1 + 2.5 / 1.5). Document 0 has it twice, length 6.
    let index = LexicalIndex.build([
      LexicalDocument(number: 0, partition: 0, terms: ["tea", "milk", "tea"], length: 6),
      LexicalDocument(number: 1, partition: 0, terms: ["milk"], length: 2),
      LexicalDocument(number: 2, partition: 0, terms: ["salt"], length: 4),
    ])
    let accumulator = ScoreAccumulator()
    index.score([WeightedTerm("tea", weight: 2)], in: [0], into: accumulator)
    let best = accumulator.top(5)
    // 2 · 0.980829 · 2 / (2 + 1.2 · (0.25 + 0.75 · 1.5)) = 2 · 0.980829 · 0.547945
    #expect(best.map(\.number) == [0])
    #expect(abs(try #require(best.first).score - 1.0748814) < 1e-6)
    let term = try #require(index.explain(0, query: [WeightedTerm("tea")], in: [0]).first)
    #expect(abs(term.inverseDocumentFrequency - 0.9808293) < 1e-6)
  }

  @Test func `a generation does not change when the next one is made`() {
    let first = LexicalIndex.build([LexicalDocument(number: 0, partition: 0, terms: ["old"])])
    let second = first.applying(
      adding: [LexicalDocument(number: 0, partition: 1, terms: ["new"])], removing: [])
    #expect(first.documentFrequency(of: "old", in: [0, 1]) == 1)
    #expect(first.documentFrequency(of: "new", in: [0, 1]) == 0)
    #expect(second.documentFrequency(of: "old", in: [0, 1]) == 0)
    #expect(second.documentFrequency(of: "new", in: [1]) == 1)
    #expect(second.statistics([0]).documents == 0)
  }

  @Test func `a document that is both removed and added is there`() {
    let index = LexicalIndex().applying(
      adding: [LexicalDocument(number: 7, partition: 0, terms: ["a"])], removing: [7])
    #expect(index.liveDocuments(in: 0) == 1)
  }

  @Test(arguments: 0..<30)
  func `chunks built apart hold what one build holds`(seed: UInt64) async {
    var work = RandomWorkload(seed: seed)
    let chunks = (0..<5).map { _ in work.batch(upTo: 60) }
    var model = PlainIndex()
    for chunk in chunks { model.apply(adding: chunk, removing: []) }
    let index = await LexicalIndex.build(chunks: chunks)
    let readable = work.readable()
    compareCounts(index, model, readable, term: work.term(), seed)
    compareScores(index, model, readable, work.query(), BM25(), ScoreAccumulator(), seed)
  }
}
