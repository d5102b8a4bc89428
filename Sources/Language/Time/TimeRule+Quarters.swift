import KnowledgeModel

extension TimeRule {
  /// Quarters and halves of years.
  static let quarters: [TimeRule] = [
    TimeRule("q|h ~NUM") { match, _ in portion(match.word(0), match.number(1), year: nil) },
    TimeRule("q|h ~NUM -|of|in|,? YEAR") { match, _ in
      match.number(3).flatMap { portion(match.word(0), match.number(1), year: $0) }
    },
    TimeRule("YEAR -|,? q|h ~NUM") { match, _ in
      match.number(0).flatMap { portion(match.word(2), match.number(3), year: $0) }
    },
    TimeRule("ORD quarter") { match, _ in portion("q", match.number(0), year: nil) },
    TimeRule("q|h ~NUM of? DIR year") { match, reference in
      match.direction(3).flatMap {
        portion(match.word(0), match.number(1), year: reference.civil.year + $0.step)
      }
    },
    TimeRule("the? ORD|last quarter|half of? PERIOD") { match, _ in
      guard let period = match.period(4), period.grain == .year else { return nil }
      let isHalf = match.word(2) == "half"
      return portion(
        isHalf ? "h" : "q", match.number(1) ?? (isHalf ? 2 : 4), year: period.first.year)
    },
    TimeRule("the? ORD|last quarter|half of the year") { match, _ in
      let isHalf = match.word(2) == "half"
      return portion(isHalf ? "h" : "q", match.number(1) ?? (isHalf ? 2 : 4), year: nil)
    },
    TimeRule("PERIOD ' s? ORD|last quarter|half") { match, _ in
      guard let period = match.period(0), period.grain == .year else { return nil }
      let isHalf = match.word(4) == "half"
      return portion(
        isHalf ? "h" : "q", match.number(3) ?? (isHalf ? 2 : 4), year: period.first.year)
    },
  ]

  private static func portion(_ letter: String, _ number: Int?, year: Int?) -> TimeMeaning? {
    let months = letter == "q" ? 3 : 6
    guard let number, number >= 1, number * months <= 12 else { return nil }
    return .period(.months(months, from: (number - 1) * months + 1, year: year))
  }

  /// Seasons, as the northern half of the world has them.
  static let seasons: [TimeRule] = [
    TimeRule("SEASON") { match, _ in
      guard case .season(let code, let month) = match.meaning(0) else { return nil }
      let key = match.pieces[match.start].key
      let isDoubtful = key == WordKey("fall") || key == WordKey("spring")
      if isDoubtful,
        !match.follows([WordKey("in"), WordKey("the"), WordKey("this"), WordKey("since")])
      {
        return nil
      }
      return season(code, month, year: nil)
    },
    TimeRule("DIR SEASON") { match, reference in
      guard let direction = match.direction(0), case .season(let code, let month) = match.meaning(1)
      else { return nil }
      return season(code, month, year: reference.civil.year + direction.step)
    },
    TimeRule("SEASON of? ' NUM") { match, _ in
      guard case .season(let code, let month) = match.meaning(0), match.digits(3) == 2,
        let year = match.number(3)
      else { return nil }
      return season(code, month, year: year < 50 ? 2_000 + year : 1_900 + year)
    },
    TimeRule("SEASON ,|of|in? YEAR") { match, _ in
      guard case .season(let code, let month) = match.meaning(0) else { return nil }
      return season(code, month, year: match.number(2))
    },
  ]

  private static func season(_ code: String, _ month: Int, year: Int?) -> TimeMeaning {
    var period = Period.months(3, from: month, year: year)
    period.timex = year.map { CalendarDate.field($0, 4) + "-" + code } ?? code
    return .period(period)
  }
}
