public import KnowledgeModel

/// What a time expression means on the calendar, as far as it can be resolved.
public enum TimeValue: Hashable, Sendable {
  /// How fine the words were.
  public enum Granularity: UInt8, Hashable, Sendable, CaseIterable {
    case second, minute, hour, day
  }

  /// One day, or one moment; days are those of the writer's zone.
  case point(Timestamp, Granularity)
  /// From a moment until another, the end not within; nil for an open end.
  case interval(Timestamp?, Timestamp?, Granularity)
  /// A length of time in seconds.
  case length(Double)
  /// Left open, as recurrences and "next sprint" are.
  case unresolved
}

extension TimeValue {
  /// ISO 8601 in a zone `offsetMinutes` east of UTC: `2016-11-08`, `2016-11-08T17:00`,
  /// `2016-11-07/2016-11-14`, `2016-11-08/..`, `PT3600S`; nil where unresolved.
  /// - Parameter offsetMinutes: at most a day.
  public func text(offsetMinutes: Int) -> String? {
    switch self {
    case .point(let moment, let granularity):
      return Self.text(moment, granularity, offsetMinutes)
    case .interval(let start, let end, let granularity):
      let first = start.map { Self.text($0, granularity, offsetMinutes) } ?? ".."
      return first + "/" + (end.map { Self.text($0, granularity, offsetMinutes) } ?? "..")
    case .length(let seconds):
      return "PT\(Int(min(max(seconds, 0), 1e15)))S"
    case .unresolved: return nil
    }
  }

  private static func text(_ moment: Timestamp, _ granularity: Granularity, _ offset: Int) -> String
  {
    let offset = Int64(min(max(offset, -1_440), 1_440))
    let local = Timestamp(microseconds: moment.microseconds + offset * 60_000_000)
    let day = local.day
    var text =
      "\(CalendarDate.field(day.year, 4))-\(CalendarDate.field(day.month, 2))-"
      + CalendarDate.field(day.day, 2)
    guard granularity != .day else { return text }
    let second = modulo(Int(local.microseconds / 1_000_000), 86_400)
    text += "T\(CalendarDate.field(second / 3_600, 2)):\(CalendarDate.field(second / 60 % 60, 2))"
    if granularity == .second { text += ":" + CalendarDate.field(second % 60, 2) }
    return text
  }
}
