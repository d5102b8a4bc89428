import KnowledgeModel

/// A stretch of whole days with a TIMEX of its own: a week, a month, a year, a season.
struct Period {
  enum Grain: Int, Comparable {
    case day, week, month, quarter, year, decade

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  var timex: String
  var first: CalendarDate
  /// The day after its last.
  var next: CalendarDate
  var grain: Grain
  /// The day that it stands for at an end of a range, where that is not its first.
  var edge: CalendarDate?
  /// Whether it runs from one thing that was said until another.
  var isRange = false
  /// Whether only its name is known, as of "summer" without a year.
  var isUnresolved = false

  init(_ timex: String, _ first: CalendarDate, _ next: CalendarDate, _ grain: Grain) {
    (self.timex, self.first, self.next, self.grain) = (timex, first, next, grain)
  }

  /// Days in full, with the TIMEX of a range: `(2018-08-31,2018-09-02,P2D)`.
  init(_ start: Int, _ end: Int, length: String, _ grain: Grain) {
    let (first, next) = (CalendarDate(epochDay: start), CalendarDate(epochDay: end))
    self.init("(\(first.timex),\(next.timex),\(length))", first, next, grain)
  }

  static func year(_ year: Int) -> Period {
    Period(
      CalendarDate.field(year, 4), CalendarDate(year: year, month: 1, day: 1),
      CalendarDate(year: year + 1, month: 1, day: 1), .year)
  }

  static func month(_ month: Int, year: Int?) -> Period {
    let isLast = month == 12
    return Period(
      "\(CalendarDate.field(year, 4))-\(CalendarDate.field(month, 2))",
      CalendarDate(year: year, month: month, day: 1),
      CalendarDate(
        year: isLast ? year.map { $0 + 1 } : year, month: isLast ? 1 : month + 1, day: 1),
      .month)
  }

  static func month(of day: Int) -> Period {
    let civil = Timestamp.Day(daysSinceEpoch: day)
    return month(civil.month, year: civil.year)
  }

  /// The ISO week of a day.
  static func week(of day: Int) -> Period {
    let monday = GregorianCalendar.monday(of: day)
    let (year, week) = GregorianCalendar.week(of: day)
    return Period(
      "\(CalendarDate.field(year, 4))-W\(CalendarDate.field(week, 2))",
      CalendarDate(epochDay: monday), CalendarDate(epochDay: monday + 7), .week)
  }

  static func weekend(of day: Int) -> Period {
    var weekend = week(of: day)
    weekend.timex += "-WE"
    weekend.first = CalendarDate(epochDay: GregorianCalendar.monday(of: day) + 5)
    return weekend
  }

  /// Some months of a year, as `(2019-01-01,2019-04-01,P3M)`.
  static func months(_ count: Int, from month: Int, year: Int?) -> Period {
    let end = month + count
    let first = CalendarDate(year: year, month: month, day: 1)
    let next = CalendarDate(
      year: end > 12 ? year.map { $0 + 1 } : year, month: end > 12 ? end - 12 : end, day: 1)
    return Period("(\(first.timex),\(next.timex),P\(count)M)", first, next, .quarter)
  }

  /// Some years, as `(1990-01-01,2000-01-01,P10Y)`.
  static func years(_ count: Int, from year: Int) -> Period {
    let first = CalendarDate(year: year, month: 1, day: 1)
    let next = CalendarDate(year: year + count, month: 1, day: 1)
    return Period("(\(first.timex),\(next.timex),P\(count)Y)", first, next, .decade)
  }

  /// The first day and the one after the last, in full, of the one that `day` lies in, or the next one;
  /// the next one too where weekdays bound it.
  func days(near day: Int) -> (start: Int, end: Int)? {
    if let found = last(before: day + 1),
      found.end > day && first.weekday == nil || first.isDefinite
    {
      return found
    }
    return first.first(onOrAfter: day).flatMap(days(from:))
  }

  /// The last one that began before `day`.
  func last(before day: Int) -> (start: Int, end: Int)? {
    first.last(before: day).flatMap(days(from:))
  }

  private func days(from start: Int) -> (start: Int, end: Int)? {
    let end = next.isDefinite ? next.first(onOrAfter: start) : next.first(onOrAfter: start + 1)
    return end.map { (start, $0) }
  }
}

/// A part of a period or of a day, as in "early", "mid" and "late".
enum PeriodPart {
  case early, middle, late

  /// The share of a period's days.
  func days(_ start: Int, _ end: Int) -> (start: Int, end: Int) {
    let length = end - start
    switch self {
    case .early: return (start, start + max(1, length / 2))
    case .middle: return (start + length / 3, end - length / 3)
    case .late: return (start + length / 2, end)
    }
  }
}
