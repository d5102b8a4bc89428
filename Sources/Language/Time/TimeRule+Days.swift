import KnowledgeModel

extension TimeRule {
  private static let beforeOrdinals: Set<WordKey> = Set(
    ["on", "by", "until", "till", "before", "after", "since"].map { WordKey($0) })

  private static let possessives: Set<WordKey> = Set(
    ["my", "your", "his", "her", "our", "their", "s", "its"].map { WordKey($0) })

  /// Single days.
  static let days: [TimeRule] = [
    TimeRule("WEEKDAY") { match, _ in
      guard case .weekday(let weekday, let isPlural) = match.meaning(0), !isPlural else {
        return nil
      }
      // "sun" and "sat" are words too.
      let length = match.pieces[match.start].utf8.count
      if length == 3, !match.isCapitalised(0) {
        let isDoubtful =
          match.pieces[match.start].key == WordKey("sun")
          || match.pieces[match.start].key == WordKey("sat")
          || match.pieces[match.start].key == WordKey("wed")
        if isDoubtful, !match.follows([WordKey("on"), WordKey("this"), WordKey("next")]) {
          return nil
        }
      }
      if length == 3, match.follows([WordKey("the")]) { return nil }
      return .date(CalendarDate(weekday: weekday))
    },
    TimeRule("MONTH ,|-? NUM|ORD") { match, _ in monthDay(match.month(0), match, 2) },
    TimeRule("MONTH the ORD") { match, _ in monthDay(match.month(0), match, 2) },
    TimeRule("NUM|ORD of? MONTH") { match, _ in
      // "13 may be enough".
      if case .month(5, _) = match.meaning(2), !match.isCapitalised(2), !match.has(1), nouns(match)
      {
        return nil
      }
      return monthDay(match.month(2), match, 0)
    },
    TimeRule("the ORD|NUM of? MONTH") { match, _ in monthDay(match.month(3), match, 1) },
    TimeRule("ORD day of? MONTH") { match, _ in
      monthDay(match.month(3), match, 0)
    },
    TimeRule("DATE ,? of|in? YEAR") { match, _ in
      guard var date = match.date(0), date.month != nil, date.day != nil, date.year == nil,
        let year = match.number(3)
      else { return nil }
      date.year = year
      date.weekday = nil
      return .date(date)
    },
    TimeRule("DATE '|’ NUM") { match, _ in
      guard var date = match.date(0), date.month != nil, date.year == nil, match.digits(2) == 2,
        let year = match.number(2)
      else { return nil }
      date.year = year < 30 ? 2_000 + year : 1_900 + year
      return .date(date)
    },
    TimeRule("DATE of DIR year") { match, reference in
      guard var date = match.date(0), date.month != nil, date.day != nil, date.year == nil,
        let direction = match.direction(2)
      else { return nil }
      date.year = reference.civil.year + direction.step
      return .date(date)
    },
    TimeRule("YEAR NUM NUM") { match, _ in
      guard match.digits(1) == 2, match.digits(2) == 2, let month = match.number(1),
        let day = match.number(2), (1...12).contains(month), (1...31).contains(day)
      else { return nil }
      return .date(CalendarDate(year: match.number(0), month: month, day: day))
    },
    TimeRule("the ORD|NUM") { match, _ in
      guard let day = match.number(1), (1...31).contains(day), match.follows(beforeOrdinals),
        match.next?.kind != .letters || !nouns(match)
      else { return nil }
      if case .number = match.meaning(1) { return nil }
      return .date(CalendarDate(day: day))
    },
    TimeRule("the NUM|ORD", isComplete: false) { match, _ in
      // Not sure enough alone, but with a time or at an end of a range.
      guard let day = match.number(1), (1...31).contains(day),
        match.follows([WordKey("on"), WordKey("from"), WordKey("between")])
      else { return nil }
      return .date(CalendarDate(day: day))
    },
    TimeRule("ORD") { match, _ in
      guard let day = match.number(0), (1...31).contains(day), match.follows([WordKey("on")]),
        !nouns(match)
      else { return nil }
      return .date(CalendarDate(day: day))
    },
    TimeRule("WEEKDAY ,? NUM|ORD") { match, _ in
      guard let weekday = match.weekday(0), let day = match.number(2), (1...31).contains(day),
        match.digits(2) <= 2, match.next?.key != WordKey("-"), !match.has(1)
      else { return nil }
      if case .number(_, let digits) = match.meaning(2), digits < 2 { return nil }
      return .date(CalendarDate(day: day, weekday: weekday))
    },
    TimeRule("WEEKDAY ,? the ORD") { match, reference in
      guard let weekday = match.weekday(0), let day = match.number(3), (1...31).contains(day) else {
        return nil
      }
      let date = CalendarDate(day: day, weekday: weekday)
      return date.first(onOrAfter: reference.day).map { .date(CalendarDate(epochDay: $0)) }
    },
    TimeRule("DATE ,? (? DATE|FEAST )?") { match, _ in combined(match, 0, 3) },
    TimeRule("DIR DATE") { match, _ in
      guard let date = match.date(1), date.month != nil, date.year == nil else { return nil }
      return .date(date)
    },
    TimeRule("today|tonight|otd") { match, reference in
      match.word(0) == "tonight" ? .datePart(reference.date, .night) : .date(reference.date)
    },
    TimeRule("tonite") { _, reference in .datePart(reference.date, .night) },
    TimeRule("today ' s date") { _, reference in .date(reference.date) },
    TimeRule("current date") { _, reference in .date(reference.date) },
    TimeRule("tomorrow|tmrw|tmr|tomorow|tommorow") { _, reference in day(reference, 1) },
    TimeRule("yesterday|yday") { _, reference in day(reference, -1) },
    TimeRule("the? day after tomorrow") { _, reference in day(reference, 2) },
    TimeRule("the? day before yesterday") { _, reference in day(reference, -2) },
    TimeRule("the day before|after") { match, reference in
      day(reference, match.word(2) == "before" ? -1 : 1)
    },
    TimeRule("the? day before|after DATE|FEAST") { match, reference in
      guard let date = match.date(3), let day = reference.days(date).next else { return nil }
      return .date(CalendarDate(epochDay: day + (match.word(2) == "before" ? -1 : 1)))
    },
    TimeRule("the? DIR day") { match, reference in
      // "My last day" is no day before this.
      match.direction(1).flatMap {
        $0 == .last && match.follows(possessives) ? nil : day(reference, $0.step)
      }
    },
    TimeRule("the day") { match, reference in
      match.next.map { clauseStarts.contains($0.key) || $0.key == WordKey("the") } == true
        ? nil : .date(reference.date)
    },
    TimeRule("DIR WEEKDAY") { match, reference in
      guard let direction = match.direction(0), let weekday = match.weekday(1) else { return nil }
      return .date(date(direction, weekday, reference))
    },
    TimeRule("DIR DIR WEEKDAY") { match, reference in
      guard match.direction(0) == .this, var direction = match.direction(1),
        let weekday = match.weekday(2)
      else { return nil }
      if direction == .last { direction = .past }
      if direction == .next { direction = .upcoming }
      return .date(date(direction, weekday, reference))
    },
    TimeRule("DATE|DATEPART of|in|on? PERIOD") { match, _ in inWeek(match, day: 0, week: 2) },
    TimeRule("PERIOD on? DATE|DATEPART") { match, _ in inWeek(match, day: 2, week: 0) },
    TimeRule("the? ORD|last WEEKDAY of|in PERIOD") { match, _ in
      guard let weekday = match.weekday(2), let period = match.period(4), period.grain == .month
      else { return nil }
      let nth = match.number(1) ?? -1
      guard nth <= 5 else { return nil }
      // A year that is only reckoned is left open: the rule is what was said.
      return .date(
        CalendarDate(
          year: period.first.year, month: period.first.month, weekday: weekday, nth: nth))
    },
    TimeRule("the? ORD|last day of|in PERIOD") { match, reference in
      // "The third day of September" is a day of each year.
      guard let period = match.period(4), period.first.isDefinite else { return nil }
      return dayOf(period, match.number(1), reference)
    },
    TimeRule("the? ORD of PERIOD") { match, reference in
      guard let period = match.period(3), period.grain == .month, period.first.isDefinite,
        match.number(1) != nil
      else { return nil }
      return dayOf(period, match.number(1), reference)
    },
    TimeRule("the? ORD|last day of the month|year|week") { match, reference in
      let period = unitPeriod(match.word(5), reference)
      return dayOf(period, match.number(1), reference)
    },
  ]

  static func unitPeriod(_ name: String, _ reference: TimeReference) -> Period {
    switch name {
    case "week": .week(of: reference.day)
    case "month": .month(of: reference.day)
    default: .year(reference.civil.year)
    }
  }

  private static func dayOf(
    _ period: Period, _ number: Int?, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let days = period.days(near: reference.day) else { return nil }
    guard let number else { return .date(CalendarDate(epochDay: days.end - 1)) }
    guard number >= 1, days.start + number <= days.end else { return nil }
    return .date(CalendarDate(epochDay: days.start + number - 1))
  }

  /// Whether what follows counts something else: "the 24th competition".
  static func nouns(_ match: TimeMatch) -> Bool {
    guard let next = match.next, next.kind == .letters, next.followsSpace else { return false }
    return !functionWords.contains(next.key)
  }

  static let functionWords: Set<WordKey> = Set(
    [
      "and", "or", "but", "to", "at", "for", "from", "until", "till", "in", "on", "with", "by",
      "we",
      "i", "he", "she", "they", "it", "you", "if", "because", "so", "then", "is", "was", "were",
      "are",
      "will", "would", "should", "can", "could", "has", "have", "had", "through", "between",
      "after",
      "before", "when", "where", "as", "please", "than", "that", "which", "who", "does", "did",
      "do",
      "around", "about", "while", "since", "during", "not", "came", "should", "must", "might",
    ].map { WordKey($0) })

  private static func monthDay(_ month: Int?, _ match: TimeMatch, _ index: Int) -> TimeMeaning? {
    guard let month, let day = match.number(index), (1...31).contains(day), match.digits(index) <= 2
    else { return nil }
    return .date(CalendarDate(month: month, day: day))
  }

  private static func day(_ reference: TimeReference, _ offset: Int) -> TimeMeaning {
    .date(CalendarDate(epochDay: reference.day + offset))
  }

  /// A weekday and a date, or a relative day and a date: the fuller one counts.
  private static func combined(_ match: TimeMatch, _ left: Int, _ right: Int) -> TimeMeaning? {
    guard let first = match.date(left), let second = match.date(right), match.has(2) == match.has(4)
    else { return nil }
    let leftIsDay = first.weekday != nil || first.isDefinite
    if leftIsDay, first.weekday != nil ? first.day == nil : true, second.month != nil,
      second.day != nil
    {
      return .date(second)
    }
    if second.weekday != nil, second.day == nil, second.month == nil, first.month != nil,
      first.day != nil,
      match.has(1) || match.has(2)
    {
      return .date(first)
    }
    return nil
  }

  static func date(
    _ direction: TimeDirection, _ weekday: Int, _ reference: TimeReference
  ) -> CalendarDate {
    let monday = GregorianCalendar.monday(of: reference.day)
    switch direction {
    case .upcoming:
      return CalendarDate(
        epochDay: reference.day + 1
          + modulo(weekday - 1 - GregorianCalendar.weekday(of: reference.day), 7))
    case .past:
      return CalendarDate(
        epochDay: reference.day - 1
          - modulo(GregorianCalendar.weekday(of: reference.day) - 1 - weekday, 7))
    case .next, .this, .last, .that:
      return CalendarDate(epochDay: monday + 7 * direction.step + weekday - 1)
    }
  }

  /// "Tuesday of last week", "next week on Tuesday", "Wednesday evening next week".
  private static func inWeek(_ match: TimeMatch, day: Int, week: Int) -> TimeMeaning? {
    guard let period = match.period(week), period.grain == .week, period.first.isDefinite,
      let start = period.first.first(onOrAfter: 0) ?? period.days(near: 0)?.start
    else { return nil }
    let monday = GregorianCalendar.monday(of: start)
    if let date = match.date(day), let weekday = date.weekday, date.day == nil, date.month == nil {
      return .date(CalendarDate(epochDay: monday + weekday - 1))
    }
    if case .datePart(let date, let part) = match.meaning(day), let weekday = date.weekday {
      return .datePart(CalendarDate(epochDay: monday + weekday - 1), part)
    }
    return nil
  }
}
