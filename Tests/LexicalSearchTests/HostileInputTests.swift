import LexicalSearch
import Testing

struct HostileInputTests {
  private func score(_ index: LexicalIndex, _ query: [WeightedTerm], bm25: BM25 = BM25())
    -> [DocumentNumber: Double]
  {
    let accumulator = ScoreAccumulator()
    index.score(query, in: [0], bm25: bm25, into: accumulator)
    return accumulator.all
  }

  @Test func `terms of any bytes and length are found, each by its own bytes`() {
    let terms = [
      "", "\u{0}", "\u{0}\u{0}", "é", "e\u{301}", "👩‍👩‍👧", String(repeating: "x", count: 100_000),
      String(repeating: "x", count: 99_999),
    ]
    let index = LexicalIndex.build(
      terms.enumerated().map {
        LexicalDocument(number: UInt32($0.offset), partition: 0, terms: [$0.element])
      })
    for (number, term) in terms.enumerated() {
      #expect(Array(score(index, [WeightedTerm(term)]).keys) == [UInt32(number)])
    }
  }

  @Test func `of several documents with one number in a batch the last counts`() {
    let batch = [
      LexicalDocument(number: 3, partition: 1, terms: ["first"]),
      LexicalDocument(number: 3, partition: 0, terms: ["second"]),
      LexicalDocument(number: 3, partition: 0, terms: ["third"]),
    ]
    for index in [LexicalIndex.build(batch), LexicalIndex().applying(adding: batch)] {
      #expect(index.statistics([0, 1]).documents == 1)
      #expect(index.documentFrequency(of: "third", in: [0]) == 1)
      #expect(index.documentFrequency(of: "first", in: [0, 1]) == 0)
    }
  }

  @Test func `numbers past the bound are left out, and any partition is taken`() {
    let index = LexicalIndex.build([
      LexicalDocument(number: LexicalDocument.numberBound, partition: 0, terms: ["a"]),
      LexicalDocument(number: .max, partition: 0, terms: ["a"]),
      LexicalDocument(number: 1, partition: .max, terms: ["a"]),
    ]).applying(adding: [], removing: [.max, LexicalDocument.numberBound])
    #expect(index.documentBound == 2)
    #expect(index.documentFrequency(of: "a", in: [0]) == 0)
    #expect(index.liveDocuments(in: 0) == 0)
  }

  @Test func `weights that are no positive finite number count nothing`() {
    let index = LexicalIndex.build([LexicalDocument(number: 0, partition: 0, terms: ["a"])])
    for weight in [0, -1, .nan, .infinity, -.infinity] as [Double] {
      #expect(score(index, [WeightedTerm("a", weight: weight)]).isEmpty)
      #expect(
        index.explain(0, query: [WeightedTerm("a", weight: weight)], in: [0]).isEmpty)
    }
  }

  @Test func `no weights, lengths or parameters make a score that is not a number`() {
    let extremes: [Double] = [
      0, -1, .leastNonzeroMagnitude, 1e308, .greatestFiniteMagnitude, .infinity, .nan,
    ]
    let index = LexicalIndex.build([
      LexicalDocument(number: 0, partition: 0, terms: ["a", "b"], length: .max),
      LexicalDocument(number: 1, partition: 0, terms: ["a"], length: .min),
      LexicalDocument(number: 2, partition: 0, terms: ["c"], length: 0),
    ])
    for k1 in extremes {
      for b in extremes {
        for weight in extremes {
          let query = ["a", "b", "a"].map { WeightedTerm($0, weight: weight) }
          let bm25 = BM25(k1: k1, b: b)
          let scores = score(index, query, bm25: bm25)
          #expect(scores.values.allSatisfy { $0 > 0 }, "k1 \(k1) b \(b) weight \(weight)")
          for number in 0..<UInt32(3) {
            let terms = index.explain(number, query: query, in: [0], bm25: bm25)
            #expect(terms.reduce(0) { $0 + $1.score } == scores[number] ?? 0)
          }
        }
      }
    }
  }

  @Test func `documents without length are scored as of average length`() {
    let index = LexicalIndex.build(
      (0..<2).map { LexicalDocument(number: $0, partition: 0, terms: ["a"], length: 0) })
    let scores = score(index, [WeightedTerm("a")])
    #expect(scores.count == 2)
    #expect(scores.values.allSatisfy { $0 > 0 && $0.isFinite })
  }

  @Test func `an empty index answers`() {
    let index = LexicalIndex()
    #expect(score(index, [WeightedTerm("a")]).isEmpty)
    #expect(index.documentBound == 0)
    #expect(index.statistics([0]).averageLength == 0)
    #expect(index.explain(0, query: [WeightedTerm("a")], in: [0]).isEmpty)
    #expect(LexicalIndex(segments: []).segmentCount == 0)
    #expect(ScoreAccumulator().top(5).isEmpty)
  }
}
