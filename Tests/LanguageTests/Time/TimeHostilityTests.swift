import KnowledgeModel
import SeededTesting
import Testing

@testable import Language

/// Texts that nobody means well with.
struct TimeHostilityTests {
  private static let moments =
    [
      "2024-05-02T16:20:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
      "2024-02-29T00:00:00Z",
    ].compactMap(Timestamp.init) + [.min, .max].map(Timestamp.init(microseconds:))

  private static let pieces = [
    "from", "to", "and", "-", "5", "12", "2024", "may", "Monday", "next", "last", "the", "at", ":",
    "30", "pm", "in", "of", "week", "days", "every", "1st", "second", "half", "quarter", "past",
    "before", "after", "easter", "tomorrow", "morning", "/", ".", ",", "999999", "0", "ago", "q4",
    "'", "s", "until", "now", "year", "99999999999999999999", "hundred", "thousand", "twenty", "\n",
    "(", ")", "a", "an", "few", "1/1/1", "9999-12-31", "0000-00-00", "business", "centuries",
  ]

  private static func check(_ text: String, _ moment: Timestamp, offset: Int) throws -> String? {
    let tokenized = try Tokenizer().tokenize(text)
    var end = 0
    for found in TimeTagger().expressions(in: tokenized, reference: moment, offsetMinutes: offset) {
      if !tokenized.contains(found.tokens) { return "tokens \(found.tokens)" }
      if found.utf8.isEmpty || found.utf8.lowerBound < end
        || found.utf8.upperBound > tokenized.utf8.count
      {
        return "bytes \(found.utf8)"
      }
      _ = found.value.text(offsetMinutes: offset)
      end = found.utf8.upperBound
    }
    return nil
  }

  @Test func `known hostile texts are read at any time`() throws {
    for text in HostileText.named {
      #expect(try Self.check(text, Self.moments[0], offset: 0) == nil)
    }
    for moment in Self.moments {
      for offset in [Int.min, -720, 0, 840, Int.max] {
        let text =
          "three centuries ago, in 999 decades, last year, next Friday at 5 and 2 weeks later"
        #expect(try Self.check(text, moment, offset: offset) == nil)
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func `random words of time never overlap or trap`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let count = Int.random(in: 1...40, using: &generator)
      let text = (0..<count).map { _ in
        (Self.pieces.randomElement(using: &generator) ?? "")
          + (Bool.random(using: &generator) ? " " : "")
      }.joined()
      let moment = Self.moments.randomElement(using: &generator) ?? Self.moments[0]
      let flaw = try Self.check(text, moment, offset: Int.random(in: -900...900, using: &generator))
      #expect(flaw == nil, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: [
    "5-", "from 5 to ", "may ", "twenty ", "1/1/", "next last ", "Monday and ", "1 hour 2 minutes ",
    "tomorrow at 5 to 6 ", "q1 - ", "of the ",
  ])
  func `twice the text is twice the work`(unit: String) throws {
    func work(_ count: Int) throws -> Int {
      let text = try Tokenizer().tokenize(String(repeating: unit, count: count))
      let pieces = TimeLexeme.pieces(of: text)
      let chart = TimeChart(
        pieces, lexical: TimeScanner(pieces).items, grammar: .english,
        reference: TimeReference(Self.moments[0], offsetMinutes: 0))
      return chart.work
    }
    // The first pieces have less before them, so the difference is between later stretches.
    let (one, two, three) = (try work(100), try work(200), try work(300))
    #expect(Double(three - two) <= 1.02 * Double(two - one))
  }

  @Test func `each line is read by itself`() throws {
    let text = "from Monday\nto Friday\n5\npm"
    let found = try TimeTaggerTests.expressions(text).map(\.text)
    #expect(found == ["Monday", "Friday"])
  }
}
