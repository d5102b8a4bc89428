/// A construct that has no place in `Sources`, save behind its door.
struct BannedConstruct: Sendable {
  /// The text in the code, or in the comments.
  let text: String
  var view: @Sendable (SourceText) -> [Int]
  /// What to do instead.
  let advice: String
  /// Whether the construct at an offset is in order after all.
  var isExcused: @Sendable (SourceText, Int) -> Bool = { _, _ in false }
  /// Files, or folders that end in `/`, where it belongs, each with its reason.
  var doors: [String: String] = [:]

  init(
    _ text: String, _ advice: String, doors: [String: String] = [:],
    excusedIf isExcused: @escaping @Sendable (SourceText, Int) -> Bool = { _, _ in false }
  ) {
    self.text = text
    self.advice = advice
    self.doors = doors
    self.isExcused = isExcused
    view = { $0.occurrences(of: text) }
  }

  /// Looks in the comments rather than in the code.
  static func comment(_ text: String, _ advice: String) -> BannedConstruct {
    var rule = BannedConstruct(text, advice)
    rule.view = { $0.occurrences(of: text, in: \.comments) }
    return rule
  }

  func findings(in source: SourceText) -> [Finding] {
    if door(of: source.path) != nil { return [] }
    return offenders(in: source).map {
      Finding(path: source.path, line: source.line(at: $0), message: "`\(text)`: \(advice)")
    }
  }

  /// Doors for one file that nothing goes through any more.
  static func unusedDoors(in sources: [SourceText]) -> [Finding] {
    let doors = Set(all.flatMap(\.doors.keys).filter { !$0.hasSuffix("/") })
    return doors.sorted().filter { door in
      !sources.contains { source in
        source.path == door
          && all.contains { $0.doors[door] != nil && !$0.offenders(in: source).isEmpty }
      }
    }
    .map { Finding(path: $0, message: "needs no exception") }
  }

  func offenders(in source: SourceText) -> [Int] {
    view(source).filter { !isExcused(source, $0) }
  }

  /// The door through which `path` may use the construct.
  func door(of path: String) -> String? {
    doors.keys.first { $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0 }
  }
}

extension BannedConstruct {
  static let all = errors + traps + worlds + promises

  private static let errors = [
    BannedConstruct("try!", "throw, or state why it can't fail with a sentence"),
    BannedConstruct("as!", "make the type say it, or throw"),
    comment("TODO", "do it, or open an issue"),
    comment("FIXME", "fix it, or open an issue"),
  ]

  /// Programmer errors trap with a sentence.
  private static let traps = ["fatalError(", "preconditionFailure(", "precondition("].map { trap in
    BannedConstruct(trap, "say in a sentence what the caller did wrong") { source, offset in
      let arguments = source.arguments(after: offset + trap.utf8.count)
      let literals = arguments.split(separator: "\"", omittingEmptySubsequences: false).dropFirst()
      return literals.contains { $0.contains(" ") }
    }
  }

  /// The clock, randomness and the terminal are parameters everywhere but at their doors.
  private static let worlds =
    ["print(", "debugPrint(", "dump("].map {
      BannedConstruct($0, "return it, or log it", doors: terminal)
    }
    + wallClock.map { BannedConstruct($0, "take the time as a parameter", doors: clock) }
    + [
      BannedConstruct(".now", "take the time as a parameter", doors: clock.merging(fields) { $1 }) {
        source, offset in
        // `lookup.now` is a value that somebody was given; only an implicit member reads a clock.
        offset > 0
          && !(isBlank(source.code[offset - 1]) || "(,:[".utf8.contains(source.code[offset - 1]))
      }
    ]
    + generators.map { BannedConstruct($0, "take a generator as a parameter", doors: randomness) }
    + draws.map { draw in
      BannedConstruct(draw, "pass a generator (`using:`)", doors: randomness) { source, offset in
        source.arguments(after: offset + draw.utf8.count).contains("using:")
      }
    }

  /// What the compiler is told to believe needs its reason in a comment directly above.
  private static let promises = ["@unchecked Sendable", "nonisolated(unsafe)"].map { promise in
    BannedConstruct(promise, "give the reason in a comment directly above") { source, offset in
      source.line(source.line(at: offset) - 1, of: \.comments).hasPrefix("//")
    }
  }

  private static let wallClock = [
    "Date()", "Date.now", "ContinuousClock()", "SuspendingClock()", "ContinuousClock.now",
    "SuspendingClock.now", "Instant.now", "DispatchTime.now", "DispatchWallTime.now",
    "NIODeadline.now", "clock_gettime(", "gettimeofday(",
  ]

  private static let generators = [
    "SystemRandomNumberGenerator", "UUID()", "arc4random", "getrandom(", "SymmetricKey(size:",
  ]

  private static let draws = [".random(", ".randomElement(", ".shuffled(", ".shuffle("]

  private static let terminal = ["Sources/rosemary/": "the command line talks to a person"]

  private static let clock = [
    "Sources/SystemSeam/": "the seam to the operating system reads the clock for everybody",
    "Sources/rosemary/": "the command line passes the clock down",
    "Sources/Server/Network/ConnectionHandler.swift":
      "a call's deadline runs from its arrival, on the clock by which tasks sleep",
  ]

  private static let fields = [
    "Sources/WireProtocol/": "`now` is a field of requests there"
  ]

  private static let randomness = [
    "Sources/SystemSeam/": "the seam to the operating system draws the entropy",
    "Sources/rosemary/": "the command line passes the generator down",
    "Sources/GraphStore/EventLog.swift": "a salt is a secret on which nothing else depends",
  ]
}
