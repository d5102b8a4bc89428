import KnowledgeModel

extension TimeReference {
  /// A meaning as a whole expression; nil for what is only a part of one.
  func reading(_ meaning: TimeMeaning) -> TimeReading? {
    switch meaning {
    case .date(let date), .feast(let date): return reading(date)
    case .period(let period): return reading(period)
    case .clock(let clock):
      return TimeReading(
        kind: .time, timex: clock.timex,
        value: .point(moment(day, clock.likely.secondOfDay), clock.granularity))
    case .part(let part, _):
      let (timex, start, end) = part.meaning
      return TimeReading(
        kind: .timeRange, timex: timex,
        value: .interval(moment(day, start), moment(day, end), .hour))
    case .clockRange(let range):
      return TimeReading(
        kind: .timeRange, timex: "(\(range.start.timex),\(range.end.timex),\(range.length))",
        value: value(day, range))
    case .moment(let date, let clock):
      return timed(date, .dateTime, date.timex + clock.timex) { day in
        .point(moment(day, clock.likely.secondOfDay), clock.granularity)
      }
    case .datePart(let date, let part):
      let (timex, start, end) = part.meaning
      return timed(date, .dateTimeRange, date.timex + timex) { day in
        .interval(moment(day, start), moment(day, end), .hour)
      }
    case .momentRange(let date, let range): return reading(date, range)
    case .span(let span):
      return TimeReading(kind: .duration, timex: span.timex, value: .length(span.seconds))
    case .recurrence(let recurrence):
      return TimeReading(kind: .recurrence, timex: recurrence.timex, value: .unresolved)
    case .present(let timex):
      let isNow = timex == "PRESENT_REF"
      return TimeReading(
        kind: .dateTime, timex: timex,
        value: isNow ? .point(moment(day, second), .second) : .unresolved)
    case .reading(let reading): return reading
    case .word, .number, .decimal, .ordinal, .year, .unit, .month, .weekday, .season, .direction,
      .meridiem, .digits:
      return nil
    }
  }

  private func reading(_ date: CalendarDate) -> TimeReading {
    timed(date, .date, date.timex) { .point(moment($0), .day) }
  }

  /// What happens on a day, for the next such day and the last one.
  private func timed(
    _ date: CalendarDate, _ kind: TimeExpression.Kind, _ timex: String, _ value: (Int) -> TimeValue
  ) -> TimeReading {
    let (next, earlier) = days(date)
    return TimeReading(
      kind: kind, timex: timex, value: next.map(value) ?? .unresolved, earlier: earlier.map(value))
  }

  func reading(_ period: Period) -> TimeReading {
    guard !period.isUnresolved, let days = period.days(near: day) else {
      return TimeReading(kind: .dateRange, timex: period.timex, value: .unresolved)
    }
    let past = period.first.isDefinite ? nil : period.last(before: days.start)
    return TimeReading(
      kind: .dateRange, timex: period.timex,
      value: .interval(moment(days.start), moment(days.end), .day),
      earlier: past.map { .interval(moment($0.start), moment($0.end), .day) })
  }

  private func value(_ day: Int, _ range: ClockRange) -> TimeValue {
    let range = range.likely
    let finest = min(range.start.granularity.rawValue, range.end.granularity.rawValue)
    return .interval(
      moment(day, range.start.secondOfDay), moment(day + range.days, range.end.secondOfDay),
      TimeValue.Granularity(rawValue: finest) ?? .second)
  }

  private func reading(_ date: CalendarDate, _ range: ClockRange) -> TimeReading {
    var end = date
    if range.days > 0 {
      if date.isDefinite, let first = date.first(onOrAfter: 0) {
        end = CalendarDate(epochDay: first + range.days)
      } else if let weekday = date.weekday, date.month == nil {
        end.weekday = (weekday - 1 + range.days) % 7 + 1
      } else if let day = date.day {
        end.day = day + range.days
      }
    }
    let timex =
      "(\(date.timex)\(range.start.timex),\(end.timex)\(range.end.timex),\(range.length))"
    return timed(date, .dateTimeRange, timex) { value($0, range) }
  }

  /// Before or after what a meaning says, open at the other end; its TIMEX is kept.
  ///
  /// - Parameter hasBegun: whether the last of several is meant rather than the next, as by "since".
  func bounded(
    _ meaning: TimeMeaning, _ bound: TimeBound, hasBegun: Bool = false
  ) -> TimeReading? {
    var bound = bound
    if case .period(let period) = meaning, period.edge == period.next, bound == .before {
      // Before the end of a month is before its last day is over.
      bound = .until
    }
    guard var reading = reading(meaning) else { return nil }
    switch reading.kind {
    case .date: reading.kind = .dateRange
    case .time: reading.kind = .timeRange
    case .dateTime: reading.kind = .dateTimeRange
    case .dateRange, .timeRange, .dateTimeRange: break
    case .duration, .recurrence, .timeZone: return nil
    }
    reading.value = reading.value.bounded(bound)
    reading.earlier = reading.earlier.map { $0.bounded(bound) }
    if hasBegun, let earlier = reading.earlier {
      (reading.value, reading.earlier) = (earlier, reading.value)
    }
    return reading
  }
}

/// How an open stretch of time lies to what bounds it.
enum TimeBound {
  case before, until, since, after
}

extension TimeValue {
  fileprivate func bounded(_ bound: TimeBound) -> TimeValue {
    let day: Int64 = 86_400_000_000
    switch self {
    case .point(let moment, let granularity):
      let end =
        granularity == .day ? Timestamp(microseconds: moment.microseconds + day) : moment
      switch bound {
      case .before: return .interval(nil, moment, granularity)
      case .until: return .interval(nil, end, granularity)
      case .since: return .interval(moment, nil, granularity)
      case .after: return .interval(end, nil, granularity)
      }
    case .interval(let start, let end, let granularity):
      switch bound {
      case .before: return .interval(nil, start, granularity)
      case .until: return .interval(nil, end, granularity)
      case .since: return .interval(start, nil, granularity)
      case .after: return .interval(end, nil, granularity)
      }
    case .length, .unresolved: return .unresolved
    }
  }
}
