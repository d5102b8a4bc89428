extension TimeRule {
  /// What happens again and again.
  static let recurrences: [TimeRule] = [
    TimeRule("every|each other|second? UNIT") { match, _ in
      guard let unit = match.unit(2), match.shape(2) == .singular else { return nil }
      return length(TimeSpan(match.has(1) ? 2 : 1, unit))
    },
    TimeRule("every|each night") { _, _ in
      .recurrence(Recurrence(days: "TNI", part: .night, isLength: true))
    },
    TimeRule("any UNIT") { match, _ in
      guard let unit = match.unit(1), match.shape(1) == .singular,
        [.year, .month, .weekend, .week, .quarter].contains(unit)
      else { return nil }
      return length(TimeSpan(1, unit))
    },
    TimeRule("every|each SPAN") { match, _ in match.span(1).map(length) },
    TimeRule("every|each ORD UNIT") { match, _ in
      guard let count = match.number(1), count > 1 else { return nil }
      return match.unit(2).map { length(TimeSpan(Double(count), $0)) }
    },
    TimeRule("weekends") { _, _ in length(TimeSpan(1, .weekend)) },
    TimeRule("TRANGE ,? on? SET") { match, _ in
      guard let range = match.range(0), case .recurrence(let set) = match.meaning(3) else {
        return nil
      }
      return ranged(set, range)
    },
    TimeRule("every|each few UNIT") { match, _ in match.unit(2).map { length(TimeSpan(3, $0)) } },
    TimeRule("every|each other|second? WEEKDAY") { match, _ in
      match.weekday(2).map { days("XXXX-WXX-\($0)") }
    },
    TimeRule("on? WEEKDAY") { match, _ in
      guard !match.has(0), case .weekday(let weekday, true) = match.meaning(1) else { return nil }
      return days("XXXX-WXX-\(weekday)")
    },
    TimeRule("every|each PART") { match, _ in
      match.part(1).map {
        .recurrence(Recurrence(days: $0.meaning.timex, part: $0, isLength: true))
      }
    },
    TimeRule("every|each other|second? DATEPART") { match, _ in
      guard case .datePart(let date, let part) = match.meaning(2), date.weekday != nil,
        date.day == nil
      else { return nil }
      return days(date.timex + part.meaning.timex)
    },
    TimeRule("every|each weekday") { _, _ in days("P1BD", isLength: true) },
    TimeRule("every|each business|working|work day") { _, _ in days("P1BD", isLength: true) },
    TimeRule("weekdays") { _, _ in days("P1BD", isLength: true) },
    TimeRule("every|each MONTH") { match, _ in
      match.month(1).map { days("XXXX-\(CalendarDate.field($0, 2))") }
    },
    TimeRule("every|each year? on? DATE") { match, _ in
      guard let date = match.date(3), date.day != nil, date.year == nil else { return nil }
      return days(date.timex)
    },
    TimeRule("the? ORD of every|each month") { match, _ in
      guard let day = match.number(1), (1...31).contains(day) else { return nil }
      return days("XXXX-XX-\(CalendarDate.field(day, 2))")
    },
    TimeRule("daily|everyday") { _, _ in length(TimeSpan(1, .day)) },
    TimeRule("nightly") { _, _ in .recurrence(Recurrence(days: "TNI", isLength: true)) },
    TimeRule("hourly") { _, _ in length(TimeSpan(1, .hour)) },
    TimeRule("weekly") { _, _ in length(TimeSpan(1, .week)) },
    TimeRule("monthly") { _, _ in length(TimeSpan(1, .month)) },
    TimeRule("quarterly") { _, _ in length(TimeSpan(1, .quarter)) },
    TimeRule("yearly|annually|annual") { _, _ in length(TimeSpan(1, .year)) },
    TimeRule("biweekly|fortnightly") { _, _ in length(TimeSpan(2, .week)) },
    TimeRule("bi - weekly") { _, _ in length(TimeSpan(2, .week)) },
    TimeRule("bimonthly") { _, _ in length(TimeSpan(2, .month)) },
    TimeRule("bi - monthly") { _, _ in length(TimeSpan(2, .month)) },
    TimeRule("semi|bi -? annually|annual|yearly") { match, _ in
      length(TimeSpan(match.word(0) == "semi" ? 0.5 : 2, .year))
    },
    TimeRule("semiannually|semiannual|biannually") { _, _ in length(TimeSpan(0.5, .year)) },
    TimeRule("one|once a|per|every|each UNIT") { match, _ in
      guard match.shape(2) == .singular else { return nil }
      return match.unit(2).map { length(TimeSpan(1, $0)) }
    },
    TimeRule("SET ,? at|around? TIME|NUM") { match, _ in
      if match.number(3) != nil, !match.has(2) { return nil }
      return timed(match, 0, 3)
    },
    TimeRule("TIME ,? on? SET") { match, _ in timed(match, 3, 0) },
    TimeRule("SET ,? from|between? TRANGE") { match, _ in
      guard case .recurrence(let set) = match.meaning(0), let range = match.range(3) else {
        return nil
      }
      return ranged(set, range)
    },
  ]

  private static func ranged(_ set: Recurrence, _ range: ClockRange) -> TimeMeaning {
    let prefix = set.isLength ? "" : set.days
    return days("(\(prefix)\(range.start.timex),\(prefix)\(range.end.timex),\(range.length))")
  }

  private static func length(_ span: TimeSpan) -> TimeMeaning {
    .recurrence(Recurrence(days: span.timex, isLength: true))
  }

  private static func days(_ timex: String, isLength: Bool = false) -> TimeMeaning {
    .recurrence(Recurrence(days: timex, isLength: isLength))
  }

  private static func timed(_ match: TimeMatch, _ set: Int, _ clock: Int) -> TimeMeaning? {
    guard case .recurrence(var recurrence) = match.meaning(set), recurrence.time == nil,
      let clock = match.clock(clock)
    else { return nil }
    recurrence.time = recurrence.part.map(clock.within) ?? clock
    return .recurrence(recurrence)
  }
}
