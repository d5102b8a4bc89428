/// How neighbouring meanings combine, as a table.
///
/// A rule's pattern names categories in capitals (`DATE`), words in small letters, alternatives with `|`,
/// what may be missing with `?`, what must not follow white space with a leading `~`; `$to` stands for the
/// words and signs between the ends of a range.
struct TimeRule {
  typealias Build = @Sendable (TimeMatch, TimeReference) -> TimeMeaning?

  let pattern: String
  /// Whether the result can stand on its own.
  let isComplete: Bool
  let build: Build

  init(_ pattern: String, isComplete: Bool = true, _ build: @escaping Build) {
    self.pattern = pattern
    self.isComplete = isComplete
    self.build = build
  }
}

/// The rules, compiled: words are numbered, and rules are found by the symbol that they end with.
struct TimeGrammar: Sendable {
  struct Element: Sendable {
    /// Sorted.
    let symbols: [Int]
    let isTight: Bool
    /// The position in the pattern as written.
    let index: Int
  }

  struct Rule: Sendable {
    let elements: [Element]
    let count: Int
    let isComplete: Bool
    let build: TimeRule.Build
  }

  private(set) var words: [WordKey: Int] = [:]
  private(set) var spellings: [String] = []
  private(set) var rulesByLast: [[Rule]] = []

  /// Where two rules give the same kind of thing for the same words, the earlier one wins.
  static let english = TimeGrammar(
    [
      TimeRule.dayParts, TimeRule.clocks, TimeRule.spans, TimeRule.days, TimeRule.feasts,
      TimeRule.years, TimeRule.months, TimeRule.weeks, TimeRule.quarters, TimeRule.seasons,
      TimeRule.periodParts, TimeRule.offsets, TimeRule.moments, TimeRule.ranges,
      TimeRule.recurrences, TimeRule.bounds, TimeRule.zones,
    ].flatMap { $0 })

  init(_ rules: [TimeRule]) {
    for rule in rules {
      let parts = rule.pattern.split(separator: " ").map(String.init)
      expand(parts, from: 0, [], of: rule)
    }
  }

  private static let macros = ["$to": "to|-|--|till|til|until|thru|through|~"]

  private mutating func expand(
    _ parts: [String], from index: Int, _ elements: [Element], of rule: TimeRule
  ) {
    guard index < parts.count else {
      guard let last = elements.last else { return }
      let compiled = Rule(
        elements: elements, count: parts.count, isComplete: rule.isComplete, build: rule.build)
      for symbol in last.symbols {
        while rulesByLast.count <= symbol { rulesByLast.append([]) }
        rulesByLast[symbol].append(compiled)
      }
      return
    }
    var part = Substring(parts[index])
    let isTight = part.count > 1 && part.hasPrefix("~")
    if isTight { part = part.dropFirst() }
    let isOptional = part.count > 1 && part.hasSuffix("?")
    if isOptional { part = part.dropLast() }
    var names = String(part)
    for (macro, words) in Self.macros where names.hasPrefix(macro) {
      names = words + names.dropFirst(macro.count)
    }
    let symbols = names.split(separator: "|").map { symbol(String($0)) }.sorted()
    let element = Element(symbols: symbols, isTight: isTight, index: index)
    expand(parts, from: index + 1, elements + [element], of: rule)
    if isOptional { expand(parts, from: index + 1, elements, of: rule) }
  }

  private mutating func symbol(_ name: String) -> Int {
    if let category = TimeMeaning.Category.allCases.first(where: { "\($0)" == name && $0 != .word })
    {
      return category.rawValue
    }
    let key = WordKey(name)
    if let known = words[key] { return known }
    let number = TimeMeaning.Category.allCases.count + spellings.count
    words[key] = number
    spellings.append(name)
    return number
  }

  /// The spelling of a word's symbol.
  func spelling(_ symbol: Int) -> String { spellings[symbol - TimeMeaning.Category.allCases.count] }
}

/// The meanings that a rule's pattern found.
struct TimeMatch {
  let items: [TimeItem?]
  let pieces: [TimeLexeme]
  let start: Int
  let end: Int

  func meaning(_ index: Int) -> TimeMeaning? { items[index]?.meaning }
  func has(_ index: Int) -> Bool { items[index] != nil }

  /// Whether white space stands before an element.
  func followsSpace(_ index: Int) -> Bool {
    items[index].map { pieces[$0.start].followsSpace } ?? true
  }

  func isCapitalised(_ index: Int) -> Bool {
    items[index].map { pieces[$0.start].isCapitalised } ?? false
  }

  /// Whether the piece before the match is one of some words.
  func follows(_ words: Set<WordKey>) -> Bool {
    previous.map { words.contains($0.key) } == true
  }

  /// The piece after the match on its line.
  var next: TimeLexeme? {
    end < pieces.count && !pieces[end].startsLine ? pieces[end] : nil
  }
  /// The piece before the match on its line.
  var previous: TimeLexeme? {
    start > 0 && !pieces[start].startsLine ? pieces[start - 1] : nil
  }
}

extension TimeMatch {
  func word(_ index: Int) -> String {
    if case .word(let word) = meaning(index) { return word }
    return ""
  }
  func number(_ index: Int) -> Int? {
    switch meaning(index) {
    case .number(let value, _), .ordinal(let value), .year(let value): return value
    default: return nil
    }
  }
  /// How many digits a number is written with; 0 for words.
  func digits(_ index: Int) -> Int {
    if case .number(_, let digits) = meaning(index) { return digits }
    return 0
  }
  func decimal(_ index: Int) -> Double? {
    if case .decimal(let value) = meaning(index) { return value }
    return number(index).map(Double.init)
  }
  func unit(_ index: Int) -> TimeUnit? {
    if case .unit(let unit, _) = meaning(index) { return unit }
    return nil
  }
  func shape(_ index: Int) -> TimeMeaning.Shape? {
    if case .unit(_, let shape) = meaning(index) { return shape }
    return nil
  }
  func month(_ index: Int) -> Int? {
    if case .month(let month, _) = meaning(index) { return month }
    return nil
  }
  func weekday(_ index: Int) -> Int? {
    if case .weekday(let weekday, _) = meaning(index) { return weekday }
    return nil
  }
  func direction(_ index: Int) -> TimeDirection? {
    if case .direction(let direction) = meaning(index) { return direction }
    return nil
  }
  func part(_ index: Int) -> DayPart? {
    if case .part(let part, _) = meaning(index) { return part }
    return nil
  }
  func date(_ index: Int) -> CalendarDate? {
    switch meaning(index) {
    case .date(let date), .feast(let date): return date
    default: return nil
    }
  }
  func period(_ index: Int) -> Period? {
    if case .period(let period) = meaning(index) { return period }
    return nil
  }
  func span(_ index: Int) -> TimeSpan? {
    if case .span(let span) = meaning(index) { return span }
    return nil
  }
  func range(_ index: Int) -> ClockRange? {
    if case .clockRange(let range) = meaning(index) { return range }
    return nil
  }
  /// A time of day; a small number is one whose half of the day is open.
  func clock(_ index: Int) -> ClockTime? {
    switch meaning(index) {
    case .clock(let clock), .digits(let clock): return clock
    case .number(let hour, let digits) where digits <= 2 && hour < 24:
      return ClockTime(hour: hour, isAmbiguous: (1...12).contains(hour))
    default: return nil
    }
  }
}
