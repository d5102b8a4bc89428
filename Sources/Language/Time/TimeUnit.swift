/// A unit that durations count and periods are made of.
enum TimeUnit: UInt8, Hashable {
  case second, minute, hour, day, businessDay, week, weekend, fortnight, month, quarter, year,
    decade
  case century

  /// Its mark in a TIMEX duration, how many of that mark it is, and whether it stands behind `T`.
  var timex: (mark: String, count: Double, isClock: Bool) {
    switch self {
    case .second: ("S", 1, true)
    case .minute: ("M", 1, true)
    case .hour: ("H", 1, true)
    case .day: ("D", 1, false)
    case .businessDay: ("BD", 1, false)
    case .week: ("W", 1, false)
    case .weekend: ("WE", 1, false)
    case .fortnight: ("W", 2, false)
    case .month: ("M", 1, false)
    case .quarter: ("M", 3, false)
    case .year: ("Y", 1, false)
    case .decade: ("Y", 10, false)
    case .century: ("Y", 100, false)
    }
  }

  /// Seconds on average, with months of 30 and years of 365 days.
  var seconds: Double {
    switch self {
    case .second: 1
    case .minute: 60
    case .hour: 3_600
    case .day, .businessDay: 86_400
    case .week: 604_800
    case .weekend: 172_800
    case .fortnight: 1_209_600
    case .month: 2_592_000
    case .quarter: 7_776_000
    case .year: 31_536_000
    case .decade: 315_360_000
    case .century: 3_153_600_000
    }
  }
}

/// A length of time: counts of units, largest first.
struct TimeSpan {
  var parts: [(count: Double, unit: TimeUnit)]

  init(_ count: Double, _ unit: TimeUnit) {
    parts = [(count, unit)]
  }

  /// Whether a part is shorter than a day.
  var hasClock: Bool { parts.contains { $0.unit.timex.isClock } }

  var seconds: Double { parts.reduce(0) { $0 + $1.count * $1.unit.seconds } }

  /// Both, one after the other; nil unless the second is in smaller units.
  func followed(by other: TimeSpan) -> TimeSpan? {
    guard let last = parts.last, let next = other.parts.first,
      next.unit.seconds < last.unit.seconds, parts.count < 6
    else { return nil }
    var sum = self
    sum.parts += other.parts
    return sum
  }

  /// `P3D`, `PT2H30M`, `P1.5Y`.
  var timex: String {
    var date = ""
    var clock = ""
    for part in parts {
      let (mark, count, isClock) = part.unit.timex
      let piece = Self.text(part.count * count) + mark
      if isClock { clock += piece } else { date += piece }
    }
    return "P" + date + (clock.isEmpty ? "" : "T" + clock)
  }

  /// Whole numbers without a fraction.
  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
  }
}
