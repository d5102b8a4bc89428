extension TimeRule {
  /// Before and after other times; more and less than a span.
  static let bounds: [TimeRule] = [
    TimeRule(
      "before|until|till|til|by|since|after approximately|around? the? TIME|DATE|PERIOD|FEAST|MOMENT|DATEPART|PART"
    ) { match, reference in
      guard let bound = boundWords[match.word(0)], let meaning = match.meaning(3) else {
        return nil
      }
      if case .period(let period) = meaning, period.isRange { return nil }
      return reference.bounded(meaning, bound, hasBegun: match.word(0) == "since")
        .map(TimeMeaning.reading)
    },
    TimeRule("earlier|later|sooner than TIME|DATE|PERIOD|MOMENT") { match, reference in
      bounded(match.meaning(2), match.word(0) == "later" ? .after : .before, reference)
    },
    TimeRule("no later|earlier than TIME|DATE|PERIOD|MOMENT") { match, reference in
      bounded(match.meaning(3), match.word(1) == "later" ? .until : .since, reference)
    },
    TimeRule("as late|early as TIME|DATE|PERIOD|MOMENT") { match, reference in
      bounded(match.meaning(3), match.word(1) == "late" ? .until : .since, reference)
    },
    TimeRule("as of TIME|DATE|PERIOD|MOMENT") { match, reference in
      bounded(match.meaning(2), .since, reference)
    },
    TimeRule("starting|beginning|effective on|from|at? TIME|DATE|PERIOD|MOMENT") {
      match, reference in
      bounded(match.meaning(2), .since, reference)
    },
    TimeRule("TIME|DATE|PERIOD|MOMENT and|or later|after|above|onwards|onward") {
      match, reference in
      if match.word(2) == "after", match.next?.kind == .letters { return nil }
      return bounded(match.meaning(0), .since, reference)
    },
    TimeRule("TIME or|and later on DATE") { match, reference in
      guard let clock = match.clock(0), let date = match.date(4) else { return nil }
      return bounded(.moment(date, clock), .since, reference)
    },
    TimeRule("TIME|DATE|PERIOD|MOMENT onwards|onward") { match, reference in
      bounded(match.meaning(0), .since, reference)
    },
    TimeRule("TIME|DATE|PERIOD|MOMENT or|and earlier|before|sooner") { match, reference in
      if match.word(2) == "before", match.next?.kind == .letters { return nil }
      return bounded(match.meaning(0), .until, reference)
    },
    TimeRule("DATE before|after|by|until|till|since TIME") { match, reference in
      guard let date = match.date(0), let clock = match.clock(2) else { return nil }
      return boundWords[match.word(1)].flatMap { bounded(.moment(date, clock), $0, reference) }
    },
    TimeRule("> =? PERIOD|DATE") { match, reference in
      bounded(match.meaning(2), match.has(1) ? .since : .after, reference)
    },
    TimeRule("< =? PERIOD|DATE") { match, reference in
      bounded(match.meaning(2), match.has(1) ? .until : .before, reference)
    },
    TimeRule("more|less|longer|fewer than SPAN") { match, reference in
      match.meaning(2).flatMap { reference.reading($0) }.map(TimeMeaning.reading)
    },
    TimeRule("at least|most SPAN") { match, reference in
      match.meaning(2).flatMap { reference.reading($0) }.map(TimeMeaning.reading)
    },
    TimeRule("before|after|during|at|around lunch|dinner|breakfast") { match, reference in
      let part: DayPart =
        match.word(1) == "lunch" ? .lunch : match.word(1) == "dinner" ? .dinner : .breakfast
      let meaning = TimeMeaning.part(part, isPlural: false)
      guard let bound = boundWords[match.word(0)] else { return meaning }
      return bounded(meaning, bound, reference)
    },
    TimeRule("around|approximately DATE|MOMENT") { match, _ in
      if let date = match.date(1), date.month == nil, date.weekday == nil { return nil }
      return match.meaning(1)
    },
  ]

  private static let boundWords: [String: TimeBound] = [
    "before": .before, "until": .until, "till": .until, "til": .until, "by": .until,
    "since": .since,
    "after": .after,
  ]

  private static func bounded(
    _ meaning: TimeMeaning?, _ bound: TimeBound, _ reference: TimeReference
  ) -> TimeMeaning? {
    guard let meaning else { return nil }
    if case .period(let period) = meaning, period.isRange { return nil }
    return reference.bounded(meaning, bound).map(TimeMeaning.reading)
  }
}
