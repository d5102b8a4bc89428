import KnowledgeModel
import Language

/// What a message looks like that tells which questions it may answer.
struct MessageCues: OptionSet, Sendable {
  let rawValue: UInt8

  /// It asks something, somewhere.
  static let asks = MessageCues(rawValue: 1)
  /// It ends by asking.
  static let endsAsking = MessageCues(rawValue: 2)
  /// It says when.
  static let time = MessageCues(rawValue: 4)
  /// It says how many.
  static let number = MessageCues(rawValue: 8)

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// - Parameter terms: those of the text, by ``TermAnalyzer``.
  init(text: String, terms: [String]) {
    var cues: MessageCues = []
    let bytes = text.utf8
    if bytes.contains(UInt8(ascii: "?")) { cues.insert(.asks) }
    let closing = bytes.reversed().first { !Self.closers.contains($0) }
    if closing == UInt8(ascii: "?") { cues.insert(.endsAsking) }
    for term in terms {
      if let first = term.utf8.first, (48...57).contains(first) { cues.insert(.number) }
      if Self.timeTerms.contains(term) { cues.insert(.time) }
      if Self.numberTerms.contains(term) { cues.insert(.number) }
    }
    self = cues
  }

  private static let closers = Set(" .!)\"'\n".utf8)

  private static let timeTerms = stems(
    """
    yesterday today tonight tomorrow ago last next week weekend month year day morning afternoon
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december recently soon since summer winter spring fall autumn
    1990 2000 2010 2015 2018 2019 2020 2021 2022 2023 2024 2025 2026 2027 2028 2029 2030
    """)

  private static let numberTerms = stems(
    """
    one two three four five six seven eight nine ten eleven twelve once twice several couple dozen
    hundred thousand million
    """)

  private static func stems(_ words: String) -> Set<String> {
    Set(words.split(whereSeparator: \.isWhitespace).map { PorterStemmer.stem(String($0)) })
  }
}

/// What a question asks for.
struct QuestionCues: OptionSet {
  let rawValue: UInt8

  static let when = QuestionCues(rawValue: 1)
  static let howMany = QuestionCues(rawValue: 2)
  /// How things stand: the latest word counts.
  static let present = QuestionCues(rawValue: 4)

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// - Parameter words: in lower case, in order.
  init(words: [String]) {
    var cues: QuestionCues = []
    if words.first == "when" { cues.insert(.when) }
    if !Self.presentWords.isDisjoint(with: words) { cues.insert(.present) }
    for (word, next) in zip(words, words.dropFirst()) {
      switch word {
      case "how" where next == "long": cues.insert(.when)
      case "how" where ["many", "much", "old", "often"].contains(next): cues.insert(.howMany)
      case "what" where Self.dates.contains(next), "which" where Self.dates.contains(next):
        cues.insert(.when)
      default: break
      }
    }
    self = cues
  }

  private static let presentWords: Set<String> = [
    "still", "now", "currently", "today", "tomorrow", "tonight", "latest", "yet", "anymore",
  ]
  private static let dates: Set<String> = ["date", "day", "month", "year", "time", "week"]
}
