import KnowledgeModel

/// A day that may be known in part: `XXXX-05-09`, `XXXX-WXX-5`, `2016-11-07`.
struct CalendarDate: Hashable {
  var year: Int?
  var month: Int?
  var day: Int?
  /// 1 for Monday to 7 for Sunday.
  var weekday: Int?
  /// Which such weekday of the month, from 1; -1 for the last.
  var nth: Int?
  /// The feast whose day it is in each year, where no month and day hold for all years.
  var feast: Holiday?

  init(
    year: Int? = nil, month: Int? = nil, day: Int? = nil, weekday: Int? = nil, nth: Int? = nil
  ) {
    (self.year, self.month, self.day, self.weekday, self.nth) = (year, month, day, weekday, nth)
  }

  /// A day that is known in full.
  init(epochDay: Int) {
    let day = Timestamp.Day(daysSinceEpoch: epochDay)
    self.init(year: day.year, month: day.month, day: day.day)
  }

  var isDefinite: Bool { year != nil && month != nil && day != nil }

  /// The date in TIMEX, `X` for what is unknown.
  var timex: String {
    if let nth, let weekday {
      // The rule is what was said, even where the year that it is reckoned in is known.
      return "XXXX-\(Self.field(month, 2))-WXX-\(weekday)-#\(nth)"
    }
    if let weekday, month == nil { return "XXXX-WXX-\(weekday)" }
    return "\(Self.field(year, 4))-\(Self.field(month, 2))-\(Self.field(day, 2))"
  }

  static func field(_ value: Int?, _ width: Int) -> String {
    guard let value else { return String(repeating: "X", count: width) }
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The first such day on or after `day`, in days since the epoch; nil where there is none near.
  func first(onOrAfter start: Int) -> Int? {
    search(from: start, step: 1)
  }

  /// The last such day before `day`.
  func last(before day: Int) -> Int? {
    search(from: day - 1, step: -1)
  }

  /// Walks over years, months or days, whichever is unknown; at most a hundred steps.
  private func search(from start: Int, step: Int) -> Int? {
    func fits(_ found: Int?) -> Int? {
      guard let found else { return nil }
      return step > 0 ? (found >= start ? found : nil) : (found <= start ? found : nil)
    }
    if let year { return dayOf(year: year, month: month ?? 1) }
    let from = Timestamp.Day(daysSinceEpoch: start)
    if month != nil || feast != nil {
      for offset in 0...9 {
        if let found = fits(dayOf(year: from.year + step * offset, month: month ?? 1)) {
          return found
        }
      }
      return nil
    }
    if day != nil || nth != nil {
      for offset in 0...90 {
        let index = from.year * 12 + from.month - 1 + step * offset
        if let found = fits(dayOf(year: floorDivide(index, 12), month: modulo(index, 12) + 1)) {
          return found
        }
      }
      return nil
    }
    guard let weekday else { return nil }
    return start + step * modulo(step * (weekday - GregorianCalendar.weekday(of: start)), 7)
  }

  /// The day in one month of one year, or nil if that month has no such day.
  private func dayOf(year: Int, month: Int) -> Int? {
    if let feast { return feast.day(in: year) }
    if let nth, let weekday {
      return GregorianCalendar.nthWeekday(nth, weekday, month: month, year: year)
    }
    let day = Timestamp.Day(year: year, month: month, day: self.day ?? 1)
    guard (1...12).contains(month), (1...day.daysInMonth).contains(day.day) else { return nil }
    let found = day.daysSinceEpoch
    if self.month == nil, let weekday, GregorianCalendar.weekday(of: found) != weekday {
      return nil
    }
    return found
  }
}
