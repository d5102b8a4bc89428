import KnowledgeModel

extension TimeRule {
  /// Times that are so far from the reference, or from another time.
  static let offsets: [TimeRule] = [
    TimeRule("in SPAN") { match, reference in at(match.span(1), 1, reference) },
    TimeRule("in a|an UNIT") { match, reference in at(unit(match, 2), 1, reference) },
    TimeRule("SPAN ago|earlier|prior|back") { match, reference in at(match.span(0), -1, reference)
    },
    TimeRule("a|an UNIT ago|earlier") { match, reference in at(unit(match, 1), -1, reference) },
    TimeRule("SPAN later|hence") { match, reference in at(match.span(0), 1, reference) },
    TimeRule("a|an UNIT later") { match, reference in at(unit(match, 1), 1, reference) },
    TimeRule("in? SPAN from|after now|today") { match, reference in
      at(match.span(1), 1, reference)
    },
    TimeRule("a|an UNIT from now|today") { match, reference in at(unit(match, 1), 1, reference) },
    TimeRule("in? SPAN from|after|since|before DATE|FEAST") { match, reference in
      from(match.span(1), match.date(3), before: match.word(2) == "before", reference)
    },
    TimeRule("in? SPAN since|from|after PERIOD") { match, reference in
      from(match.span(1), match.period(3)?.first, before: false, reference)
    },
    TimeRule("in? SPAN since|from|after the PERIOD") { match, reference in
      from(match.span(1), match.period(4)?.first, before: false, reference)
    },
    TimeRule("a|an UNIT from|after|before DATE|FEAST") { match, reference in
      from(unit(match, 1), match.date(3), before: match.word(2) == "before", reference)
    },
    TimeRule("more than SPAN ago") { match, reference in
      bounded(match.span(2), -1, .before, reference)
    },
    TimeRule("more than SPAN before|after DATE") { match, reference in
      guard
        case .date(let date) = from(
          match.span(2), match.date(4), before: match.word(3) == "before", reference)
      else { return nil }
      return reference.bounded(.date(date), match.word(3) == "before" ? .before : .after)
        .map(TimeMeaning.reading)
    },
    TimeRule("less than SPAN before|after DATE") { match, reference in
      let isBefore = match.word(3) == "before"
      guard let span = match.span(2), let date = match.date(4),
        let day = reference.days(date).next,
        case .date(let other) = from(span, date, before: isBefore, reference),
        let otherDay = other.first(onOrAfter: 0) ?? reference.days(other).next
      else { return nil }
      return .period(Period(min(day, otherDay), max(day, otherDay), length: span.timex, .day))
    },
    TimeRule("less than SPAN ago") { match, reference in
      match.span(2).flatMap { stretch($0, sign: -1, reference) }
    },
    TimeRule("within SPAN") { match, reference in
      match.span(1).flatMap { stretch($0, sign: 1, reference, includesToday: true) }
    },
    TimeRule("within a|an UNIT") { match, reference in
      unit(match, 2).flatMap { stretch($0, sign: 1, reference, includesToday: true) }
    },
    TimeRule("DIR SPAN") { match, reference in
      guard let direction = match.direction(0), direction.step != 0,
        direction != .last || !match.follows(verbPlaces)
      else { return nil }
      return match.span(1).flatMap { stretch($0, sign: direction.step, reference) }
    },
    TimeRule("DIR couple UNIT") { match, reference in
      guard let direction = match.direction(0), direction.step != 0, let unit = match.unit(2) else {
        return nil
      }
      return stretch(TimeSpan(2, unit), sign: direction.step, reference)
    },
    TimeRule("NUM DIR UNIT") { match, reference in
      guard let direction = match.direction(1), direction.step != 0, let count = match.decimal(0),
        let unit = match.unit(2), match.shape(2) == .plural
      else { return nil }
      return stretch(TimeSpan(count, unit), sign: direction.step, reference)
    },
    TimeRule("the? first|last|DIR SPAN of PERIOD") { match, reference in
      guard let span = match.span(2), let period = match.period(4) else { return nil }
      return edge(span, of: period, isFirst: match.word(1) == "first", reference)
    },
    TimeRule("the? ORD SPAN of PERIOD") { match, reference in
      guard match.number(1) == 1, let span = match.span(2), let period = match.period(4) else {
        return nil
      }
      return edge(span, of: period, isFirst: true, reference)
    },
    TimeRule("for SPAN ,? from DATE") { match, reference in
      lasting(match.span(1), match.date(4), reference)
    },
    TimeRule("SPAN ,? starting|beginning|commencing from|on? DATE") { match, reference in
      lasting(match.span(0), match.date(4), reference)
    },
    // "In three days on Friday" is that day, or the first such after it.
    TimeRule("DATE on WEEKDAY") { match, _ in
      guard let date = match.date(0), date.isDefinite,
        let day = date.first(onOrAfter: 0) ?? date.first(onOrAfter: -800_000),
        let weekday = match.weekday(2)
      else { return nil }
      return .date(
        CalendarDate(epochDay: day + modulo(weekday - GregorianCalendar.weekday(of: day), 7)))
    },
  ]

  /// Behind these words "last" is a verb.
  private static let verbPlaces: Set<WordKey> = Set(
    ["will", "would", "to", "can", "could", "should", "may", "might", "must", "ll", "not", "t"]
      .map { WordKey($0) })

  private static func lasting(
    _ span: TimeSpan?, _ date: CalendarDate?, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let span, let date, let day = reference.days(date).next,
      let end = GregorianCalendar.adding(span, sign: 1, day: day, second: 0)
    else { return nil }
    return .period(Period(day, end.day, length: span.timex, .day))
  }

  private static func unit(_ match: TimeMatch, _ index: Int) -> TimeSpan? {
    match.shape(index) == .singular ? match.unit(index).map { TimeSpan(1, $0) } : nil
  }

  private static func at(_ span: TimeSpan?, _ sign: Int, _ reference: TimeReference) -> TimeMeaning?
  {
    guard let span,
      let (day, second) = GregorianCalendar.adding(
        span, sign: sign, day: reference.day, second: reference.second)
    else { return nil }
    let date = CalendarDate(epochDay: day)
    return span.hasClock ? .moment(date, ClockTime(secondOfDay: second)) : .date(date)
  }

  private static func from(
    _ span: TimeSpan?, _ date: CalendarDate?, before: Bool, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let span, let date, let start = reference.days(date).next,
      let (day, second) = GregorianCalendar.adding(
        span, sign: before ? -1 : 1, day: start, second: 0)
    else { return nil }
    let found = CalendarDate(epochDay: day)
    return span.hasClock ? .moment(found, ClockTime(secondOfDay: second)) : .date(found)
  }

  private static func bounded(
    _ span: TimeSpan?, _ sign: Int, _ bound: TimeBound, _ reference: TimeReference
  ) -> TimeMeaning? {
    at(span, sign, reference).flatMap { reference.bounded($0, bound) }.map(TimeMeaning.reading)
  }

  /// From the reference on, or until it. Days to come start tomorrow; quarters are those of the calendar.
  static func stretch(
    _ span: TimeSpan, sign: Int, _ reference: TimeReference, includesToday: Bool = false
  ) -> TimeMeaning? {
    if span.hasClock {
      guard
        let (day, second) = GregorianCalendar.adding(
          span, sign: sign, day: reference.day, second: reference.second)
      else { return nil }
      let here = (reference.date, reference.clock)
      let there = (CalendarDate(epochDay: day), ClockTime(secondOfDay: second))
      let (from, to) = sign > 0 ? (here, there) : (there, here)
      let start = from.0.first(onOrAfter: 0) ?? reference.day
      return .reading(
        TimeReading(
          kind: .dateTimeRange,
          timex: "(\(from.0.timex)\(from.1.timex),\(to.0.timex)\(to.1.timex),\(span.timex))",
          value: .interval(
            reference.moment(sign > 0 ? start : day, from.1.secondOfDay),
            reference.moment(sign > 0 ? day : reference.day, to.1.secondOfDay), .second)))
    }
    if span.parts.count == 1, span.parts[0].unit == .quarter, span.parts[0].count < 400 {
      return quarters(Int(span.parts[0].count), sign, reference)
    }
    let start = sign > 0 && !includesToday ? reference.day + 1 : reference.day
    guard let end = GregorianCalendar.adding(span, sign: sign, day: start, second: 0)?.day else {
      return nil
    }
    var (first, last) = sign > 0 ? (start, end) : (end, start)
    if span.parts[0].unit == .businessDay, span.parts.count == 1, sign > 0 {
      // The day after the last of them.
      first = GregorianCalendar.adding(businessDays: 1, to: reference.day)
      last = GregorianCalendar.adding(businessDays: Int(span.parts[0].count), to: reference.day) + 1
    }
    return .period(Period(first, last, length: span.timex, .day))
  }

  private static func quarters(_ count: Int, _ sign: Int, _ reference: TimeReference)
    -> TimeMeaning?
  {
    let this = reference.civil.year * 4 + (reference.civil.month - 1) / 3
    let start = sign > 0 ? this + 1 : this - count
    func first(_ index: Int) -> CalendarDate {
      CalendarDate(year: floorDivide(index, 4), month: modulo(index, 4) * 3 + 1, day: 1)
    }
    let (from, to) = (first(start), first(start + count))
    return .period(Period("(\(from.timex),\(to.timex),P\(count * 3)M)", from, to, .quarter))
  }

  /// The first or last days or weeks of a period.
  private static func edge(
    _ span: TimeSpan, of period: Period, isFirst: Bool, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard !span.hasClock, span.parts.count == 1, let days = period.days(near: reference.day) else {
      return nil
    }
    let isWeeks = span.parts[0].unit == .week
    let start = isWeeks ? GregorianCalendar.monday(of: days.start + 3) : days.start
    let end = isWeeks ? GregorianCalendar.monday(of: days.end - 1) : days.end
    if isFirst {
      guard let last = GregorianCalendar.adding(span, sign: 1, day: start, second: 0)?.day else {
        return nil
      }
      return .period(Period(start, last, length: span.timex, .day))
    }
    guard let first = GregorianCalendar.adding(span, sign: -1, day: end, second: 0)?.day else {
      return nil
    }
    return .period(Period(first, end, length: span.timex, .day))
  }
}
