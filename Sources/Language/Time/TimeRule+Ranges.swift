extension TimeRule {
  /// From one time until another.
  static let ranges: [TimeRule] = [
    TimeRule("from|between? TIME|NUM|DIGITS $to TIME|NUM|DIGITS") { match, _ in
      clockRange(match, 1, 3)
    },
    TimeRule("between TIME|NUM|DIGITS and TIME|NUM|DIGITS") { match, _ in clockRange(match, 1, 3) },
    TimeRule("from TIME for SPAN") { match, _ in lasting(match.clock(1), match.span(3)) },
    TimeRule("for SPAN from TIME|NUM") { match, _ in lasting(match.clock(3), match.span(1)) },
    TimeRule("for SPAN starting at? TIME|NUM") { match, _ in lasting(match.clock(4), match.span(1))
    },
    TimeRule("TRANGE in the PART") { match, _ in
      guard let range = match.range(0), let part = match.part(3) else { return nil }
      return .clockRange(range.within(part))
    },
    TimeRule("TRANGE PART") { match, _ in
      guard let range = match.range(0), let part = match.part(1) else { return nil }
      return .clockRange(range.within(part))
    },
    // Days of one month.
    TimeRule("from|between? the? NUM|ORD $to|and the? NUM|ORD of? MONTH ,|of|in? YEAR?") {
      match, reference in
      if case .month(5, _) = match.meaning(7), !match.isCapitalised(7), nouns(match) { return nil }
      if match.word(3) == "and", match.word(0) != "between" { return nil }
      return dayRange(
        match.month(7), match.number(9), match.number(2), match.number(5), match, 2, 5, reference)
    },
    TimeRule("from|between? the? NUM|ORD $to|and the? NUM|ORD of|in PERIOD") { match, reference in
      if match.word(3) == "and", match.word(0) != "between" { return nil }
      guard let period = match.period(7), period.grain == .month, period.first.isDefinite else {
        return nil
      }
      return dayRange(
        period.first.month, period.first.year, match.number(2), match.number(5), match, 2, 5,
        reference)
    },
    TimeRule("from|between? MONTH the? NUM|ORD $to|and the? NUM|ORD ,|of|in? YEAR?") {
      match, reference in
      if match.word(4) == "and", match.word(0) != "between" { return nil }
      return dayRange(
        match.month(1), match.number(8), match.number(3), match.number(6), match, 3, 6, reference)
    },
    TimeRule("from|between|in? the? DATE|PERIOD|FEAST $to the? DATE|PERIOD|FEAST|NOW") {
      match, reference in
      if match.word(0) == "in", match.has(1) || match.period(5)?.grain != .year { return nil }
      return dayRange(match, 2, 5, reference)
    },
    TimeRule("between the? DATE|PERIOD|FEAST and the? DATE|PERIOD|FEAST|NOW") { match, reference in
      dayRange(match, 2, 5, reference)
    },
    TimeRule("from|between NOW $to|and DATE|PERIOD|FEAST") { match, reference in
      dayRange(match, 1, 3, reference)
    },
    TimeRule("from|between NOW $to|and TIME|NUM|MOMENT") { match, reference in
      momentRange((reference.date, reference.clock), point(match, 3, nil), "PRESENT_REF", reference)
    },
    TimeRule("from|between? MOMENT $to TIME|NUM|MOMENT") { match, reference in
      let start = point(match, 1, nil)
      return momentRange(start, point(match, 3, start?.0), nil, reference)
    },
    TimeRule("between MOMENT and TIME|NUM|MOMENT") { match, reference in
      let start = point(match, 1, nil)
      return momentRange(start, point(match, 3, start?.0), nil, reference)
    },
    TimeRule("from|between? TIME|NUM $to MOMENT") { match, reference in
      momentRange(point(match, 1, reference.date), point(match, 3, nil), nil, reference)
    },
  ]

  private static func clockRange(_ match: TimeMatch, _ left: Int, _ right: Int) -> TimeMeaning? {
    guard let first = match.clock(left), let last = match.clock(right) else { return nil }
    let isBare = !isClock(match, left) && !isClock(match, right)
    // Two numbers may be anything; in words, or with a preposition, they are hours when a day follows.
    let isWords = match.digits(left) == 0 && match.digits(right) == 0
    // "3.10 to 3.12" are versions unless one end is surely a time.
    if isBare, isDotted(match, left) || isDotted(match, right) { return nil }
    if isBare {
      let isSure =
        isNumber(match, left) && isNumber(match, right) && (!isWords || match.followsSpace(right))
      if !match.has(0), !isSure || match.next?.key == WordKey("-") { return nil }
      if let next = match.next, next.kind == .letters, !isHourFollower(next) { return nil }
    }
    return .clockRange(ClockRange(first, last))
  }

  private static let hourFollowers: Set<WordKey> = functionWords.union(
    [
      "today", "tomorrow", "yesterday", "tonight", "pm", "am", "p", "a", "every", "each", "daily",
      "pt", "pst", "pdt", "et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "utc", "gmt", "cet",
      "bst", "next", "this", "last", "o", "oclock",
    ].map { WordKey($0) })

  /// Whether what follows two numbers leaves them hours: not what they would count.
  private static func isHourFollower(_ next: TimeLexeme) -> Bool {
    if hourFollowers.contains(next.key) { return true }
    guard let meanings = TimeLexicon.words[next.key] else { return false }
    return !meanings.contains {
      if case .unit = $0 { return true }
      return false
    }
  }

  private static func isNumber(_ match: TimeMatch, _ index: Int) -> Bool {
    if case .number = match.meaning(index) { return true }
    return false
  }

  private static func isDotted(_ match: TimeMatch, _ index: Int) -> Bool {
    guard case .digits = match.meaning(index), let item = match.items[index] else { return false }
    return item.end - item.start > 1
  }

  private static func isClock(_ match: TimeMatch, _ index: Int) -> Bool {
    if case .clock = match.meaning(index) { return true }
    return false
  }

  private static func lasting(_ start: ClockTime?, _ span: TimeSpan?) -> TimeMeaning? {
    guard let start, let span else { return nil }
    return ClockRange(start, lasting: span).map(TimeMeaning.clockRange)
  }

  private static func dayRange(
    _ month: Int?, _ year: Int?, _ first: Int?, _ last: Int?, _ match: TimeMatch, _ left: Int,
    _ right: Int, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let month, let first, let last, (1...31).contains(first), (1...31).contains(last),
      first < last, match.digits(left) <= 2, match.digits(right) <= 2
    else { return nil }
    return days(
      CalendarDate(year: year, month: month, day: first),
      CalendarDate(year: year, month: month, day: last), .day, .day, reference)
  }

  private static func edge(
    _ meaning: TimeMeaning?, _ reference: TimeReference
  ) -> (CalendarDate, Period.Grain)? {
    switch meaning {
    case .date(let date), .feast(let date): return (date, .day)
    case .period(let period):
      if period.isUnresolved || period.isRange { return nil }
      if let edge = period.edge { return (edge, min(period.grain, .month)) }
      return (period.first, period.grain)
    case .present: return (reference.date, .day)
    default: return nil
    }
  }

  private static func dayRange(
    _ match: TimeMatch, _ left: Int, _ right: Int, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let (first, startGrain) = edge(match.meaning(left), reference),
      let (end, endGrain) = edge(match.meaning(right), reference)
    else { return nil }
    var start = first
    // The year at the end holds for the start too, or the year before it.
    if start.year == nil, let year = end.year, let month = start.month, let endMonth = end.month {
      start.year = (month, start.day ?? 1) <= (endMonth, end.day ?? 1) ? year : year - 1
    }
    return days(start, end, startGrain, endGrain, reference)
  }

  private static func days(
    _ start: CalendarDate, _ end: CalendarDate, _ startGrain: Period.Grain,
    _ endGrain: Period.Grain, _ reference: TimeReference
  ) -> TimeMeaning? {
    func last(after first: Int) -> Int? { end.first(onOrAfter: first + 1) }
    guard var first = reference.days(start).next, var last = last(after: first), last > first else {
      return nil
    }
    // Some months that the present lies in are those.
    if !start.isDefinite, !end.isDefinite, start.month != nil,
      let begun = start.last(before: reference.day + 1), let over = end.first(onOrAfter: begun + 1),
      over > reference.day
    {
      (first, last) = (begun, over)
    }
    let grain = min(startGrain, endGrain)
    let months = 12 * ((end.year ?? 0) - (start.year ?? 0)) + (end.month ?? 1) - (start.month ?? 1)
    let length: String
    switch grain {
    case .day: length = "P\(last - first)D"
    case .week: length = "P\((last - first) / 7)W"
    case .month, .quarter:
      length = "P\(start.year == nil || end.year == nil ? modulo(months, 12) : months)M"
    case .year, .decade:
      length =
        startGrain == .year && endGrain == .year && start.month == 1
          && end.month == 1 ? "P\(months / 12)Y" : "P\(months)M"
    }
    var period = Period("(\(start.timex),\(end.timex),\(length))", start, end, grain)
    period.isRange = true
    return .period(period)
  }

  /// A day and a time, on `day` where only a time is said.
  private static func point(
    _ match: TimeMatch, _ index: Int, _ day: CalendarDate?
  ) -> (CalendarDate?, ClockTime)? {
    if case .moment(let date, let clock) = match.meaning(index) { return (date, clock) }
    return match.clock(index).map { (day, $0) }
  }

  private static func momentRange(
    _ start: (CalendarDate?, ClockTime)?, _ end: (CalendarDate?, ClockTime)?, _ present: String?,
    _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let (startDate, startClock) = start, let startDate, var (endDate, endClock) = end,
      let first = reference.days(startDate).next
    else { return nil }
    let endDay = endDate ?? startDate
    guard let last = reference.days(endDay).next else { return nil }
    endDate = endDay
    if present != nil, last == first, endClock.isAmbiguous,
      endClock.secondOfDay <= startClock.secondOfDay
    {
      endClock = endClock.afternoon
    }
    if present == nil, last == first, startClock.isAmbiguous || endClock.isAmbiguous {
      return .momentRange(startDate, ClockRange(startClock, endClock))
    }
    let seconds = (last - first) * 86_400 + endClock.secondOfDay - startClock.secondOfDay
    guard seconds > 0 else { return nil }
    let from = present ?? startDate.timex + startClock.timex
    return .reading(
      TimeReading(
        kind: .dateTimeRange,
        timex: "(\(from),\(endDay.timex)\(endClock.timex),\(ClockRange.length(seconds)))",
        value: .interval(
          reference.moment(first, startClock.secondOfDay),
          reference.moment(last, endClock.secondOfDay), .minute)))
  }
}
