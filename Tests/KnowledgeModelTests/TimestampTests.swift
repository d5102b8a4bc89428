import Foundation
import KnowledgeModel
import Testing
import SeededTesting

/// Foundation's calendar is the independent witness.
private let calendar = {
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = .gmt
  return calendar
}()

struct TimestampTests {
  @Test
  func `days counted one by one are the days of the calendar`() {
    // 1600 to 2401: two whole cycles of leap years, on both sides of the epoch.
    var day = Timestamp.Day(year: 1600, month: 1, day: 1)
    let start = day.daysSinceEpoch
    var weekday = Timestamp(day: day).weekday
    for number in start..<start + 2 * 146_097 {
      guard day.daysSinceEpoch == number, Timestamp.Day(daysSinceEpoch: number) == day,
        Timestamp(day: day, microsecondsOfDay: 86_399_999_999).day == day,
        Timestamp(day: day).weekday == weekday
      else {
        Issue.record("day \(number) is not \(day)")
        return
      }
      day.day += 1
      if day.day > day.daysInMonth { (day.day, day.month) = (1, day.month + 1) }
      if day.month > 12 { (day.month, day.year) = (1, day.year + 1) }
      weekday = (weekday + 1) % 7
    }
    #expect(day == Timestamp.Day(year: 2400, month: 1, day: 1))
    #expect(Timestamp(microseconds: 0).weekday == 4)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `any moment is written as Foundation reads it, and read back`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      // Years 1 to 9999.
      let seconds = Int64.random(in: -62_135_596_800..<253_402_300_800, using: &generator)
      let fraction = generator.pick(0, 250_000, 1, 999_999, Int64(generator.below(1_000_000)))
      let moment = Timestamp(microseconds: seconds * 1_000_000 + fraction)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second, .era],
        from: Date(timeIntervalSince1970: Double(seconds)))
      // Foundation's calendar is Julian before 1582.
      if seconds > -12_219_292_800 {
        let text = String(
          format: "%04d-%02d-%02dT%02d:%02d:%02d", parts.year ?? 0, parts.month ?? 0,
          parts.day ?? 0, parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
        #expect(moment.description.hasPrefix(text), "seed \(seed): \(moment.microseconds)")
      }
      #expect(Timestamp(moment.description) == moment, "seed \(seed): \(moment.microseconds)")
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `an offset moves the moment by as much`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let local = Timestamp(
        microseconds: Int64.random(in: -62_000_000_000..<250_000_000_000, using: &generator)
          * 1_000_000)
      let (hours, minutes) = (generator.below(24), generator.below(60))
      let sign = generator.pick("+", "-")
      let clock = String(local.description.dropLast())
      let zone = String(format: generator.pick("%02d:%02d", "%02d%02d"), hours, minutes)
      let shift = Int64(hours * 60 + minutes) * 60_000_000
      let expected = local.microseconds + (sign == "+" ? -shift : shift)
      #expect(Timestamp(clock + sign + zone)?.microseconds == expected, "seed \(seed): \(clock)")
    }
  }

  @Test(arguments: [
    ("2024-05-02T16:20:00Z", 1_714_666_800_000_000), ("2024-05-02 16:20Z", 1_714_666_800_000_000),
    ("2024-05-02T16:20:00.25+02:00", 1_714_659_600_250_000),
    ("1969-12-31T23:59:59.999999Z", -1), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
    ("2024-05-02T16:20:00.1234567890123456789012Z", 1_714_666_800_123_456),
  ])
  func `known moments are read`(text: String, microseconds: Int64) {
    #expect(Timestamp(text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "2024", "2024-05-02", "2024-05-02T16:20:00", "2024-05-02T16:20:60Z", "2024-05-02T24:00:00Z",
    "2024-05-02T16:60:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
    "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-04-31T00:00:00Z", "0000-01-01T00:00:00Z",
    "2024-05-02T16:20:00.Z", "2024-05-02T16:20:00ZZ", "2024-05-02T16:20:00+24:00",
    "2024-05-02T16:20:00+02", "2024-05-02t16:20:00z", "-024-05-02T16:20:00Z",
    "٢٠٢٤-05-02T16:20:00Z",
    "2024-05-02T16:20:00+02:60", " 2024-05-02T16:20:00Z", "2024-05-02T16:20:00Z ",
    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
  ])
  func `what is no moment is refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test
  func `moments that no calendar names are still written`() {
    #expect(Timestamp(microseconds: .min).description == "-290308-12-21T19:59:05.224192Z")
    #expect(Timestamp(microseconds: .max).description == "294247-01-10T04:00:54.775807Z")
    #expect(
      Timestamp(day: .init(year: -5, month: 3, day: 1)).description == "-0005-03-01T00:00:00Z")
  }

  @Test
  func `whatever is damaged in a moment is refused or read, never worse`() {
    let text = Array("2024-05-02T16:20:00.25+02:00".utf8)
    for index in text.indices {
      for byte in UInt8.min...UInt8.max {
        var damaged = text
        damaged[index] = byte
        if let read = Timestamp(String(decoding: damaged, as: UTF8.self)) {
          #expect(Timestamp(read.description) == read)
        }
      }
      #expect(Timestamp(String(decoding: text[..<index], as: UTF8.self)) == nil)
    }
  }
}
