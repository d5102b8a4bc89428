/// A time of day, perhaps with its half of the day unknown: `T07`, `T19:30`.
struct ClockTime: Hashable {
  /// 0 to 24.
  var hour: Int
  var minute: Int?
  var second: Int?
  /// Whether twelve hours later may be meant as well.
  var isAmbiguous = false

  init?(hour: Int, minute: Int? = nil, second: Int? = nil, isAmbiguous: Bool = false) {
    guard (0...24).contains(hour), (0..<60).contains(minute ?? 0), (0..<60).contains(second ?? 0),
      hour < 24 || (minute ?? 0) + (second ?? 0) == 0
    else { return nil }
    self.hour = hour
    self.minute = minute
    self.second = second
    self.isAmbiguous = isAmbiguous
  }

  init(secondOfDay: Int) {
    hour = secondOfDay / 3_600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
  }

  static let endOfDay = ClockTime(secondOfDay: 86_399)

  var secondOfDay: Int { hour * 3_600 + (minute ?? 0) * 60 + (second ?? 0) }

  var timex: String {
    var text = "T" + CalendarDate.field(hour, 2)
    if let minute { text += ":" + CalendarDate.field(minute, 2) }
    if let second { text += ":" + CalendarDate.field(second, 2) }
    return text
  }

  var granularity: TimeValue.Granularity {
    second != nil ? .second : minute != nil ? .minute : .hour
  }

  /// Twelve hours later, and certain.
  var afternoon: ClockTime {
    var later = self
    if hour < 12 { later.hour += 12 }
    later.isAmbiguous = false
    return later
  }

  /// Of two halves of the day, the one that people are more often awake in: from seven to six.
  var likely: ClockTime { isAmbiguous && hour < 7 ? afternoon : certain }

  /// Before noon, and certain; twelve becomes midnight.
  var morning: ClockTime {
    var earlier = self
    if hour == 12 { earlier.hour = 0 }
    earlier.isAmbiguous = false
    return earlier
  }

  var certain: ClockTime {
    var same = self
    same.isAmbiguous = false
    return same
  }

  /// As the part of day says.
  func within(_ part: DayPart) -> ClockTime {
    guard isAmbiguous else { return self }
    switch part {
    case .morning, .earlyMorning: return hour == 12 ? self.certain : morning
    case .afternoon, .evening, .dinner, .lunch:
      return part == .lunch && hour >= 10 ? certain : afternoon
    case .night: return hour >= 5 && hour < 12 ? afternoon : morning
    case .daytime, .business: return hour < 7 ? afternoon : certain
    case .nighttime, .breakfast: return morning
    }
  }
}

/// A part of the day, with its TIMEX and its usual hours.
enum DayPart: Hashable {
  case earlyMorning, morning, afternoon, evening, night, daytime, nighttime, business
  case breakfast, lunch, dinner

  /// The code, and from which second of the day until which.
  var meaning: (timex: String, start: Int, end: Int) {
    switch self {
    case .earlyMorning: ("TDA", 4 * 3_600, 8 * 3_600)
    case .morning: ("TMO", 8 * 3_600, 12 * 3_600)
    case .afternoon: ("TAF", 12 * 3_600, 16 * 3_600)
    case .evening: ("TEV", 16 * 3_600, 20 * 3_600)
    case .night: ("TNI", 20 * 3_600, 86_400)
    case .daytime: ("TDT", 8 * 3_600, 18 * 3_600)
    case .nighttime: ("TNT", 0, 8 * 3_600)
    case .business: ("TBH", 8 * 3_600, 18 * 3_600)
    case .breakfast: ("TMEB", 8 * 3_600, 12 * 3_600)
    case .lunch: ("TMEL", 11 * 3_600, 13 * 3_600)
    case .dinner: ("TMED", 16 * 3_600, 20 * 3_600)
    }
  }
}

/// From one time of day until another; the end may lie on the next day.
struct ClockRange {
  var start: ClockTime
  var end: ClockTime
  /// The days between both, 0 or 1 unless a long span follows a time.
  var days: Int
  /// Whether its length is known to the second, as where a span was added.
  var span: TimeSpan?

  /// Settles the halves of the day: what one end says holds for the other where it can, and otherwise the
  /// end is the first such time after the start.
  init(_ first: ClockTime, _ last: ClockTime) {
    var (start, end) = (first, last)
    switch (first.isAmbiguous, last.isAmbiguous) {
    case (true, false) where last.hour >= 12:
      start = first.hour == 12 ? first.certain : first.afternoon
      if start.secondOfDay >= end.secondOfDay { start = first.hour == 12 ? start : first.certain }
    case (true, false): start = first.morning
    case (false, true), (true, true):
      end =
        last.hour == 12 && first.hour < 12 ? last.certain : last.hour == 12 ? last.morning : last
      if end.secondOfDay <= first.secondOfDay { end = last.afternoon }
      // Only a range within one half may be meant in either.
      start.isAmbiguous = first.isAmbiguous && end.hour <= 12 && first.hour < 12
    case (false, false): break
    }
    end.isAmbiguous = start.isAmbiguous
    days = end.secondOfDay <= start.secondOfDay ? 1 : 0
    (self.start, self.end) = (start, end)
  }

  /// A span from a time on; nil where it is longer than a year.
  init?(_ start: ClockTime, lasting span: TimeSpan) {
    guard span.seconds < 31_536_000 else { return nil }
    let end = start.secondOfDay + Int(span.seconds)
    self.start = start.certain
    self.end = ClockTime(secondOfDay: end % 86_400)
    if end % 60 == 0, start.second == nil { self.end.second = 0 }
    days = end / 86_400
    self.span = span
  }

  func within(_ part: DayPart) -> ClockRange {
    guard start.isAmbiguous || end.isAmbiguous else { return self }
    var range = self
    range.start = start.within(part)
    range.end = end.within(part)
    range.days = range.end.secondOfDay <= range.start.secondOfDay ? 1 : 0
    return range
  }

  /// In the likely half of the day.
  var likely: ClockRange {
    guard start.isAmbiguous, start.hour < 7, end.hour < 12, days == 0 else { return self }
    var range = self
    (range.start, range.end) = (start.afternoon, end.afternoon)
    return range
  }

  var seconds: Int { end.secondOfDay + 86_400 * days - start.secondOfDay }

  /// `PT2H30M`.
  var length: String {
    guard let span, span.parts.allSatisfy({ $0.count == $0.count.rounded() }) else {
      return Self.length(seconds)
    }
    return span.timex
  }

  static func length(_ seconds: Int) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
    var text = "PT"
    if hours > 0 { text += "\(hours)H" }
    if minutes > 0 { text += "\(minutes)M" }
    if rest > 0 || seconds == 0 { text += "\(rest)S" }
    return text
  }
}
