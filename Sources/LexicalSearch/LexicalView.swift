/// A generation of the index as one reader sees it: the live documents of the partitions it may read.
///
/// The results of every member are a function of those documents alone.
public struct LexicalView: Sendable {
  private let segments: [ReadableSegment]
  private let documentBound: Int
  /// The number and lengths of the readable documents.
  public let statistics: CorpusStatistics

  init(of index: LexicalIndex, readable: PartitionSet) {
    segments = index.segments.compactMap { ReadableSegment($0, readable) }
    documentBound = index.documentBound
    statistics = index.segments.reduce(into: CorpusStatistics()) { sum, segment in
      let part = segment.statistics(in: readable)
      sum.documents += part.documents
      sum.totalLength += part.totalLength
    }
  }

  /// How many readable documents hold `term`.
  ///
  /// - Complexity: logarithmic in each segment without deleted documents, linear in the readable
  ///   postings of the others.
  public func documentFrequency(of term: String) -> Int {
    documentFrequency(of: Array(term.utf8))
  }

  private func documentFrequency(of term: [UInt8]) -> Int {
    segments.reduce(0) { $0 + $1.documentFrequency($1.postings(of: term)) }
  }

  /// Visits each readable document that holds `term`, with how often it does.
  ///
  /// The order is unspecified, and may tell how the index is laid out: sort what is shown to a reader.
  ///
  /// - Complexity: linear in the readable postings.
  public func postings(of term: String, visit: (DocumentNumber, Int) -> Void) {
    let term = Array(term.utf8)
    for segment in segments { segment.visit(segment.postings(of: term), visit) }
  }

  /// Adds the score of each readable document that holds a term of the query to `accumulator`.
  ///
  /// A document's contributions are added in the order of the query, whatever the layout of the index.
  /// A term that is listed twice counts twice. Scores are above zero.
  ///
  /// - Complexity: linear in the readable postings of the query's terms.
  public func score(
    _ query: [WeightedTerm], bm25: BM25 = BM25(), into accumulator: ScoreAccumulator
  ) {
    accumulator.reserve(documentBound)
    for item in query where item.weight > 0 && item.weight.isFinite {
      let term = Array(item.term.utf8)
      let places = segments.map { $0.postings(of: term) }
      let frequency = zip(segments, places).reduce(0) { $0 + $1.0.documentFrequency($1.1) }
      guard frequency > 0 else { continue }
      let scorer = scorer(item.weight, frequency, bm25)
      for (segment, places) in zip(segments, places) {
        segment.score(places, scorer, into: accumulator)
      }
    }
  }

  /// The parts of a document's score, in the order of the query: one for each term that it holds.
  ///
  /// Added from first to last they give exactly what ``score(_:bm25:into:)`` adds to an empty
  /// accumulator. Empty for a document that is not there or not readable.
  public func explain(
    _ document: DocumentNumber, query: [WeightedTerm], bm25: BM25 = BM25()
  ) -> [TermScore] {
    guard let (segment, ordinal) = locate(document) else { return [] }
    return query.compactMap { item in
      guard item.weight > 0, item.weight.isFinite else { return nil }
      let term = Array(item.term.utf8)
      guard let count = segment.count(segment.postings(of: term), ordinal) else { return nil }
      let frequency = documentFrequency(of: term)
      return TermScore(
        term: item.term, documentFrequency: frequency,
        inverseDocumentFrequency: BM25.inverseDocumentFrequency(
          documents: statistics.documents, documentFrequency: frequency),
        termFrequency: Int(count), weight: item.weight,
        score: scorer(item.weight, frequency, bm25)
          .score(termFrequency: count, length: segment.length(ordinal)))
    }
  }

  private func scorer(_ weight: Double, _ frequency: Int, _ bm25: BM25) -> TermScorer {
    TermScorer(
      weight: weight,
      inverseDocumentFrequency: BM25.inverseDocumentFrequency(
        documents: statistics.documents, documentFrequency: frequency),
      averageLength: statistics.averageLength, bm25: bm25)
  }

  private func locate(_ document: DocumentNumber) -> (ReadableSegment, UInt32)? {
    for segment in segments {
      if let ordinal = segment.ordinal(of: document) { return (segment, ordinal) }
    }
    return nil
  }
}

/// A live segment and the ranges of its ordinals that the reader may read; there is at least one.
private struct ReadableSegment: Sendable {
  let live: LiveSegment
  let ranges: [Range<UInt32>]

  init?(_ live: LiveSegment, _ readable: PartitionSet) {
    let ranges = live.segment.ordinals(in: readable)
    guard !ranges.isEmpty else { return nil }
    self.live = live
    self.ranges = ranges
  }

  func postings(of term: [UInt8]) -> Range<Int> {
    live.segment.postings(of: term)
  }

  func ordinal(of document: DocumentNumber) -> UInt32? {
    guard let ordinal = live.ordinal(of: document) else { return nil }
    let place = partitionPoint(0..<ranges.count) { ranges[$0].upperBound <= ordinal }
    return place < ranges.count && ranges[place].contains(ordinal) ? ordinal : nil
  }

  func length(_ ordinal: UInt32) -> UInt32 {
    live.segment.documents[Int(ordinal)].length
  }

  /// How often a document holds the term of these postings; nil where it does not.
  func count(_ places: Range<Int>, _ ordinal: UInt32) -> UInt32? {
    let postings = live.segment.postings
    let place = partitionPoint(places) { postings[$0].ordinal < ordinal }
    guard place < places.upperBound, postings[place].ordinal == ordinal else { return nil }
    return postings[place].count
  }

  func documentFrequency(_ places: Range<Int>) -> Int {
    let postings = live.segment.postings
    let dead = live.dead.words
    var sum = 0
    live.segment.forEachRun(of: places, in: ranges) { run in
      sum += run.count
      guard !dead.isEmpty else { return }
      let words = dead.span
      for place in run where BitSet.contains(postings[place].ordinal, in: words) { sum -= 1 }
    }
    return sum
  }

  func visit(_ places: Range<Int>, _ body: (DocumentNumber, Int) -> Void) {
    live.segment.forEachRun(of: places, in: ranges) { run in
      for posting in live.segment.postings[run] where !live.dead.contains(posting.ordinal) {
        body(live.segment.documents[Int(posting.ordinal)].number, Int(posting.count))
      }
    }
  }

  func score(_ places: Range<Int>, _ scorer: TermScorer, into accumulator: ScoreAccumulator) {
    let postings = live.segment.postings
    let documents = live.segment.documents
    live.segment.forEachRun(of: places, in: ranges) { run in
      accumulator.add(
        postings.span.extracting(run), of: documents.span, except: live.dead, scorer)
    }
  }
}
