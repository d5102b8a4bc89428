/// Scores by document number, dense, and the list of those that have one.
///
/// Reused from query to query: ``reset()`` costs only what the last query touched. It takes twelve bytes
/// for each number below the index's ``LexicalIndex/documentBound``. One query at a time may use it;
/// ``ScoreAccumulatorPool`` hands them out.
public final class ScoreAccumulator {
  /// By document number; 0 where the document has no score.
  private var scores: [Double] = []
  /// The numbers of the documents that have a score, in an order that means nothing, and room for one
  /// entry more than there are documents, so that the hot loop may write before it knows whether to keep.
  private var touched: [DocumentNumber] = [0]
  /// How many documents have a score.
  public private(set) var count = 0

  public init() {}

  /// The document's score; 0 where it has none.
  public subscript(_ document: DocumentNumber) -> Double {
    Int(document) < scores.count ? scores[Int(document)] : 0
  }

  /// Visits each document that has a score. The order is unspecified.
  public func forEach(_ body: (DocumentNumber, Double) throws -> Void) rethrows {
    for place in 0..<count { try body(touched[place], scores[Int(touched[place])]) }
  }

  /// Forgets all scores.
  ///
  /// - Complexity: O(``count``).
  public func reset() {
    for place in 0..<count { scores[Int(touched[place])] = 0 }
    count = 0
  }

  /// Makes room for document numbers below `bound`.
  func reserve(_ bound: Int) {
    guard bound > scores.count else { return }
    scores.append(contentsOf: repeatElement(0, count: bound - scores.count))
    touched.append(contentsOf: repeatElement(0, count: bound + 1 - touched.count))
  }

  /// Adds one term's score to each live document of `postings`.
  func add(
    _ postings: Span<Posting>, of documents: Span<DocumentRecord>, except dead: BitSet,
    _ scorer: TermScorer
  ) {
    var scores = scores.mutableSpan
    var touched = touched.mutableSpan
    var count = count
    let dead = dead.words.span
    for place in postings.indices {
      let posting = postings[place]
      if BitSet.contains(posting.ordinal, in: dead) { continue }
      let document = documents[Int(posting.ordinal)]
      let score = scorer.score(termFrequency: posting.count, length: document.length)
      let old = scores[Int(document.number)]
      scores[Int(document.number)] = old + score
      touched[count] = document.number
      // A contribution that is lost to underflow leaves the document without a score.
      count += old == 0 && score > 0 ? 1 : 0
    }
    self.count = count
  }
}
