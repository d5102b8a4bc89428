/// The meanings that pieces have before any rule combines them.
struct TimeScanner {
  /// By the position after their last piece.
  private(set) var items: [[TimeItem]]
  private let pieces: [TimeLexeme]

  private static let dot = WordKey(".")
  private static let ordinalEnds: Set<WordKey> = [
    WordKey("st"), WordKey("nd"), WordKey("rd"), WordKey("th"),
  ]
  private static let money: Set<WordKey> = [
    WordKey("$"), WordKey("€"), WordKey("£"), WordKey("#"), WordKey("%"), WordKey("+"),
  ]
  private static let separators: Set<WordKey> = [WordKey("."), WordKey(",")]

  init(_ pieces: [TimeLexeme]) {
    self.pieces = pieces
    items = [[TimeItem]](repeating: [], count: pieces.count + 1)
    let shapes = NumericShapes(pieces)
    for index in pieces.indices {
      switch pieces[index].kind {
      case .letters: scanWord(at: index, shapes)
      case .digits:
        scanNumber(at: index)
        for (meaning, end) in shapes.readings(at: index) { add(meaning, index, end) }
      case .sign: break
      }
    }
  }

  private mutating func add(_ meaning: TimeMeaning, _ start: Int, _ end: Int) {
    items[end].append(
      TimeItem(
        start: start, end: end, symbol: meaning.category.rawValue, meaning: meaning,
        isComplete: Self.isComplete(meaning)))
  }

  private static func isComplete(_ meaning: TimeMeaning) -> Bool {
    switch meaning {
    case .date, .clock, .period: true
    default: false
    }
  }

  private mutating func scanWord(at index: Int, _ shapes: NumericShapes) {
    if let meridiem = meridiem(at: index) { add(.meridiem(meridiem.0), index, meridiem.end) }
    for meaning in TimeLexicon.words[pieces[index].key] ?? [] {
      add(meaning, index, index + 1)
      // An abbreviation's full stop is in its token.
      if isDot(index + 1), pieces[index + 1].token == pieces[index].token {
        add(meaning, index, index + 2)
      }
    }
    for (meaning, end) in NumeralWords.readings(pieces, at: index) { add(meaning, index, end) }
    // A month's name may stand in a shape: `Jan/3`.
    if TimeLexicon.words[pieces[index].key] != nil {
      for (meaning, end) in shapes.readings(at: index) { add(meaning, index, end) }
    }
  }

  private func isDot(_ index: Int) -> Bool {
    index < pieces.count && pieces[index].key == Self.dot && !pieces[index].followsSpace
  }

  private static let halves: [WordKey: TimeMeaning.Meridiem] = [
    WordKey("am"): .am, WordKey("pm"): .pm, WordKey("ampm"): .either, WordKey("a"): .am,
    WordKey("p"): .pm,
  ]

  /// `am`, `a.m.`, `p`, `ampm`.
  private func meridiem(at index: Int) -> (TimeMeaning.Meridiem, end: Int)? {
    guard let half = Self.halves[pieces[index].key] else { return nil }
    guard pieces[index].utf8.count == 1 else { return (half, index + 1) }
    if isDot(index + 1), index + 2 < pieces.count, pieces[index + 2].key == WordKey("m"),
      !pieces[index + 2].followsSpace
    {
      return (half, isDot(index + 3) ? index + 4 : index + 3)
    }
    return pieces[index].followsSpace ? nil : (half, index + 1)
  }

  private mutating func scanNumber(at index: Int) {
    let piece = pieces[index]
    guard piece.digits <= 6 else { return }
    // Amounts, and parts of longer numbers, count nothing.
    if !piece.followsSpace, index > 0 {
      let left = pieces[index - 1]
      if Self.money.contains(left.key) { return }
      let isInNumber =
        Self.separators.contains(left.key) && index > 1 && pieces[index - 2].kind == .digits
        && !left.followsSpace
      if isInNumber { return }
    }
    let right =
      index + 1 < pieces.count && !pieces[index + 1].followsSpace ? pieces[index + 1] : nil
    if let right, Self.ordinalEnds.contains(right.key) {
      add(.ordinal(piece.value), index, index + 2)
      return
    }
    if let right, right.key == WordKey("%") { return }
    if let right, Self.separators.contains(right.key), index + 2 < pieces.count,
      pieces[index + 2].kind == .digits, !pieces[index + 2].followsSpace
    {
      return
    }
    add(.number(piece.value, digits: piece.digits), index, index + 1)
    if piece.digits == 4, (1_400..<2_200).contains(piece.value) {
      add(.year(piece.value), index, index + 1)
    }
  }
}
