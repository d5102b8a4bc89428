import KnowledgeModel

extension TimeRule {
  /// Feasts by name, in a year or near the reference.
  static let feasts: [TimeRule] =
    Holiday.named.flatMap { names, rule in
      names.map { name in
        TimeRule(pattern(name)) { match, reference in
          // A wish is not about the day.
          match.follows([WordKey("happy"), WordKey("merry")])
            ? nil : .feast(date(Holiday(rule: rule), reference))
        }
      }
    } + [
      TimeRule("FEAST ,? of|in? YEAR") { match, _ in
        match.date(0).flatMap { date in match.number(3).flatMap { inYear(date, $0) } }
      },
      TimeRule("FEAST of|in? DIR year") { match, reference in
        guard let date = match.date(0), let direction = match.direction(2) else { return nil }
        return inYear(date, reference.civil.year + direction.step)
      },
      TimeRule("DIR FEAST") { match, reference in
        guard let direction = match.direction(0), let date = match.date(1),
          date.feast != nil || date.day != nil
        else { return nil }
        let found =
          direction.step < 0
          ? date.last(before: reference.day)
          : date.first(onOrAfter: reference.day + direction.step)
        return found.map { .feast(CalendarDate(epochDay: $0)) }
      },
    ]

  /// Signs stand alone in patterns.
  private static func pattern(_ name: String) -> String {
    var pattern = ""
    for character in name {
      let isSign = character == "'" || character == "." || character == "-"
      pattern += isSign ? " \(character) " : String(character)
    }
    return pattern
  }

  /// The day where it is the same each year, or the coming one's month and rule.
  private static func date(_ holiday: Holiday, _ reference: TimeReference) -> CalendarDate {
    switch holiday.rule {
    case .fixed(let month, let day): return CalendarDate(month: month, day: day)
    case .nth(let nth, let weekday, let month, 0):
      return CalendarDate(month: month, weekday: weekday, nth: nth)
    case .nth, .easter, .islamic:
      let year = reference.civil.year
      var date = CalendarDate()
      if let day = holiday.day(in: year) {
        date = CalendarDate(epochDay: day)
        date.year = nil
      }
      date.feast = holiday
      return date
    }
  }

  private static func inYear(_ date: CalendarDate, _ year: Int) -> TimeMeaning? {
    if let feast = date.feast {
      return feast.day(in: year).map { .feast(CalendarDate(epochDay: $0)) }
    }
    var known = date
    known.year = year
    return known.first(onOrAfter: 0).map { .feast(CalendarDate(epochDay: $0)) }
      ?? .feast(known)
  }
}
