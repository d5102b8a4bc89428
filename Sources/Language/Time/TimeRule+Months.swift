import KnowledgeModel

extension TimeRule {
  private static let monthPlaces: Set<WordKey> = Set(
    [
      "in", "of", "since", "until", "till", "before", "after", "from", "to", "by", "during", "mid",
      "late", "early", "between", "through", "end", "-",
    ].map { WordKey($0) })

  /// Months, of a year or of any.
  static let months: [TimeRule] = [
    TimeRule("MONTH") { match, _ in
      guard case .month(let month, let isDoubtful) = match.meaning(0) else { return nil }
      if isDoubtful, !match.follows(monthPlaces) { return nil }
      return .period(.month(month, year: nil))
    },
    TimeRule("MONTH ,|-|of|in? YEAR") { match, _ in
      guard let month = match.month(0), let year = match.number(2) else { return nil }
      return .period(.month(month, year: year))
    },
    TimeRule("YEAR ,? MONTH") { match, _ in
      match.month(2).map { .period(.month($0, year: match.number(0))) }
    },
    TimeRule("month of MONTH YEAR?") { match, _ in
      match.month(2).map { .period(.month($0, year: match.number(3))) }
    },
    TimeRule("MONTH of NUM") { match, _ in
      guard let month = match.month(0), match.digits(2) == 2, let year = match.number(2), year > 31
      else { return nil }
      return .period(.month(month, year: 1_900 + year))
    },
    TimeRule("MONTH ' NUM") { match, _ in
      guard let month = match.month(0), match.digits(2) == 2, let year = match.number(2) else {
        return nil
      }
      return .period(.month(month, year: year < 50 ? 2_000 + year : 1_900 + year))
    },
    TimeRule("DIR MONTH") { match, reference in
      guard let direction = match.direction(0), let month = match.month(1) else { return nil }
      if case .month(_, true) = match.meaning(1), direction.step == 0, !match.isCapitalised(1) {
        return nil
      }
      return .period(.month(month, year: reference.civil.year + direction.step))
    },
    TimeRule("MONTH of? DIR year") { match, reference in
      guard let month = match.month(0), let direction = match.direction(2) else { return nil }
      return .period(.month(month, year: reference.civil.year + direction.step))
    },
    TimeRule("the? ORD|last month of PERIOD") { match, _ in
      let month = match.number(1) ?? 12
      guard let period = match.period(4), period.grain == .year, (1...12).contains(month) else {
        return nil
      }
      return .period(.month(month, year: period.first.year))
    },
  ]
}
