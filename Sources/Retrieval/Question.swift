import KnowledgeModel
import Language
import LexicalSearch

/// A question, read for one reader.
struct Question {
  /// What is searched for; weights are the terms' share in a full match, and sum to 1.
  var terms: [Term] = []
  /// What it names, and what the caller named.
  var entities: [NamedEntity] = []
  /// The authors that it names, by their ids; none if it names all there are.
  var speakers: Set<String> = []
  var cues: QuestionCues = []

  struct Term {
    var text: String
    /// Its share of the whole question's weight.
    var share: Double
    var inverseDocumentFrequency: Double
  }

  var isEmpty: Bool { terms.isEmpty && entities.isEmpty }

  static let bm25 = BM25(k1: 1.2, b: 0.5)
  /// A name's words count little: who is meant is a feature of its own.
  private static let nameFactor = 0.2
  /// "What did she *say* about": words of asking, not of what is asked.
  private static let askingFactor = 0.3

  init(_ text: String, entities named: [String], _ resolver: NameResolver) throws {
    let tokenized = try Tokenizer().tokenize(text)
    let words = tokenized.tokens.indices.compactMap { index in
      Self.named.contains(tokenized.tokens[index].kind) ? tokenized.text(at: index) : nil
    }
    cues = QuestionCues(words: words.map { $0.lowercased() })
    entities = resolver.entities(in: words)
    let analyzer = TermAnalyzer()
    speakers = Set(entities.map(\.key).filter { $0.kind == .user }.map(\.name))
    var nameTerms: Set<String> = []
    for entity in entities where entity.key.kind == .user {
      for key in entity.keys { nameTerms.formUnion(analyzer.terms(of: key.name)) }
    }
    try add(named, resolver)
    terms = try weigh(analyzer.terms(of: tokenized), nameTerms, resolver.view)
  }

  /// Entities by their ids on the wire, or by name.
  private mutating func add(_ named: [String], _ resolver: NameResolver) throws {
    for name in named {
      let found: [NamedEntity]
      if let key = EntityKey(name) {
        let keys = key.kind == .user ? resolver.same(as: key.name) : [key]
        found = [NamedEntity(key: key, keys: keys)]
      } else if let form = NameNormalizer.normalize(name) {
        found = resolver.entities(called: form)
      } else {
        found = []
      }
      for entity in found where !entities.contains(entity) { entities.append(entity) }
    }
  }

  private func weigh(
    _ stems: [String], _ nameTerms: Set<String>, _ view: LexicalView
  ) throws -> [Term] {
    var seen: Set<String> = []
    let distinct = stems.filter { seen.insert($0).inserted }
    let content = distinct.filter { !StopWords.isStopWord($0) }
    let searched = content.isEmpty ? distinct : content
    guard searched.count <= Limits.questionTerms else {
      throw RosemaryError(
        .invalidArgument,
        "text: \(searched.count) different words to search for, the limit is "
          + "\(Limits.questionTerms): ask a shorter question")
    }
    var terms: [Term] = []
    for stem in searched {
      // A word that stands in links only is as rare as those links.
      let frequency = max(
        view.documentFrequency(of: stem), view.documentFrequency(of: DocumentTerms.link(stem)))
      guard frequency > 0 else { continue }
      let idf = BM25.inverseDocumentFrequency(
        documents: view.statistics.documents, documentFrequency: frequency)
      // Rarer terms count more than BM25 would have it: idf to the power of 1.5.
      var weight = idf * idf.squareRoot()
      if nameTerms.contains(stem) { weight *= Self.nameFactor }
      if Self.askingTerms.contains(stem) { weight *= Self.askingFactor }
      terms.append(Term(text: stem, share: weight, inverseDocumentFrequency: idf))
    }
    let total = terms.reduce(0) { $0 + $1.share }
    guard total > 0 else { return [] }
    return terms.map {
      Term(
        text: $0.text, share: $0.share / total,
        inverseDocumentFrequency: $0.inverseDocumentFrequency)
    }
  }

  private static let named: Set<Token.Kind> = [.word, .number, .handle, .tag]

  /// For the index: BM25 multiplies by the inverse document frequency once, so it is divided out. A word of a
  /// link's address is worth a part of the word.
  var weightedTerms: [WeightedTerm] {
    terms.flatMap { term in
      let weight = term.share / term.inverseDocumentFrequency
      return [
        WeightedTerm(term.text, weight: weight),
        WeightedTerm(DocumentTerms.link(term.text), weight: weight * Self.linkFactor),
      ]
    }
  }

  private static let linkFactor = 0.3

  private static let askingTerms = Set(
    """
    say said think thought mention describe summarize summary discuss discussion talk tell told
    according opinion view feel felt feeling explain state give mean kind type
    """.split(whereSeparator: \.isWhitespace).map { PorterStemmer.stem(String($0)) })
}
