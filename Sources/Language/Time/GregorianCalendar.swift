import KnowledgeModel

func modulo(_ value: Int, _ divisor: Int) -> Int {
  let rest = value % divisor
  return rest < 0 ? rest + divisor : rest
}

func floorDivide(_ value: Int, _ divisor: Int) -> Int {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

/// Arithmetic on the Gregorian calendar, in days since 1970-01-01.
enum GregorianCalendar {
  /// 1 for Monday to 7 for Sunday (ISO 8601).
  static func weekday(of day: Int) -> Int { modulo(day + 3, 7) + 1 }

  static func monday(of day: Int) -> Int { day - weekday(of: day) + 1 }

  static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
    Timestamp.Day(year: year, month: month, day: day).daysSinceEpoch
  }

  /// The ISO year and week of a day.
  static func week(of day: Int) -> (year: Int, week: Int) {
    let thursday = monday(of: day) + 3
    let year = Timestamp.Day(daysSinceEpoch: thursday).year
    return (year, (thursday - Self.day(year, 1, 1)) / 7 + 1)
  }

  /// The Monday of a week of an ISO year.
  static func monday(year: Int, week: Int) -> Int {
    monday(of: day(year, 1, 4)) + 7 * (week - 1)
  }

  /// The first of a month, `months` months after that of `day`.
  static func firstOfMonth(_ day: Int, plus months: Int = 0) -> Int {
    let civil = Timestamp.Day(daysSinceEpoch: day)
    let index = civil.year * 12 + civil.month - 1 + months
    return Self.day(floorDivide(index, 12), modulo(index, 12) + 1, 1)
  }

  /// The same day of the month, `months` later; the last of the month where there is none.
  static func adding(months: Int, to day: Int) -> Int {
    let first = firstOfMonth(day, plus: months)
    let length = Timestamp.Day(daysSinceEpoch: first).daysInMonth
    return first + min(Timestamp.Day(daysSinceEpoch: day).day, length) - 1
  }

  /// Mondays to Fridays, `count` of them after `day`, or before it if negative.
  static func adding(businessDays count: Int, to day: Int) -> Int {
    let step = count < 0 ? -1 : 1
    let wanted = min(abs(count), 10_000)
    var day = day + step * (wanted / 5 * 7)
    var rest = wanted % 5
    while rest > 0 {
      day += step
      if weekday(of: day) < 6 { rest -= 1 }
    }
    // Whole weeks from a weekend lead to one.
    while wanted > 0, weekday(of: day) > 5 { day -= step }
    return day
  }

  /// The day after a span, or before it (`sign` -1), and the seconds of day then.
  ///
  /// Nil where it leads out of the years 1 to 9999.
  static func adding(_ span: TimeSpan, sign: Int, day: Int, second: Int) -> (day: Int, second: Int)?
  {
    var (day, second) = (day, second)
    for part in span.parts {
      guard part.count < 1_000_000 else { return nil }
      let (mark, scale, isClock) = part.unit.timex
      let count = part.count * scale
      let whole = sign * Int(count)
      switch mark {
      case _ where isClock: second += sign * Int(part.count * part.unit.seconds)
      case "BD": day = adding(businessDays: whole, to: day)
      case "M" where count == count.rounded(): day = adding(months: whole, to: day)
      case "Y" where count == count.rounded(): day = adding(months: 12 * whole, to: day)
      default: day += sign * Int((part.count * part.unit.seconds / 86_400).rounded())
      }
      day += floorDivide(second, 86_400)
      second = modulo(second, 86_400)
      guard (1...9999).contains(Timestamp.Day(daysSinceEpoch: day).year) else { return nil }
    }
    return (day, second)
  }

  /// The nth such weekday of a month; the last for -1; nil if the month has none.
  static func nthWeekday(_ nth: Int, _ weekday: Int, month: Int, year: Int) -> Int? {
    guard (1...12).contains(month), (1...5).contains(nth) || nth == -1 else { return nil }
    let first = day(year, month, 1)
    let length = Timestamp.Day(year: year, month: month, day: 1).daysInMonth
    let offset = modulo(weekday - Self.weekday(of: first), 7)
    let index = nth == -1 ? offset + (length - 1 - offset) / 7 * 7 : offset + 7 * (nth - 1)
    return index < length ? first + index : nil
  }

  /// Western Easter (the anonymous Gregorian computus; Meeus, Astronomical Algorithms, ch. 8).
  static func easter(_ year: Int) -> Int {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let (d, e) = (b / 4, b % 4)
    let g = (b - (b + 8) / 25 + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    return day(year, sum / 31, sum % 31 + 1)
  }

  /// The first day in `year` on which a month and day of the tabular Islamic calendar fall.
  static func islamic(month: Int, dayOfMonth: Int, in year: Int) -> Int? {
    // 30 years are 10,631 days; the calendar's first day is 16 July 622 (Julian: 15 July).
    let start = day(year, 1, 1)
    let hijri = (year - 622) * 33 / 32
    for candidate in (hijri - 1)...(hijri + 2) {
      let days =
        dayOfMonth + (59 * (month - 1) + 1) / 2 + (candidate - 1) * 354 + (3 + 11 * candidate) / 30
      let found = day(622, 7, 18) + days - 1
      if found >= start, found < day(year + 1, 1, 1) { return found }
    }
    return nil
  }
}
