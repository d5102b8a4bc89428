/// A moment, in microseconds since 1970-01-01T00:00:00Z.
///
/// Reading and writing ISO 8601 is done here, on integers, because the log must give the same bytes on
/// every machine and because formatting is on the path of every reply.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Microseconds since the Unix epoch; negative before it.
  public var microseconds: Int64

  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Seconds since the Unix epoch, for decay and ranking, where a float's precision is enough.
  public var seconds: Double { Double(microseconds) / 1_000_000 }

  public static func < (left: Self, right: Self) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension Timestamp {
  /// A calendar day of the proleptic Gregorian calendar.
  public struct Day: Hashable, Sendable {
    public var year: Int
    public var month: Int
    public var day: Int

    public init(year: Int, month: Int, day: Int) {
      self.year = year
      self.month = month
      self.day = day
    }
  }

  private static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The calendar day in UTC.
  public var day: Day {
    Day(daysSinceEpoch: Int(floorDivide(microseconds, Self.microsecondsPerDay)))
  }

  /// The day of the week in UTC, 0 for Sunday.
  public var weekday: Int {
    let days = floorDivide(microseconds, Self.microsecondsPerDay)
    return Int(((days + 4) % 7 + 7) % 7)
  }

  /// The moment that `day` begins in UTC, plus a time of day.
  public init(day: Day, microsecondsOfDay: Int64 = 0) {
    microseconds = Int64(day.daysSinceEpoch) * Self.microsecondsPerDay + microsecondsOfDay
  }
}

extension Timestamp.Day {
  /// Civil from days (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  public init(daysSinceEpoch: Int) {
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  /// Days since 1970-01-01.
  public var daysSinceEpoch: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Days in this day's month.
  public var daysInMonth: Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Timestamp: LosslessStringConvertible {
  /// Reads an ISO 8601 date and time with a zone: `2024-05-02T16:20:00Z`, `…16:20:00.25+02:00`.
  ///
  /// Years run from 1 to 9999; fractions beyond the microsecond are dropped; a leap second is refused.
  public init?(_ text: String) {
    var reader = DigitReader(bytes: Array(text.utf8))
    guard let year = reader.number(digits: 4), year >= 1, reader.take("-"),
      let month = reader.number(digits: 2), (1...12).contains(month), reader.take("-"),
      let dayOfMonth = reader.number(digits: 2), reader.take("T") || reader.take(" "),
      let hour = reader.number(digits: 2), hour < 24, reader.take(":"),
      let minute = reader.number(digits: 2), minute < 60
    else { return nil }
    let day = Day(year: year, month: month, day: dayOfMonth)
    guard (1...day.daysInMonth).contains(dayOfMonth) else { return nil }
    var second = 0
    var fraction = 0
    if reader.take(":") {
      guard let read = reader.number(digits: 2), read < 60 else { return nil }
      second = read
      if reader.take(".") {
        guard let read = reader.fraction() else { return nil }
        fraction = read
      }
    }
    guard let offset = reader.zoneOffsetInMinutes(), reader.isAtEnd else { return nil }
    let seconds = (hour * 60 + minute - offset) * 60 + second
    self.init(day: day, microsecondsOfDay: Int64(seconds) * 1_000_000 + Int64(fraction))
    // An offset may lead out of the years that can be written.
    guard (1...9999).contains(self.day.year) else { return nil }
  }

  /// ISO 8601 in UTC, with a fraction only where there is one: `2024-05-02T16:20:00Z`.
  public var description: String {
    let day = day
    // Not by way of the day's first microsecond, which for the earliest moments can't be written.
    let rest = microseconds % Self.microsecondsPerDay
    let inDay = rest < 0 ? rest + Self.microsecondsPerDay : rest
    let seconds = Int(inDay / 1_000_000)
    var text = "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))T"
    text +=
      "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    let fraction = Int(inDay % 1_000_000)
    if fraction != 0 {
      var digits = padded(fraction, 6)
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    return text + "Z"
  }
}

private func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
  let quotient = dividend / divisor
  return dividend % divisor < 0 ? quotient - 1 : quotient
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (number < 0 ? "-" : "") + zeros + digits
}

/// A cursor over ASCII digits and separators.
private struct DigitReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ character: Character) -> Bool {
    guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func digit() -> Int? {
    guard position < bytes.count, (48...57).contains(bytes[position]) else { return nil }
    defer { position += 1 }
    return Int(bytes[position]) - 48
  }

  mutating func number(digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Microseconds; at least one digit.
  mutating func fraction() -> Int? {
    var value = 0
    var count = 0
    while let digit = digit() {
      if count < 6 { value = value * 10 + digit }
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in 0..<max(0, 6 - count) { value *= 10 }
    return value
  }

  mutating func zoneOffsetInMinutes() -> Int? {
    if take("Z") { return 0 }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(digits: 2), hours < 24 else { return nil }
    _ = take(":")
    guard let minutes = number(digits: 2), minutes < 60 else { return nil }
    return sign * (hours * 60 + minutes)
  }
}
