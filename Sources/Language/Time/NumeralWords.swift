/// Numbers written in words: `twenty-two`, `two thousand and fifteen`, `twenty fourth`.
enum NumeralWords {
  static let small: [WordKey: Int] = table([
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ])
  private static let tens: [WordKey: Int] = table([
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]).mapValues { $0 * 10 }
  private static let ordinals: [WordKey: Int] = table([
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth",
  ]).merging([WordKey("thirtieth"): 30]) { first, _ in first }
  private static let hundred = WordKey("hundred")
  private static let thousand = WordKey("thousand")
  private static let and = WordKey("and")
  private static let dash = WordKey("-")

  private static func table(_ names: [String]) -> [WordKey: Int] {
    var table: [WordKey: Int] = [:]
    for (value, name) in names.enumerated() where !name.isEmpty { table[WordKey(name)] = value }
    return table
  }

  /// Every reading of the words from `start` on, with its end.
  static func readings(_ pieces: [TimeLexeme], at start: Int) -> [(TimeMeaning, end: Int)] {
    var found: [(TimeMeaning, end: Int)] = []
    if let ordinal = ordinals[pieces[start].key] { found.append((.ordinal(ordinal), start + 1)) }
    let counts = belowHundred(pieces, at: start)
    for (value, end, ordinal) in counts {
      found.append((ordinal ? .ordinal(value) : .number(value, digits: 0), end))
      guard !ordinal else { continue }
      if let scaled = scaled(value, pieces, at: end) {
        found += scaled.map { (.number($0.value, digits: 0), $0.end) }
        found += scaled.filter { (1_500..<2_200).contains($0.value) }
          .map { (.year($0.value), $0.end) }
      } else if (15...21).contains(value) {
        // A year in two halves: nineteen ninety six, twenty twenty four.
        for (rest, last, isOrdinal) in belowHundred(pieces, at: end) where !isOrdinal && rest > 9 {
          found.append((.year(value * 100 + rest), last))
        }
      }
    }
    return found
  }

  private static func belowHundred(
    _ pieces: [TimeLexeme], at start: Int
  ) -> [(value: Int, end: Int, isOrdinal: Bool)] {
    guard start < pieces.count else { return [] }
    if let value = small[pieces[start].key] { return [(value, start + 1, false)] }
    guard let ten = tens[pieces[start].key] else { return [] }
    var found = [(value: ten, end: start + 1, isOrdinal: false)]
    var next = start + 1
    if next < pieces.count, pieces[next].key == dash { next += 1 }
    guard next < pieces.count else { return found }
    if let unit = small[pieces[next].key], (1...9).contains(unit) {
      found.append((ten + unit, next + 1, false))
    } else if let unit = ordinals[pieces[next].key], (1...9).contains(unit) {
      found.append((ten + unit, next + 1, true))
    }
    return found
  }

  /// What follows `value` when a hundred or a thousand does.
  private static func scaled(
    _ value: Int, _ pieces: [TimeLexeme], at start: Int
  ) -> [(value: Int, end: Int)]? {
    guard start < pieces.count else { return nil }
    let scale = pieces[start].key == hundred ? 100 : pieces[start].key == thousand ? 1_000 : 0
    guard scale > 0 else { return nil }
    var found = [(value: value * scale, end: start + 1)]
    var next = start + 1
    if next < pieces.count, pieces[next].key == and { next += 1 }
    for (rest, end, isOrdinal) in belowHundred(pieces, at: next) where !isOrdinal {
      found.append((value * scale + rest, end))
      if scale == 1_000, let hundreds = scaled(rest, pieces, at: end), rest < 10 {
        found += hundreds.filter { $0.value < 1_000 }.map { (value * scale + $0.value, $0.end) }
      }
    }
    return found
  }
}
