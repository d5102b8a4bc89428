public import KnowledgeModel

/// Finds what says when, how long and how often in a text, and resolves it.
///
/// A text is cut into pieces finer than tokens; words, numbers and numeric shapes have meanings; a grammar
/// combines neighbours; of what is found, the leftmost and longest stands.
public struct TimeTagger: Sendable {
  public init() {}

  /// The time expressions of a text, in its order, none overlapping.
  /// - Parameters:
  ///   - reference: when it was written.
  ///   - offsetMinutes: minutes that the writer's zone is ahead of UTC, at most a day.
  /// - Complexity: O(n) in the bytes of the text.
  public func expressions(
    in text: TokenizedText, reference: Timestamp, offsetMinutes: Int
  ) -> [TimeExpression] {
    let present = TimeReference(reference, offsetMinutes: offsetMinutes)
    let pieces = TimeLexeme.pieces(of: text)
    let scanner = TimeScanner(pieces)
    let chart = TimeChart(
      pieces, lexical: scanner.items, grammar: .english, reference: present)
    let items = chart.complete.sorted {
      ($0.start, $1.end, $0.symbol) < ($1.start, $0.end, $1.symbol)
    }
    var found: [TimeExpression] = []
    var end = 0
    for item in items where item.start >= end {
      guard TimeBoundary.allows(item.start..<item.end, in: pieces),
        text.tokens[pieces[item.start].token].kind != .link || isDay(item),
        let reading = present.reading(item.meaning)
      else { continue }
      end = item.end
      found.append(expression(reading, item, pieces, text))
    }
    return found
  }

  /// Whether an item is a day in full and nothing else; only such a day is read in a link.
  private func isDay(_ item: TimeItem) -> Bool {
    guard case .date(let date) = item.meaning else { return false }
    return date.isDefinite && item.end - item.start == 5
  }

  /// Without the full stop of an abbreviation at the end, unless it is that of "p.m.".
  private func lastPiece(of item: TimeItem, _ pieces: [TimeLexeme]) -> Int {
    let last = item.end - 1
    guard last > item.start, pieces[last].key == WordKey("."), pieces[last - 1].key != WordKey("m")
    else { return last }
    return last - 1
  }

  private func expression(
    _ reading: TimeReading, _ item: TimeItem, _ pieces: [TimeLexeme], _ text: TokenizedText
  ) -> TimeExpression {
    let (first, last) = (pieces[item.start], pieces[lastPiece(of: item, pieces)])
    let utf8 = first.utf8.lowerBound..<last.utf8.upperBound
    return TimeExpression(
      tokens: TokenRange(first: first.token + 1, last: last.token + 1), utf8: utf8,
      kind: reading.kind, timex: reading.timex, value: reading.value, earlier: reading.earlier,
      text: String(decoding: text.utf8[utf8], as: UTF8.self))
  }
}

/// Whether an expression may begin and end where it does.
enum TimeBoundary {
  private static let money: Set<WordKey> = [
    WordKey("$"), WordKey("€"), WordKey("£"), WordKey("#"), WordKey("@"), WordKey("%"),
    WordKey("+"), WordKey("_"), WordKey("="), WordKey("&"),
  ]
  private static let joints: Set<WordKey> = [
    WordKey("-"), WordKey("/"), WordKey("."), WordKey(":"), WordKey("_"), WordKey(","),
    WordKey("+"),
  ]
  private static let loose: Set<WordKey> = [WordKey(":"), WordKey(","), WordKey(".")]

  /// Not within a word, a longer number, an amount or a name that is written with digits.
  static func allows(_ range: Range<Int>, in pieces: [TimeLexeme]) -> Bool {
    // A date in full is one wherever it stands.
    let isLong = range.count >= 5 && pieces[range.lowerBound].digits == 4
    let first = pieces[range.lowerBound]
    if !first.followsSpace, range.lowerBound > 0 {
      let left = pieces[range.lowerBound - 1]
      if left.kind != .sign || money.contains(left.key) { return false }
      if joints.contains(left.key), !left.followsSpace, range.lowerBound > 1 {
        let beyond = pieces[range.lowerBound - 2]
        if beyond.kind == .digits { return false }
        if beyond.kind == .letters, !isLong, !loose.contains(left.key) { return false }
      }
    }
    guard range.upperBound < pieces.count else { return true }
    let right = pieces[range.upperBound]
    guard !right.followsSpace else { return true }
    if right.kind != .sign || money.contains(right.key) { return false }
    guard joints.contains(right.key), range.upperBound + 1 < pieces.count else { return true }
    let beyond = pieces[range.upperBound + 1]
    if beyond.followsSpace || beyond.kind == .sign { return true }
    return beyond.kind == .letters && (isLong || loose.contains(right.key))
  }
}
