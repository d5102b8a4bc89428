import KnowledgeModel

extension TimeRule {
  private static let yearPlaces: Set<WordKey> = Set(
    ["in", "since", "during", "year", "until", "till"].map { WordKey($0) })

  /// Years, decades and centuries.
  static let years: [TimeRule] = [
    TimeRule("YEAR") { match, _ in
      guard let year = match.number(0) else { return nil }
      let next = match.next
      if match.previous?.key == WordKey("-"), match.previous?.followsSpace == true { return nil }
      if !match.follows(yearPlaces), !(1_900...2_100).contains(year) { return nil }
      // "2000 users" are a number; "in 2000 users came" is a year.
      if !match.follows(yearPlaces), let next, next.kind == .letters, next.followsSpace,
        !functionWords.contains(next.key)
      {
        return nil
      }
      return .period(.year(year))
    },
    // Within a range or a bound the preposition stands elsewhere.
    TimeRule("YEAR", isComplete: false) { match, _ in match.number(0).map { .period(.year($0)) } },
    TimeRule("year YEAR") { match, _ in match.number(1).map { .period(.year($0)) } },
    TimeRule("the year YEAR", isComplete: false) { match, _ in
      match.number(2).map { .period(.year($0)) }
    },
    TimeRule("cy NUM|YEAR") { match, _ in
      match.number(1).map { .period(.year($0 < 100 ? 2_000 + $0 : $0)) }
    },
    TimeRule("fy NUM|YEAR") { match, _ in
      match.number(1).flatMap { named("FY", $0 < 100 ? 2_000 + $0 : $0) }
    },
    TimeRule("fiscal|school year YEAR") { match, _ in
      match.number(2).flatMap { named(match.word(0) == "fiscal" ? "FY" : "SY", $0) }
    },
    TimeRule("calendar year YEAR") { match, _ in match.number(2).map { .period(.year($0)) } },
    TimeRule("DIR? fiscal|school year") { match, reference in
      let code = match.word(1) == "fiscal" ? "FY" : "SY"
      return named(code, match.direction(0).map { reference.civil.year + $0.step })
    },
    TimeRule("DIR calendar year") { match, reference in
      match.direction(0).map { .period(.year(reference.civil.year + $0.step)) }
    },
    TimeRule("NUM|YEAR ' s") { match, _ in decade(match, 0) },
    TimeRule("NUM|YEAR s") { match, _ in decade(match, 0) },
    TimeRule("twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties") { match, _ in
      let names = [
        "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties",
        "nineties",
      ]
      guard match.follows([WordKey("the")]) else { return nil }
      return names.firstIndex(of: match.word(0)).map { .period(.years(10, from: 1_920 + 10 * $0)) }
    },
    TimeRule("ORD century") { match, _ in
      guard let number = match.number(0), (1...30).contains(number) else { return nil }
      return .period(.years(100, from: (number - 1) * 100))
    },
    TimeRule("the? DIR decade") { match, reference in
      match.direction(1).map {
        .period(.years(10, from: (floorDivide(reference.civil.year, 10) + $0.step) * 10))
      }
    },
  ]

  private static func named(_ code: String, _ year: Int?) -> TimeMeaning? {
    let first = CalendarDate(year: year, month: 1, day: 1)
    var period = Period(code + CalendarDate.field(year, 4), first, first, .year)
    period.isUnresolved = true
    return .period(period)
  }

  private static func decade(_ match: TimeMatch, _ index: Int) -> TimeMeaning? {
    guard let number = match.number(index), number % 10 == 0 else { return nil }
    if (1_400..<2_200).contains(number) { return .period(.years(10, from: number)) }
    guard (20...90).contains(number), match.follows([WordKey("the")]) else { return nil }
    return .period(.years(10, from: 1_900 + number))
  }
}
