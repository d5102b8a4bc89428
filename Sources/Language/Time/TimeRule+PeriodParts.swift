import KnowledgeModel

extension TimeRule {
  /// The beginning, middle, end and rest of a period.
  static let periodParts: [TimeRule] = [
    TimeRule("early|mid|late -? PERIOD") { match, reference in
      part(match.word(0), match.period(2), reference)
    },
    TimeRule("beginning|start|middle|end of PERIOD") { match, reference in
      part(match.word(0), match.period(2), reference)
    },
    TimeRule("the beginning|start|middle|end of PERIOD", isComplete: false) { match, reference in
      part(match.word(1), match.period(3), reference)
    },
    TimeRule("beginning|start|middle|end of the? week|month|quarter|year") { match, reference in
      let units: [String: TimeUnit] = [
        "week": .week, "month": .month, "quarter": .quarter, "year": .year,
      ]
      guard let unit = units[match.word(3)], case .period(let period) = step(.this, unit, reference)
      else { return nil }
      return part(match.word(0), period, reference)
    },
    TimeRule("year|quarter|month -? end") { match, reference in
      let unit: TimeUnit =
        match.word(0) == "year" ? .year : match.word(0) == "month" ? .month : .quarter
      guard case .period(let period) = step(.this, unit, reference) else { return nil }
      return part("end", period, reference)
    },
    TimeRule("eom|eoy|eow|eoq") { match, reference in
      let units: [String: TimeUnit] = ["eom": .month, "eoy": .year, "eow": .week, "eoq": .quarter]
      let unit = units[match.word(0)] ?? .month
      guard case .period(let period) = step(.this, unit, reference) else { return nil }
      return part("end", period, reference)
    },
    TimeRule("early|earlier|late|later in? PERIOD") { match, reference in
      rest(match.word(0), match.period(2), reference)
    },
    TimeRule("remaining|rest|remainder of PERIOD") { match, reference in
      guard let period = match.period(2), let days = period.days(near: reference.day) else {
        return nil
      }
      let end = period.grain == .week ? days.end - 1 : days.end
      guard end > reference.day else { return nil }
      return .period(Period(reference.day, end, length: "P\(end - reference.day)D", .day))
    },
    TimeRule("year|month|week to date") { match, reference in
      var period = unitPeriod(match.word(0), reference)
      period.next = reference.date
      return .period(period)
    },
    TimeRule("ytd|mtd") { match, reference in
      var period = unitPeriod(match.word(0) == "ytd" ? "year" : "month", reference)
      period.next = reference.date
      return .period(period)
    },
    TimeRule("to date") { match, reference in
      if match.follows([WordKey("up"), WordKey("equals"), WordKey("equal"), WordKey("set")]) {
        return nil
      }
      return .reading(
        TimeReading(
          kind: .dateRange, timex: "PRESENT_REF",
          value: .interval(nil, reference.moment(reference.day), .day)))
    },
  ]

  /// A part of a period keeps the TIMEX of the whole.
  private static func part(
    _ word: String, _ period: Period?, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard var period else { return nil }
    let shares: [String: PeriodPart] = [
      "early": .early, "beginning": .early, "start": .early, "mid": .middle, "middle": .middle,
      "late": .late, "end": .late,
    ]
    guard let share = shares[word] else { return nil }
    if share == .late { period.edge = period.next }
    if let month = period.first.month, period.grain == .month {
      // Thirds of a month keep its year open.
      let year = period.first.year
      switch share {
      case .early: period.next = CalendarDate(year: year, month: month, day: 16)
      case .middle:
        period.edge = CalendarDate(year: year, month: month, day: 16)
        period.first = CalendarDate(year: year, month: month, day: 10)
        period.next = CalendarDate(year: year, month: month, day: 21)
      case .late: period.first = CalendarDate(year: year, month: month, day: 16)
      }
      return .period(period)
    }
    if period.grain == .year, let year = period.first.year {
      let thirds = Period.months(
        4, from: share == .early ? 1 : share == .middle ? 5 : 9, year: year)
      (period.first, period.next) = (thirds.first, thirds.next)
      return .period(period)
    }
    guard let days = period.days(near: reference.day) else { return .period(period) }
    let (start, end) = share.days(days.start, days.end)
    period.first = CalendarDate(epochDay: start)
    period.next = CalendarDate(epochDay: end)
    return .period(period)
  }

  /// "Later this week" is what is left of it; of another week it is the second half.
  private static func rest(
    _ word: String, _ period: Period?, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard var period, let days = period.days(near: reference.day) else { return nil }
    let isNow = days.start <= reference.day && reference.day < days.end
    var (start, end) = (word.hasPrefix("late") ? PeriodPart.late : .early).days(
      days.start, days.end)
    if isNow, word == "later" { (start, end) = (reference.day, days.end) }
    if isNow, word == "earlier", reference.day > days.start {
      (start, end) = (days.start, reference.day)
    }
    period.first = CalendarDate(epochDay: start)
    period.next = CalendarDate(epochDay: end)
    return .period(period)
  }
}
