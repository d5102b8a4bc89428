import LexicalSearch
import SeededTesting

/// The slow model: a dictionary of documents, and textbook BM25 over those that are readable.
struct PlainIndex {
  private(set) var documents: [DocumentNumber: LexicalDocument] = [:]

  mutating func apply(adding: [LexicalDocument], removing: [DocumentNumber]) {
    for number in removing { documents[number] = nil }
    for document in adding { documents[document.number] = document }
  }

  func readable(_ partitions: Set<Partition>) -> [LexicalDocument] {
    documents.values.filter { partitions.contains($0.partition) }
  }

  /// How often each readable document that has the term has it.
  func counts(of term: String, _ partitions: Set<Partition>) -> [DocumentNumber: Int] {
    var counts: [DocumentNumber: Int] = [:]
    for document in readable(partitions) {
      let count = document.terms.count { $0.utf8.elementsEqual(term.utf8) }
      if count > 0 { counts[document.number] = count }
    }
    return counts
  }

  func scores(
    _ query: [WeightedTerm], _ partitions: Set<Partition>, k1: Double, b: Double
  ) -> [DocumentNumber: Double] {
    let readable = readable(partitions)
    let total = readable.reduce(0) { $0 + max(0, $1.length) }
    let average = Double(total) / Double(max(readable.count, 1))
    var scores: [DocumentNumber: Double] = [:]
    for item in query {
      let counts = counts(of: item.term, partitions)
      let idf = BM25.inverseDocumentFrequency(
        documents: readable.count, documentFrequency: counts.count)
      for (number, count) in counts {
        let length = Double(max(0, documents[number]?.length ?? 0))
        let relative = average == 0 ? 1 : length / average
        let frequency = Double(count)
        scores[number, default: 0] +=
          item.weight * idf * frequency / (frequency + k1 * (1 - b + b * relative))
      }
    }
    return scores
  }
}

/// Small documents over a small skewed vocabulary, so that terms, numbers and scores collide.
struct RandomWorkload {
  var generator: SeededGenerator
  let numbers: UInt32
  let partitions: UInt32

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    numbers = UInt32.random(in: 5...300, using: &generator)
    partitions = UInt32.random(in: 1...12, using: &generator)
  }

  static let vocabulary =
    ["", "é", "e\u{301}", "a", "aa", "a\u{0}", "abcdefgh", "abcdefghi", "abcdefgh\u{0}"]
    + (0..<30).map { "term\($0)" }

  mutating func term() -> String {
    let bound = Int.random(in: 1...Self.vocabulary.count, using: &generator)
    return Self.vocabulary[Int.random(in: 0..<bound, using: &generator)]
  }

  mutating func document() -> LexicalDocument {
    let terms = (0..<Int.random(in: 0...12, using: &generator)).map { _ in term() }
    return LexicalDocument(
      number: UInt32.random(in: 0..<numbers, using: &generator),
      partition: UInt32.random(in: 0..<partitions, using: &generator), terms: terms,
      length: generator.once(in: 4) ? Int.random(in: -1...40, using: &generator) : nil)
  }

  mutating func batch(upTo size: Int) -> [LexicalDocument] {
    (0..<Int.random(in: 0...size, using: &generator)).map { _ in document() }
  }

  mutating func removals(upTo size: Int) -> [DocumentNumber] {
    (0..<Int.random(in: 0...size, using: &generator)).map { _ in
      UInt32.random(in: 0..<numbers + 3, using: &generator)
    }
  }

  mutating func readable() -> Set<Partition> {
    Set((0..<partitions).filter { _ in Bool.random(using: &generator) })
  }

  mutating func query() -> [WeightedTerm] {
    (0..<Int.random(in: 0...8, using: &generator)).map { _ in
      WeightedTerm(
        generator.once(in: 8) ? "absent" : term(),
        weight: [1, 1, 0.5, 3].randomElement(using: &generator) ?? 1)
    }
  }
}

extension ScoreAccumulator {
  /// All scores by document number.
  var all: [DocumentNumber: Double] {
    var scores: [DocumentNumber: Double] = [:]
    forEach { scores[$0] = $1 }
    return scores
  }
}
