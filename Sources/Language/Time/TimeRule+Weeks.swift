import KnowledgeModel

extension TimeRule {
  /// Weeks and weekends, and one unit of the calendar seen from the present.
  static let weeks: [TimeRule] = [
    TimeRule("DIR UNIT") { match, reference in
      guard let direction = match.direction(0), match.shape(1) == .singular,
        let unit = match.unit(1)
      else { return nil }
      // "At the last minute" is only late.
      if direction == .last, unit == .minute || unit == .second, match.follows([WordKey("the")]) {
        return nil
      }
      return step(direction, unit, reference)
    },
    TimeRule("DIR working|work week") { match, reference in
      match.direction(0).map { workWeek(reference.day + 7 * $0.step) }
    },
    TimeRule("DIR workweek") { match, reference in
      match.direction(0).map { workWeek(reference.day + 7 * $0.step) }
    },
    TimeRule("the UNIT") { match, reference in
      guard let unit = match.unit(1), match.shape(1) == .singular,
        [.week, .weekend, .month, .quarter, .year, .fortnight].contains(unit),
        match.next?.kind != .digits, match.next.map({ clauseStarts.contains($0.key) }) != true
      else { return nil }
      return step(.this, unit, reference)
    },
    TimeRule("weekend") { _, reference in step(.this, .weekend, reference) },
    TimeRule("the? UNIT after next") { match, reference in far(match, reference, 2) },
    TimeRule("the? UNIT before last") { match, reference in far(match, reference, -2) },
    TimeRule("week NUM of|in? PERIOD") { match, _ in
      guard let period = match.period(3), period.grain == .year, let year = period.first.year else {
        return nil
      }
      return week(match.number(1), of: year)
    },
    TimeRule("week NUM") { match, reference in week(match.number(1), of: reference.civil.year) },
    TimeRule("w ~NUM", isComplete: true) { match, reference in
      match.digits(1) == 2 ? week(match.number(1), of: reference.civil.year) : nil
    },
    TimeRule("YEAR - w ~NUM") { match, _ in
      guard match.digits(3) == 2, let year = match.number(0) else { return nil }
      return week(match.number(3), of: year)
    },
    TimeRule("the? ORD|last week of|in? PERIOD") { match, reference in
      match.period(4).flatMap { nthWeek(match.number(1), of: $0, reference) }
    },
    TimeRule("w / c DATE") { match, reference in weekFrom(match.date(3), reference) },
    TimeRule("the? week of DATE") { match, reference in
      guard let date = match.date(3), let day = reference.days(date).next else { return nil }
      var week = Period.week(of: day)
      week.timex = date.timex
      return .period(week)
    },
    TimeRule("the? week commencing|starting|beginning on|from? DATE") { match, reference in
      weekFrom(match.date(4), reference)
    },
    TimeRule("weekend of FEAST|DATE") { match, reference in
      match.date(2).flatMap { reference.days($0).next }.map { .period(.weekend(of: $0)) }
    },
    TimeRule("FEAST|DATE weekend YEAR?") { match, reference in
      guard var date = match.date(0) else { return nil }
      if let year = match.number(2) { date.year = year }
      guard let day = reference.days(date).next else { return nil }
      // A feast on a Monday belongs to the weekend before it.
      let isMonday = GregorianCalendar.weekday(of: day) == 1
      var weekend = Period.weekend(of: isMonday ? day - 1 : day)
      if isMonday { weekend.next = CalendarDate(epochDay: day + 1) }
      return .period(weekend)
    },
  ]

  /// What makes "the year …" one that is told more of.
  static let clauseStarts: Set<WordKey> = Set(
    [
      "of", "to", "we", "i", "he", "she", "they", "you", "it", "when", "that", "in", "preceding",
      "following", "before", "after", "my", "his", "her", "our", "their",
    ].map { WordKey($0) })

  private static func workWeek(_ day: Int) -> TimeMeaning {
    var week = Period.week(of: day)
    week.next = CalendarDate(epochDay: GregorianCalendar.monday(of: day) + 5)
    return .period(week)
  }

  /// One unit of the calendar, some steps from the one of the reference.
  static func step(
    _ direction: TimeDirection, _ unit: TimeUnit, _ reference: TimeReference
  ) -> TimeMeaning? {
    let (step, today) = (direction.step, reference.day)
    var period: Period
    switch unit {
    case .week: period = .week(of: today + 7 * step)
    case .weekend: period = .weekend(of: today + 7 * step)
    case .month: period = .month(of: GregorianCalendar.firstOfMonth(today, plus: step))
    case .year: period = .year(reference.civil.year + step)
    case .quarter:
      let index = reference.civil.year * 4 + (reference.civil.month - 1) / 3 + step
      period = .months(3, from: modulo(index, 4) * 3 + 1, year: floorDivide(index, 4))
    case .fortnight:
      let monday = GregorianCalendar.monday(of: today) + 14 * step
      period = Period(monday, monday + 14, length: "P2W", .week)
    case .decade: period = .years(10, from: (floorDivide(reference.civil.year, 10) + step) * 10)
    case .century: period = .years(100, from: (floorDivide(reference.civil.year, 100) + step) * 100)
    case .hour, .minute, .second:
      return step == 0 ? nil : stretch(TimeSpan(1, unit), sign: step, reference)
    case .day, .businessDay: return nil
    }
    if direction == .that {
      // Which one is known only from what was said before.
      period.timex = unit == .week ? "XXXX-WXX" : unit == .weekend ? "XXXX-WXX-WE" : period.timex
    }
    return .period(period)
  }

  private static func far(_ match: TimeMatch, _ reference: TimeReference, _ step: Int)
    -> TimeMeaning?
  {
    guard let unit = match.unit(1) else { return nil }
    switch unit {
    case .week: return .period(.week(of: reference.day + 7 * step))
    case .weekend: return .period(.weekend(of: reference.day + 7 * step))
    case .month:
      return .period(.month(of: GregorianCalendar.firstOfMonth(reference.day, plus: step)))
    case .year: return .period(.year(reference.civil.year + step))
    case .day: return .date(CalendarDate(epochDay: reference.day + step))
    default: return nil
    }
  }

  private static func week(_ number: Int?, of year: Int) -> TimeMeaning? {
    guard let number, (1...53).contains(number) else { return nil }
    let monday = GregorianCalendar.monday(year: year, week: number)
    let period = Period(
      "\(CalendarDate.field(year, 4))-W\(CalendarDate.field(number, 2))",
      CalendarDate(epochDay: monday), CalendarDate(epochDay: monday + 7), .week)
    return .period(period)
  }

  /// A week counted within a month or year; the week of a month that holds its first Thursday is its first.
  private static func nthWeek(
    _ nth: Int?, of period: Period, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let days = period.days(near: reference.day), (nth ?? 1) >= 1 else { return nil }
    if period.grain == .year, let year = period.first.year {
      return week(
        nth ?? GregorianCalendar.week(of: GregorianCalendar.day(year, 12, 28)).week, of: year)
    }
    guard period.grain == .month, let month = period.first.month, (nth ?? 1) <= 5 else {
      return nil
    }
    let monday =
      nth.map { GregorianCalendar.monday(of: days.start + 3) + 7 * ($0 - 1) }
      ?? GregorianCalendar.monday(of: days.end - 1)
    let number = nth ?? 5
    let timex =
      "\(CalendarDate.field(period.first.year, 4))-\(CalendarDate.field(month, 2))-W"
      + CalendarDate.field(number, 2)
    return .period(
      Period(timex, CalendarDate(epochDay: monday), CalendarDate(epochDay: monday + 7), .week))
  }

  private static func weekFrom(_ date: CalendarDate?, _ reference: TimeReference) -> TimeMeaning? {
    guard let date, let day = reference.days(date).next else { return nil }
    return .period(
      Period(date.timex, CalendarDate(epochDay: day), CalendarDate(epochDay: day + 7), .week))
  }
}
