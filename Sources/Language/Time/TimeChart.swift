/// A meaning and the pieces that it covers.
struct TimeItem {
  let start: Int
  let end: Int
  let symbol: Int
  let meaning: TimeMeaning
  /// Whether it can stand on its own.
  let isComplete: Bool
}

/// A bottom-up chart: every meaning that ends at a piece is found before any that ends later, so each rule is
/// tried once for each way to end it.
///
/// - Complexity: linear in the pieces, for the items that end at a place, their length and the length of the
///   patterns are bounded.
struct TimeChart {
  static let itemsPerEnd = 64
  static let piecesPerItem = 36
  /// Partial matches that are looked at for the items of one end.
  static let stepsPerEnd = 20_000

  private let grammar: TimeGrammar
  private let reference: TimeReference
  private let pieces: [TimeLexeme]
  private var ends: [[TimeItem]]
  private(set) var complete: [TimeItem] = []
  /// Nothing combines across the start of a line.
  private var floor = 0
  private var steps = 0
  /// Partial matches that were looked at, in all.
  private(set) var work = 0

  init(
    _ pieces: [TimeLexeme], lexical: [[TimeItem]], grammar: TimeGrammar, reference: TimeReference
  ) {
    (self.pieces, self.grammar, self.reference) = (pieces, grammar, reference)
    ends = [[TimeItem]](repeating: [], count: pieces.count + 1)
    for index in pieces.indices {
      if pieces[index].startsLine { floor = index }
      let end = index + 1
      if let word = grammar.words[pieces[index].key] {
        ends[end].append(
          TimeItem(
            start: index, end: end, symbol: word, meaning: .word(grammar.spelling(word)),
            isComplete: false))
      }
      ends[end] += lexical[end].filter { $0.start >= floor }
      steps = 0
      var next = 0
      while next < ends[end].count {
        let item = ends[end][next]
        next += 1
        if item.isComplete { complete.append(item) }
        guard item.symbol < grammar.rulesByLast.count else { continue }
        for rule in grammar.rulesByLast[item.symbol] {
          var found = [TimeItem?](repeating: nil, count: rule.count)
          extend(rule, rule.elements.count - 1, with: item, &found, end: end)
        }
      }
    }
  }

  /// Fills the element at `position` with an item and goes on to its left.
  private mutating func extend(
    _ rule: TimeGrammar.Rule, _ position: Int, with item: TimeItem, _ found: inout [TimeItem?],
    end: Int
  ) {
    steps += 1
    work += 1
    guard steps < Self.stepsPerEnd else { return }
    let element = rule.elements[position]
    if element.isTight, pieces[item.start].followsSpace { return }
    found[element.index] = item
    defer { found[element.index] = nil }
    guard position > 0 else {
      add(rule, found, start: item.start, end: end)
      return
    }
    guard item.start > floor, end - item.start < Self.piecesPerItem else { return }
    let symbols = rule.elements[position - 1].symbols
    for index in ends[item.start].indices {
      let left = ends[item.start][index]
      if symbols.contains(left.symbol) { extend(rule, position - 1, with: left, &found, end: end) }
    }
  }

  private mutating func add(
    _ rule: TimeGrammar.Rule, _ found: [TimeItem?], start: Int, end: Int
  ) {
    guard ends[end].count < Self.itemsPerEnd else { return }
    let match = TimeMatch(items: found, pieces: pieces, start: start, end: end)
    guard let meaning = rule.build(match, reference) else { return }
    let symbol = meaning.category.rawValue
    // The first rule that gives a category for a stretch wins.
    let isKnown = ends[end].contains {
      $0.start == start && $0.symbol == symbol && ($0.isComplete || !rule.isComplete)
    }
    if isKnown { return }
    ends[end].append(
      TimeItem(
        start: start, end: end, symbol: symbol, meaning: meaning, isComplete: rule.isComplete))
  }
}
