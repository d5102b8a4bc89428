extension TimeRule {
  /// Times on days.
  static let moments: [TimeRule] = [
    TimeRule("DATE ,? at|@|around|about|for? TIME|NUM") { match, _ in
      guard let date = match.date(0), let clock = match.clock(3) else { return nil }
      if match.number(3) != nil, !match.has(2) || match.word(2) == "for" { return nil }
      return .moment(date, clock)
    },
    TimeRule("DATE ,? at around|about|approximately TIME|NUM") { match, _ in
      moment(match.date(0), match.clock(4))
    },
    TimeRule("DATE , DATE , at? TIME") { match, _ in
      guard let date = match.date(2), let clock = match.clock(5), match.date(0)?.isDefinite == true
      else { return nil }
      return .moment(date, clock)
    },
    TimeRule("DATE -|t TIME") { match, _ in
      guard let date = match.date(0), let clock = match.clock(2),
        !clock.isAmbiguous || match.word(1) != "-"
      else { return nil }
      return .moment(date, clock)
    },
    TimeRule("TIME ,? on|of? DATE") { match, _ in moment(match.date(3), match.clock(0)) },
    TimeRule("at DIGITS|NUM on? DATE") { match, _ in
      guard case .digits = match.meaning(1) else { return nil }
      return moment(match.date(3), match.clock(1))
    },
    TimeRule("TIME ,? on? DATEPART") { match, _ in timed(match, part: 3, clock: 0) },
    TimeRule("DATEPART at around|about TIME|NUM") { match, _ in timed(match, part: 0, clock: 3) },
    TimeRule("DATEPART ,? at|around|@? TIME|NUM") { match, _ in
      if match.number(3) != nil, !match.has(2) { return nil }
      return timed(match, part: 0, clock: 3)
    },
    TimeRule("DATE ,? in|during? the? early|late? PART") { match, _ in
      guard let date = match.date(0), case .part(let part, let isPlural) = match.meaning(5) else {
        return nil
      }
      if isPlural {
        guard let weekday = date.weekday, date.day == nil else { return nil }
        return .recurrence(
          Recurrence(days: "XXXX-WXX-\(weekday)" + part.meaning.timex, isLength: false))
      }
      return .datePart(date, part)
    },
    TimeRule("PART of|on? DATE") { match, _ in
      guard let date = match.date(2), let part = match.part(0), !match.follows([WordKey("good")])
      else { return nil }
      return .datePart(date, part)
    },
    TimeRule("early|earlier|late|later in? DATEPART") { match, reference in
      guard case .datePart(let date, let part) = match.meaning(2) else { return nil }
      return half(match.word(0), date, part, reference)
    },
    TimeRule("early|earlier|late|later in? the PART") { match, reference in
      match.part(3).flatMap { half(match.word(0), nil, $0, reference) }
    },
    TimeRule("late|early PART", isComplete: false) { match, _ in
      match.part(1).map { .part($0, isPlural: false) }
    },
    TimeRule("early|earlier|late|later in? the? day? DATE") { match, reference in
      match.date(4).flatMap { halfDay(match.word(0), $0, reference) }
    },
    TimeRule("DIR PART") { match, reference in
      guard let direction = match.direction(0), let part = match.part(1) else { return nil }
      return .datePart(CalendarDate(epochDay: reference.day + direction.step), part)
    },
    TimeRule("DATE|DATEPART ,? from|between? TRANGE") { match, _ in ranged(match, 0, 3) },
    TimeRule("DATE|DATEPART ,? at? TRANGE") { match, _ in ranged(match, 0, 3) },
    TimeRule("TRANGE ,? on|of? DATE|DATEPART") { match, _ in ranged(match, 3, 0) },
    TimeRule("end of day DATE") { match, _ in
      match.date(3).map { .moment($0, .endOfDay) }
    },
    TimeRule("MOMENT ~z") { match, _ in match.meaning(0) },
    TimeRule("TIME \(zoneNames) ,? on? DATE") { match, _ in
      moment(match.date(4), match.clock(0))
    },
    TimeRule("the? ORD WEEKDAY at? TIME|TRANGE of|in PERIOD") { match, _ in
      guard let nth = match.number(1), (1...5).contains(nth), let weekday = match.weekday(2),
        let period = match.period(6), period.grain == .month
      else { return nil }
      let date = CalendarDate(
        year: period.first.year, month: period.first.month, weekday: weekday, nth: nth)
      if let range = match.range(4) { return .momentRange(date, range) }
      return match.clock(4).map { .moment(date, $0) }
    },
    TimeRule("end of the? DATE") { match, _ in
      match.date(3).map { .moment($0, .endOfDay) }
    },
    TimeRule("end of the? day") { match, reference in
      .moment(reference.date, .endOfDay)
    },
    TimeRule("the? eod|cob|eob") { _, reference in .moment(reference.date, .endOfDay) },
    TimeRule("eod|cob of|on? DATE") { match, _ in match.date(2).map { .moment($0, .endOfDay) } },
    TimeRule("DATE eod|cob") { match, _ in match.date(0).map { .moment($0, .endOfDay) } },
    TimeRule("close of business|play") { _, reference in .moment(reference.date, .endOfDay) },
  ]

  /// Abbreviations of zones that stand behind a time.
  private static let zoneNames = "utc|gmt|est|edt|et|pst|pdt|pt|cst|cdt|ct|mst|mdt|bst|cet|cest"

  private static func moment(_ date: CalendarDate?, _ clock: ClockTime?) -> TimeMeaning? {
    guard let date, let clock else { return nil }
    return .moment(date, clock)
  }

  private static func timed(_ match: TimeMatch, part: Int, clock: Int) -> TimeMeaning? {
    guard case .datePart(let date, let part) = match.meaning(part), let clock = match.clock(clock)
    else { return nil }
    return .moment(date, clock.within(part))
  }

  private static func ranged(_ match: TimeMatch, _ day: Int, _ hours: Int) -> TimeMeaning? {
    guard let range = match.range(hours) else { return nil }
    switch match.meaning(day) {
    case .date(let date): return .momentRange(date, range)
    case .datePart(let date, let part): return .momentRange(date, range.within(part))
    default: return nil
    }
  }

  /// "Later in the afternoon", "early on Wednesday": the half of it.
  private static func half(
    _ word: String, _ date: CalendarDate?, _ part: DayPart, _ reference: TimeReference
  ) -> TimeMeaning? {
    let (timex, start, end) = part.meaning
    let middle = (start + end) / 2
    let (first, last) = word.hasPrefix("late") ? (middle, end) : (start, middle)
    guard let day = date.map({ reference.days($0).next }) ?? reference.day else { return nil }
    return .reading(
      TimeReading(
        kind: date == nil ? .timeRange : .dateTimeRange, timex: (date?.timex ?? "") + timex,
        value: .interval(reference.moment(day, first), reference.moment(day, last), .hour)))
  }

  private static func halfDay(
    _ word: String, _ date: CalendarDate, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let day = reference.days(date).next else { return nil }
    let start = word.hasPrefix("late") ? 43_200 : 0
    return .reading(
      TimeReading(
        kind: .dateTimeRange, timex: date.timex,
        value: .interval(reference.moment(day, start), reference.moment(day, start + 43_200), .hour)
      ))
  }
}
