import KnowledgeModel
import Testing

@testable import Language

/// Arithmetic on days against counting them one by one.
struct TimeCalendarTests {
  /// Every day of some years, counted from 1969-12-29, a Monday.
  private static let days: [(number: Int, civil: Timestamp.Day, weekday: Int)] = {
    var found: [(number: Int, civil: Timestamp.Day, weekday: Int)] = []
    var civil = Timestamp.Day(year: 1969, month: 12, day: 29)
    for index in 0..<24_000 {
      found.append((index - 3, civil, index % 7 + 1))
      if civil.day < civil.daysInMonth {
        civil.day += 1
      } else {
        civil = Timestamp.Day(
          year: civil.month == 12 ? civil.year + 1 : civil.year, month: civil.month % 12 + 1, day: 1
        )
      }
    }
    return found
  }()

  @Test func `weekdays and numbers of days agree with counting`() {
    for (number, civil, weekday) in Self.days {
      #expect(GregorianCalendar.weekday(of: number) == weekday)
      #expect(GregorianCalendar.day(civil.year, civil.month, civil.day) == number)
      #expect(GregorianCalendar.monday(of: number) == number - weekday + 1)
    }
  }

  @Test func `an ISO week is the one that holds the year's Thursdays`() {
    var thursdays: [Int: Int] = [:]
    var expected: (year: Int, week: Int)?
    for (index, day) in Self.days.enumerated() where day.weekday == 1 && index + 3 < Self.days.count
    {
      let year = Self.days[index + 3].civil.year
      thursdays[year, default: 0] += 1
      expected = (year, thursdays[year] ?? 0)
      let found = GregorianCalendar.week(of: day.number)
      #expect(found.year == expected?.year && found.week == expected?.week)
      #expect(GregorianCalendar.monday(year: found.year, week: found.week) == day.number)
    }
    #expect(expected != nil)
  }

  @Test func `business days agree with walking over the calendar`() {
    for start in 0..<14 {
      for count in 1...23 {
        var day = start
        var left = count
        while left > 0 {
          day += 1
          if GregorianCalendar.weekday(of: day) < 6 { left -= 1 }
        }
        #expect(GregorianCalendar.adding(businessDays: count, to: start) == day)
      }
    }
  }

  @Test func `a month later is the same day or the last of a shorter month`() {
    let january31 = GregorianCalendar.day(2023, 1, 31)
    #expect(
      GregorianCalendar.adding(months: 1, to: january31) == GregorianCalendar.day(2023, 2, 28))
    #expect(
      GregorianCalendar.adding(months: 13, to: january31) == GregorianCalendar.day(2024, 2, 29))
    #expect(
      GregorianCalendar.adding(months: -2, to: january31) == GregorianCalendar.day(2022, 11, 30))
    for months in -40...40 {
      let day = GregorianCalendar.adding(months: months, to: GregorianCalendar.day(2020, 5, 17))
      #expect(
        GregorianCalendar.adding(months: -months, to: day) == GregorianCalendar.day(2020, 5, 17))
    }
  }

  @Test func `nth weekdays agree with counting them in their month`() {
    for year in 2019...2024 {
      for month in 1...12 {
        let all = Self.days.filter { $0.civil.year == year && $0.civil.month == month }
        for weekday in 1...7 {
          let such = all.filter { $0.weekday == weekday }.map(\.number)
          for nth in 1...5 {
            let found = GregorianCalendar.nthWeekday(nth, weekday, month: month, year: year)
            #expect(found == (nth <= such.count ? such[nth - 1] : nil))
          }
          #expect(GregorianCalendar.nthWeekday(-1, weekday, month: month, year: year) == such.last)
        }
      }
    }
  }

  /// From almanacs.
  @Test(arguments: [
    (1961, 4, 2), (1999, 4, 4), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31),
    (2025, 4, 20), (2038, 4, 25),
  ])
  func `Easter falls where almanacs have it`(year: Int, month: Int, day: Int) {
    #expect(GregorianCalendar.easter(year) == GregorianCalendar.day(year, month, day))
  }

  @Test func `the next and the last such day are what a search over all days finds`() {
    let patterns = [
      CalendarDate(month: 2, day: 29), CalendarDate(month: 12, day: 31), CalendarDate(day: 31),
      CalendarDate(day: 5), CalendarDate(weekday: 3), CalendarDate(day: 13, weekday: 5),
      CalendarDate(month: 11, weekday: 4, nth: 4), CalendarDate(month: 2, weekday: 1, nth: 5),
    ]
    func fits(_ pattern: CalendarDate, _ day: (number: Int, civil: Timestamp.Day, weekday: Int))
      -> Bool
    {
      let nth = (day.civil.day - 1) / 7 + 1
      return (pattern.month ?? day.civil.month) == day.civil.month
        && (pattern.day ?? day.civil.day) == day.civil.day
        && (pattern.weekday ?? day.weekday) == day.weekday && (pattern.nth ?? nth) == nth
    }
    // A fifth Monday in February comes but once in 28 years.
    for pattern in patterns.dropLast() {
      let such = Self.days.filter { fits(pattern, $0) }.map(\.number)
      for start in stride(from: 9_000, to: 14_000, by: 97) {
        #expect(pattern.first(onOrAfter: start) == such.first { $0 >= start })
        #expect(pattern.last(before: start) == such.last { $0 < start })
      }
    }
  }
}
