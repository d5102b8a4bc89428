extension TimeRule {
  /// Parts of the day of more than one word.
  static let dayParts: [TimeRule] = [
    TimeRule("early morning|mornings") { _, _ in
      .part(.earlyMorning, isPlural: false)
    },
    TimeRule("night - time") { _, _ in .part(.nighttime, isPlural: false) },
    TimeRule("lunch|dinner|breakfast -? time") { match, _ in meal(match.word(0)) },
    TimeRule("business hours") { _, _ in .part(.business, isPlural: false) },
    TimeRule("day time", isComplete: false) { _, _ in .part(.daytime, isPlural: false) },
  ]

  private static func meal(_ name: String) -> TimeMeaning {
    .part(name == "lunch" ? .lunch : name == "dinner" ? .dinner : .breakfast, isPlural: false)
  }

  /// Times of day.
  static let clocks: [TimeRule] = [
    TimeRule("NUM|DIGITS|TIME MER") { match, _ in
      guard let clock = match.clock(0) ?? compactClock(match), clock.hour <= 23,
        case .meridiem(let half) = match.meaning(1)
      else { return nil }
      if half != .either, !clock.isAmbiguous, clock.hour > 0 || half == .pm { return .clock(clock) }
      switch half {
      case .am: return .clock(clock.morning)
      case .pm: return .clock(clock.afternoon)
      case .either: return .clock(clock)
      }
    },
    // "6.45" may be anything unless something says that it is a time.
    TimeRule("at|@ DIGITS") { match, _ in match.clock(1).map(TimeMeaning.clock) },
    TimeRule("NUM o '? clock") { match, _ in match.clock(0).map(TimeMeaning.clock) },
    TimeRule("NUM|TIME oclock") { match, _ in match.clock(0).map(TimeMeaning.clock) },
    TimeRule("TIME o '? clock") { match, _ in match.clock(0).map(TimeMeaning.clock) },
    TimeRule("half past NUM|TIME") { match, _ in shifted(match, 2, minutes: 30) },
    TimeRule("a? quarter past|after|to|before|of NUM|TIME") { match, _ in
      shifted(match, 3, minutes: ["past", "after"].contains(match.word(2)) ? 15 : -15)
    },
    TimeRule("SPAN before|after TIME") { match, _ in
      guard let span = match.span(0), span.hasClock, span.seconds >= 3_600, span.seconds < 43_200,
        let clock = match.clock(2)
      else { return nil }
      let minutes = Int(span.seconds / 60) * (match.word(1) == "before" ? -1 : 1)
      return shifted(clock, minutes: minutes).map(TimeMeaning.clock)
    },
    TimeRule("NUM NUM MER") { match, _ in
      guard let hour = match.number(0), (1...12).contains(hour), match.digits(1) == 2,
        match.digits(0) <= 2, let minute = match.number(1),
        case .meridiem(let half) = match.meaning(2)
      else { return nil }
      let clock = ClockTime(hour: hour, minute: minute, isAmbiguous: true)
      return clock.map { .clock(half == .am ? $0.morning : half == .pm ? $0.afternoon : $0) }
    },
    TimeRule("NUM noon|midday|midnight") { match, _ in
      guard match.number(0) == 12 else { return nil }
      return ClockTime(hour: match.word(1) == "midnight" ? 0 : 12).map(TimeMeaning.clock)
    },
    TimeRule("DIGITS hours|hrs") { match, _ in match.clock(0).map { .clock($0.certain) } },
    TimeRule("NUM|SPAN past|to|after|before NUM|TIME") { match, _ in
      let isSpan = match.span(0) != nil
      guard let minutes = match.number(0) ?? match.span(0).map({ Int($0.seconds / 60) }),
        (1..<60).contains(minutes)
      else { return nil }
      let word = match.word(1)
      // "5 to 6" is a range.
      guard word == "past" || (isSpan && match.span(0)?.hasClock == true) else { return nil }
      return shifted(match, 2, minutes: ["past", "after"].contains(word) ? minutes : -minutes)
    },
    TimeRule("NUM ~-? NUM minutes?", isComplete: false) { match, _ in
      guard let hour = match.number(0), let minute = match.number(2), (1...12).contains(hour),
        match.digits(0) == 0, match.digits(2) == 0, (10..<60).contains(minute)
      else { return nil }
      return ClockTime(hour: hour, minute: minute, isAmbiguous: true).map(TimeMeaning.clock)
    },
    TimeRule("NUM -? ish") { match, _ in match.clock(0).map(TimeMeaning.clock) },
    TimeRule("TIME -? ish") { match, _ in match.clock(0).map(TimeMeaning.clock) },
    TimeRule("noon|midday|noonish") { _, _ in ClockTime(hour: 12).map(TimeMeaning.clock) },
    TimeRule("mid -? day") { _, _ in ClockTime(hour: 12).map(TimeMeaning.clock) },
    TimeRule("midnight") { _, _ in ClockTime(hour: 0).map(TimeMeaning.clock) },
    TimeRule("mid -? night") { _, _ in ClockTime(hour: 0).map(TimeMeaning.clock) },
    TimeRule("NUM") { match, _ in
      // A number alone is a time only behind "at".
      guard match.follows([WordKey("at")]), let clock = match.clock(0),
        match.next?.kind != .letters || match.next.map({ timeFollowers.contains($0.key) }) == true
      else { return nil }
      return .clock(clock)
    },
    TimeRule("in|during the? PART") { match, _ in
      guard case .part(let part, let isPlural) = match.meaning(2) else { return nil }
      return .part(part, isPlural: isPlural)
    },
    TimeRule("TIME|NUM|DIGITS in|at|of the? PART") { match, _ in
      settled(match.clock(0), match.part(3))
    },
    TimeRule("TIME ,? PART") { match, _ in settled(match.clock(0), match.part(2)) },
    TimeRule("PART ,? TIME") { match, _ in settled(match.clock(2), match.part(0)) },
    TimeRule("PART ,? at|around TIME|NUM") { match, _ in
      settled(match.clock(3), match.part(0))
    },
    TimeRule("PART") { match, _ in
      // A greeting, and the nights of a stay, are no time.
      if match.follows([WordKey("good")]) || isGreeting(match) { return nil }
      guard case .part(let part, let isPlural) = match.meaning(0) else { return nil }
      if part == .night || match.end - match.start > 1 { return nil }
      return .part(part, isPlural: isPlural)
    },
    TimeRule("around|about|approximately|approx|circa|roughly TIME") { match, _ in
      // "How about" proposes.
      match.follows([WordKey("how"), WordKey("what"), WordKey("but")]) ? nil : match.meaning(1)
    },
    TimeRule("around|about|circa NUM", isComplete: false) { match, _ in
      match.clock(1).map(TimeMeaning.clock)
    },
    TimeRule("now|nowadays") { _, _ in .present("PRESENT_REF") },
    TimeRule("right now") { _, _ in .present("PRESENT_REF") },
    TimeRule("at present") { _, _ in .present("PRESENT_REF") },
    TimeRule("at this|the time|moment|minute") { match, _ in
      match.word(1) == "the" && match.word(2) != "moment" ? nil : .present("PRESENT_REF")
    },
    TimeRule("asap") { _, _ in .present("FUTURE_REF") },
    TimeRule("as soon as possible") { _, _ in .present("FUTURE_REF") },
    TimeRule("recently|previously|lately") { _, _ in .present("PAST_REF") },
  ]

  private static let timeFollowers: Set<WordKey> = Set(
    [
      "on", "tomorrow", "today", "tonight", "and", "or", "but", "please", "sharp", "then", "if",
      "so",
      "this", "next", "last", "yesterday", "every", "each", "in", "for", "with", "we", "i", "to",
      "at",
    ]
    .map { WordKey($0) })

  /// "Morning all", at the start of a line.
  private static func isGreeting(_ match: TimeMatch) -> Bool {
    guard match.previous == nil, match.isCapitalised(0) else { return false }
    return match.next.map { $0.kind != .letters || !functionWords.contains($0.key) } ?? true
  }

  private static func settled(_ clock: ClockTime?, _ part: DayPart?) -> TimeMeaning? {
    guard let clock, let part else { return nil }
    return .clock(clock.within(part))
  }

  /// `1140` before "a.m.".
  private static func compactClock(_ match: TimeMatch) -> ClockTime? {
    guard case .number(let value, let digits) = match.meaning(0), (3...4).contains(digits) else {
      return nil
    }
    let hour = value / 100
    return ClockTime(hour: hour, minute: value % 100, isAmbiguous: (1...12).contains(hour))
  }

  private static func shifted(_ match: TimeMatch, _ index: Int, minutes: Int) -> TimeMeaning? {
    guard let clock = match.clock(index), clock.minute == nil else { return nil }
    return shifted(clock, minutes: minutes).map(TimeMeaning.clock)
  }

  private static func shifted(_ clock: ClockTime, minutes: Int) -> ClockTime? {
    let isHalfDay = clock.isAmbiguous
    let total = modulo(clock.secondOfDay / 60 + minutes, isHalfDay ? 720 : 1_440)
    let hour = isHalfDay && total < 60 ? 12 : total / 60
    return ClockTime(hour: hour, minute: total % 60, isAmbiguous: isHalfDay)
  }
}
