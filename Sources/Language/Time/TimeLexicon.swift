/// What single words mean.
enum TimeLexicon {
  static let words: [WordKey: [TimeMeaning]] = {
    var table: [WordKey: [TimeMeaning]] = [:]
    func add(_ names: String, _ meaning: TimeMeaning) {
      for name in names.split(separator: " ") {
        table[WordKey(String(name)), default: []].append(meaning)
      }
    }
    for (index, names) in months.enumerated() {
      for name in names.split(separator: " ") {
        let isDoubtful = ["may", "march", "mar", "dec"].contains(name)
        add(String(name), .month(index + 1, isDoubtful: isDoubtful))
      }
    }
    for (index, names) in weekdays.enumerated() {
      add(names.0, .weekday(index + 1, isPlural: false))
      add(names.1, .weekday(index + 1, isPlural: true))
    }
    for (names, unit, shape) in units { add(names, .unit(unit, shape)) }
    for (names, direction) in directions { add(names, .direction(direction)) }
    for (names, part, isPlural) in parts { add(names, .part(part, isPlural: isPlural)) }
    for (name, code, month) in seasons { add(name, .season(code, month: month)) }
    return table
  }()

  private static let months = [
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sept sep", "october oct", "november nov", "december dec",
  ]

  /// In the singular with short forms, and in the plural; from Monday.
  private static let weekdays = [
    ("monday mon", "mondays"), ("tuesday tue tues", "tuesdays"),
    ("wednesday wed weds", "wednesdays"), ("thursday thu thur thurs", "thursdays"),
    ("friday fri", "fridays"), ("saturday sat", "saturdays"), ("sunday sun", "sundays"),
  ]

  private static let units: [(String, TimeUnit, TimeMeaning.Shape)] = [
    ("second sec", .second, .singular), ("seconds secs", .second, .plural),
    ("minute min", .minute, .singular), ("minutes mins", .minute, .plural),
    ("hour hr", .hour, .singular), ("hours hrs", .hour, .plural),
    ("day", .day, .singular), ("days", .day, .plural),
    ("night", .day, .singular), ("nights", .day, .plural),
    ("week wk", .week, .singular), ("weeks wks", .week, .plural),
    ("weekend", .weekend, .singular), ("weekends", .weekend, .plural),
    ("fortnight", .fortnight, .singular), ("fortnights", .fortnight, .plural),
    ("month mo", .month, .singular), ("months mos", .month, .plural),
    ("quarter", .quarter, .singular), ("quarters", .quarter, .plural),
    ("year yr", .year, .singular), ("years yrs", .year, .plural),
    ("decade", .decade, .singular), ("decades", .decade, .plural),
    ("century", .century, .singular), ("centuries", .century, .plural),
    ("s", .second, .letter), ("m", .minute, .letter), ("h", .hour, .letter),
    ("d", .day, .letter), ("w", .week, .letter), ("y", .year, .letter),
  ]

  private static let directions: [(String, TimeDirection)] = [
    ("next nxt following", .next), ("coming upcoming", .upcoming), ("this current", .this),
    ("last previous prev", .last), ("past", .past), ("that same", .that),
  ]

  private static let parts: [(String, DayPart, Bool)] = [
    ("morning", .morning, false), ("mornings", .morning, true),
    ("afternoon", .afternoon, false), ("afternoons", .afternoon, true),
    ("evening", .evening, false), ("evenings", .evening, true),
    ("night", .night, false), ("nights", .night, true), ("daytime", .daytime, false),
    ("nighttime", .nighttime, false), ("lunchtime", .lunch, false), ("dinnertime", .dinner, false),
    ("breakfasttime", .breakfast, false), ("lunchtimes", .lunch, true),
  ]

  private static let seasons = [
    ("spring", "SP", 3), ("summer", "SU", 6), ("fall", "FA", 9), ("autumn", "FA", 9),
    ("winter", "WI", 12),
  ]
}
