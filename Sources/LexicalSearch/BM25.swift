import func Glibc.log

/// The Okapi BM25 ranking function.
///
/// Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (Foundations and
/// Trends in Information Retrieval 3(4), 2009), equation 3.15: a term that occurs `tf` times in a
/// document of length `dl` contributes `idf · tf / (tf + k₁(1 − b + b · dl / avdl))`. The inverse
/// document frequency is `ln(1 + (N − n + ½) / (n + ½))`, whose 1 keeps it positive for terms that
/// more than half of the documents hold, so every matching document scores above zero.
public struct BM25: Hashable, Sendable {
  /// How slowly repeated occurrences saturate, from 0 to 1000; usual values lie between 1.2 and 2.
  /// The upper bound keeps a term's fraction above zero, so that no product of it is NaN.
  public let k1: Double
  /// How much the length of a document counts, from 0 to 1.
  public let b: Double

  /// Values outside their range are clamped; what is not a finite number becomes the default.
  public init(k1: Double = 1.2, b: Double = 0.75) {
    self.k1 = k1.isFinite ? min(max(k1, 0), 1000) : 1.2
    self.b = b.isFinite ? min(max(b, 0), 1) : 0.75
  }

  /// `ln(1 + (N − n + ½) / (n + ½))`, always above zero.
  public static func inverseDocumentFrequency(documents: Int, documentFrequency: Int) -> Double {
    let documents = Double(documents)
    let frequency = Double(documentFrequency)
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
  }
}

/// A term of a query and how much it counts.
public struct WeightedTerm: Hashable, Sendable {
  public var term: String
  /// A factor of the term's score. A weight that is not a positive finite number counts nothing.
  public var weight: Double

  public init(_ term: String, weight: Double = 1) {
    self.term = term
    self.weight = weight
  }
}

/// What a reader's scores are computed from: the live documents that it may read.
public struct CorpusStatistics: Hashable, Sendable {
  public var documents: Int
  /// The sum of the documents' lengths.
  public var totalLength: Int

  public init(documents: Int = 0, totalLength: Int = 0) {
    self.documents = documents
    self.totalLength = totalLength
  }

  /// 0 where there are no documents.
  public var averageLength: Double {
    documents == 0 ? 0 : Double(totalLength) / Double(documents)
  }
}

/// One term's part of a document's score.
public struct TermScore: Hashable, Sendable {
  public var term: String
  /// The readable live documents that hold the term.
  public var documentFrequency: Int
  public var inverseDocumentFrequency: Double
  /// How often the term occurs in the document.
  public var termFrequency: Int
  /// The query's weight of the term.
  public var weight: Double
  /// The term's contribution. Added from first to last, starting at zero, the contributions give the
  /// document's score to the last bit.
  public var score: Double

  public init(
    term: String, documentFrequency: Int, inverseDocumentFrequency: Double, termFrequency: Int,
    weight: Double, score: Double
  ) {
    self.term = term
    self.documentFrequency = documentFrequency
    self.inverseDocumentFrequency = inverseDocumentFrequency
    self.termFrequency = termFrequency
    self.weight = weight
    self.score = score
  }
}

/// The contribution of one term as a function of its frequency and the document's length.
///
/// The one place where the formula is evaluated, so that scoring and explaining agree to the last bit.
struct TermScorer {
  /// Weight times inverse document frequency.
  private let scale: Double
  /// k₁(1 − b), and what each unit of length adds to it.
  private let base: Double
  private let slope: Double

  init(weight: Double, inverseDocumentFrequency: Double, averageLength: Double, bm25: BM25) {
    scale = weight * inverseDocumentFrequency
    // Where all documents are empty every one is of average length, and length says nothing.
    base = averageLength > 0 ? bm25.k1 * (1 - bm25.b) : bm25.k1
    slope = averageLength > 0 ? bm25.k1 * bm25.b / averageLength : 0
  }

  @inline(__always)
  func score(termFrequency: UInt32, length: UInt32) -> Double {
    let frequency = Double(termFrequency)
    return scale * (frequency / (frequency + (base + slope * Double(length))))
  }
}
