import KnowledgeModel

/// The writer's present, on the calendar of the writer's zone.
struct TimeReference {
  /// Days since 1970-01-01.
  let day: Int
  let second: Int
  private let offsetMinutes: Int

  init(_ moment: Timestamp, offsetMinutes: Int) {
    // Moments beyond the years 1 to 9999 would overflow the arithmetic.
    let years: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
    let offset = min(max(offsetMinutes, -1_440), 1_440)
    let utc = floorDivide(Int(moment.microseconds), 1_000_000)
    let seconds = min(max(utc, Int(years.lowerBound)), Int(years.upperBound)) + offset * 60
    day = floorDivide(seconds, 86_400)
    second = modulo(seconds, 86_400)
    self.offsetMinutes = offset
  }

  var civil: Timestamp.Day { Timestamp.Day(daysSinceEpoch: day) }
  var date: CalendarDate { CalendarDate(epochDay: day) }
  var clock: ClockTime { ClockTime(secondOfDay: second) }

  /// The moment of a day and second in the writer's zone.
  func moment(_ day: Int, _ second: Int = 0) -> Timestamp {
    Timestamp(
      microseconds: Int64(day) * 86_400_000_000
        + Int64(second - offsetMinutes * 60) * 1_000_000)
  }

  /// The next such day, today included, and the last one before it if the words leave both open.
  func days(_ date: CalendarDate) -> (next: Int?, earlier: Int?) {
    if date.isDefinite { return (date.first(onOrAfter: day), nil) }
    return (date.first(onOrAfter: day), date.last(before: day))
  }
}
