/// Dates and times written with digits and signs and no space between them: `10/1/2018`, `2019-aug-1`,
/// `23.04.2022`, `9:30`, `17:20:05`.
struct NumericShapes {
  private let pieces: [TimeLexeme]
  private static let slash = WordKey("/")
  private static let dash = WordKey("-")
  private static let dot = WordKey(".")
  private static let colon = WordKey(":")

  init(_ pieces: [TimeLexeme]) {
    self.pieces = pieces
  }

  /// Every reading from `start` on, with its end.
  func readings(at start: Int) -> [(TimeMeaning, end: Int)] {
    var found: [(TimeMeaning, end: Int)] = []
    if let compact = compact(pieces[start]) { found.append((compact, start + 1)) }
    guard let sign = joint(start + 1), let second = tight(start + 2) else { return found }
    if let third = joint(start + 3) == sign ? tight(start + 4) : nil {
      if let date = date(pieces[start], second, third, sign: sign) {
        found.append((.date(date), start + 5))
      }
      if sign == Self.colon, let clock = clock(pieces[start], second, third) {
        found.append((.clock(clock), start + 5))
      }
    }
    if let pair = pair(pieces[start], second, sign: sign) { found.append((pair, start + 3)) }
    return found
  }

  private func tight(_ index: Int) -> TimeLexeme? {
    guard index < pieces.count, !pieces[index].followsSpace, pieces[index].kind != .sign else {
      return nil
    }
    return pieces[index]
  }

  private func joint(_ index: Int) -> WordKey? {
    guard index < pieces.count, !pieces[index].followsSpace else { return nil }
    let key = pieces[index].key
    return [Self.slash, Self.dash, Self.dot, Self.colon].contains(key) ? key : nil
  }

  private func number(_ piece: TimeLexeme, _ digits: ClosedRange<Int>) -> Int? {
    digits.contains(piece.digits) ? piece.value : nil
  }

  private func month(_ piece: TimeLexeme) -> Int? {
    for meaning in TimeLexicon.words[piece.key] ?? [] {
      if case .month(let month, _) = meaning { return month }
    }
    return nil
  }

  /// Four digits that may be a time, such as `0730`.
  private func compact(_ piece: TimeLexeme) -> TimeMeaning? {
    guard (3...4).contains(piece.digits),
      !(1_900..<2_100).contains(piece.value) || piece.digits == 3
    else { return nil }
    let (hour, minute) = (piece.value / 100, piece.value % 100)
    return ClockTime(hour: hour, minute: minute, isAmbiguous: (1...12).contains(hour))
      .map(TimeMeaning.digits)
  }

  private func date(
    _ first: TimeLexeme, _ second: TimeLexeme, _ third: TimeLexeme, sign: WordKey
  ) -> CalendarDate? {
    guard sign != Self.colon else { return nil }
    if let named = month(second) {
      if let year = number(first, 4...4), let day = number(third, 1...2) {
        return date(year, named, day)
      }
      guard let day = number(first, 1...2), let year = year(third) else { return nil }
      return date(year, named, day)
    }
    if let named = month(first), let day = number(second, 1...2), let year = year(third) {
      return date(year, named, day)
    }
    if let year = number(first, 4...4) {
      if let day = number(second, 1...2), let named = month(third) { return date(year, named, day) }
      guard let month = number(second, 1...2), let day = number(third, 1...2) else { return nil }
      return date(year, month, day) ?? date(year, day, month)
    }
    guard let left = number(first, 1...2), let right = number(second, 1...2), let year = year(third)
    else { return nil }
    if sign == Self.dot, third.digits == 2, left < 24 { return nil }
    // English writes the month first, unless it can't be one or full stops say otherwise.
    return sign == Self.dot
      ? date(year, right, left) ?? date(year, left, right)
      : date(year, left, right) ?? date(year, right, left)
  }

  private func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate? {
    guard (1...12).contains(month), (1...31).contains(day), (1_000...2_999).contains(year) else {
      return nil
    }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// Four digits, or two: 00 to 29 are of this century.
  private func year(_ piece: TimeLexeme) -> Int? {
    if let year = number(piece, 4...4) { return year }
    return number(piece, 2...2).map { $0 < 30 ? 2_000 + $0 : 1_900 + $0 }
  }

  private func clock(
    _ first: TimeLexeme, _ second: TimeLexeme, _ third: TimeLexeme?
  ) -> ClockTime? {
    guard let hour = number(first, 1...2), let minute = number(second, 2...2) else { return nil }
    let isOpen = (1...12).contains(hour)
    guard let third else { return ClockTime(hour: hour, minute: minute, isAmbiguous: isOpen) }
    return number(third, 2...2).flatMap {
      ClockTime(hour: hour, minute: minute, second: $0, isAmbiguous: isOpen)
    }
  }

  private func pair(_ first: TimeLexeme, _ second: TimeLexeme, sign: WordKey) -> TimeMeaning? {
    if sign == Self.colon { return clock(first, second, nil).map(TimeMeaning.clock) }
    if let month = month(first) {
      if let day = number(second, 1...2), sign != Self.dot, (1...31).contains(day) {
        return .date(CalendarDate(month: month, day: day))
      }
      return number(second, 4...4).map { .period(.month(month, year: $0)) }
    }
    if let day = number(first, 1...2), let month = month(second) {
      return (1...31).contains(day) ? .date(CalendarDate(month: month, day: day)) : nil
    }
    if sign == Self.dot {
      if first.value > 0, let clock = clock(first, second, nil) { return .digits(clock) }
      return decimal(first, second)
    }
    if let month = number(first, 1...2), let year = number(second, 4...4) {
      return (1...12).contains(month) && (1_000...2_999).contains(year)
        ? .period(.month(month, year: year)) : nil
    }
    if let year = number(first, 4...4), let month = number(second, 2...2) {
      return (1...12).contains(month) && (1_000...2_999).contains(year)
        ? .period(.month(month, year: year)) : nil
    }
    // Around the clock.
    if first.value == 24, second.value == 7 { return nil }
    guard sign == Self.slash, let left = number(first, 1...2), let right = number(second, 1...2)
    else { return nil }
    if (1...12).contains(left), (1...31).contains(right) {
      return .date(CalendarDate(month: left, day: right))
    }
    return (1...12).contains(right) && (1...31).contains(left)
      ? .date(CalendarDate(month: right, day: left)) : nil
  }

  private func decimal(_ whole: TimeLexeme, _ rest: TimeLexeme) -> TimeMeaning? {
    guard whole.digits > 0, whole.digits < 7, (1...3).contains(rest.digits) else { return nil }
    let scale = [10.0, 100, 1_000][rest.digits - 1]
    return .decimal(Double(whole.value) + Double(rest.value) / scale)
  }
}
