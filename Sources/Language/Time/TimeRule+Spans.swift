extension TimeRule {
  /// Lengths of time.
  static let spans: [TimeRule] = [
    TimeRule("NUM|DEC -? UNIT") { match, _ in
      guard let count = match.decimal(0), count >= 0, let unit = match.unit(2) else { return nil }
      return counted(count, unit, match, 2)
    },
    TimeRule("½|¼|¾ UNIT") { match, _ in
      let share = match.word(0) == "½" ? 0.5 : match.word(0) == "¼" ? 0.25 : 0.75
      return match.unit(1).map { .span(TimeSpan(share, $0)) }
    },
    TimeRule("NUM|DEC -|to|or NUM|DEC -? UNIT") { match, _ in
      // Between two lengths; the longer one is said last.
      guard let low = match.decimal(0), let count = match.decimal(2), low < count,
        let unit = match.unit(4), match.shape(4) != .letter, match.digits(0) <= 3,
        match.digits(2) <= 3
      else { return nil }
      return .span(TimeSpan(count, unit))
    },
    TimeRule("NUM ½ UNIT") { match, _ in
      guard let count = match.decimal(0), let unit = match.unit(2) else { return nil }
      return .span(TimeSpan(count + 0.5, unit))
    },
    TimeRule("NUM business|working|work days|day") { match, _ in
      match.decimal(0).map { .span(TimeSpan($0, .businessDay)) }
    },
    TimeRule("business|working days|day", isComplete: false) { _, _ in .unit(.businessDay, .plural)
    },
    TimeRule("a|an UNIT", isComplete: false) { match, _ in whole(match, 1) },
    TimeRule("a|an UNIT") { match, _ in
      match.follows([WordKey("for"), WordKey("takes"), WordKey("took")]) ? whole(match, 1) : nil
    },
    TimeRule("a? few|some|several UNIT") { match, _ in plural(3, match, 2) },
    TimeRule("a? couple of? UNIT") { match, _ in plural(2, match, 3) },
    TimeRule("half a|an UNIT") { match, _ in match.unit(2).map { .span(TimeSpan(0.5, $0)) } },
    TimeRule("half -? UNIT", isComplete: false) { match, _ in
      match.unit(2).map { .span(TimeSpan(0.5, $0)) }
    },
    TimeRule("a quarter of? an|a hour") { _, _ in .span(TimeSpan(0.25, .hour)) },
    TimeRule("NUM and a? half UNIT") { match, _ in
      guard let count = match.decimal(0), let unit = match.unit(4) else { return nil }
      return .span(TimeSpan(count + 0.5, unit))
    },
    TimeRule("NUM|a|an? UNIT and a? half|quarter") { match, _ in
      guard let unit = match.unit(1), match.has(0) || match.shape(1) == .singular else {
        return nil
      }
      let count = match.decimal(0) ?? 1
      return .span(TimeSpan(count + (match.word(4) == "half" ? 0.5 : 0.25), unit))
    },
    TimeRule("all|whole|entire|full day|week|month|year|night|weekend|morning") { match, _ in
      fullUnit(match.word(1)).map { .span(TimeSpan(1, $0)) }
    },
    TimeRule("SPAN ,? and? SPAN") { match, _ in
      guard let first = match.span(0), let rest = match.span(3) else { return nil }
      return first.followed(by: rest).map(TimeMeaning.span)
    },
  ]

  private static func fullUnit(_ name: String) -> TimeUnit? {
    [
      "day": .day, "week": .week, "month": .month, "year": .year, "night": .day,
      "weekend": .weekend,
    ][name]
  }

  /// A letter stands for a unit only right behind its number, and months are never so short.
  private static func counted(
    _ count: Double, _ unit: TimeUnit, _ match: TimeMatch, _ index: Int
  ) -> TimeMeaning? {
    if match.shape(index) == .letter {
      // "3M" is millions, or a company.
      if count == 0 || (unit == .minute && match.isCapitalised(index)) { return nil }
      if match.followsSpace(index) || match.digits(0) == 0 || unit == .second { return nil }
    }
    // "One-quarter" and "three quarters of" are shares; "2day" is today.
    if unit == .quarter, match.has(1) || match.next?.key == WordKey("of") || count == 1 {
      return nil
    }
    if unit == .day, match.shape(index) == .singular, count != 1, !match.followsSpace(index),
      !match.has(1)
    {
      return nil
    }
    // Not "2015 days", which begins with a year as often; and "the 2 second" is one.
    if match.digits(0) > 4 { return nil }
    return .span(TimeSpan(count, unit))
  }

  private static func whole(_ match: TimeMatch, _ index: Int) -> TimeMeaning? {
    guard match.shape(index) == .singular, let unit = match.unit(index) else { return nil }
    return .span(TimeSpan(1, unit))
  }

  private static func plural(_ count: Double, _ match: TimeMatch, _ index: Int) -> TimeMeaning? {
    guard match.shape(index) == .plural, let unit = match.unit(index) else { return nil }
    return .span(TimeSpan(count, unit))
  }
}
