import AMR
import KnowledgeModel
import Language
import Testing
import SeededTesting

@Suite struct HostileMessageTests {
  @discardableResult
  private func checkUnderstanding(of text: String) throws -> Understanding {
    let spoken = message(text)
    let understanding = try FirstUnderstanding().understand(spoken)
    try Grounding().check(understanding, of: spoken)
    #expect(understanding.statements.first?.frame == .say)
    #expect(understanding.mentions == understanding.mentions.sorted { $0.tokens < $1.tokens })
    return understanding
  }

  @Test(
    arguments: [
      "", "\u{0}", String(repeating: "a", count: 100_000), String(repeating: "(", count: 10_000),
      String(repeating: "[({<", count: 10_000) + String(repeating: ">})]", count: 10_000),
      String(repeating: "Bob ", count: 25_000), String(repeating: "Bob. ", count: 25_000),
      String(repeating: ", can we ", count: 10_000), String(repeating: ", please", count: 12_000),
      String(repeating: "please ", count: 12_000), String(repeating: "but is ", count: 15_000),
      String(repeating: "if ", count: 30_000), String(repeating: "could be ", count: 15_000),
      String(repeating: "\n", count: 100_000), String(repeating: "?", count: 100_000),
      String(repeating: "? ", count: 40_000), String(repeating: "@a ", count: 30_000),
      "@" + String(repeating: "a", count: 100_000),
      "https://" + String(repeating: "a/", count: 50_000),
      "A" + String(repeating: "b", count: 100_000) + " is here",
      String(repeating: "e\u{301}", count: 30_000),
      String(repeating: "can’t ", count: 20_000), "\u{202E}Bob said that\u{202C}", "Ünal is sick",
      "İstanbul is big and İstanbul's İ", "ǅungla is here",
    ].map(Hostile.init))
  func `hostile messages are understood and grounded`(hostile: Hostile) throws {
    try checkUnderstanding(of: hostile.text)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `random messages are understood and grounded`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "Bob", "Alice", "NASA", "I", "May", "can", "could", "you", "we", "please", "let's", "but",
      "and",
      "might", "if", "is", "n't", "said", "that", ",", ";", ".", "?", "\n", "> ", "`x`", "```y```",
      "@carol", "#eng", "https://x.org", "a@b.cd", "(", ")", "👍", "é", "İ", "日本", "\u{0}", "'s",
      "5",
    ]
    for round in 0..<4_000 {
      let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        (pieces.randomElement(using: &generator) ?? "")
          + (Bool.random(using: &generator) ? " " : "")
      }.joined()
      do {
        try checkUnderstanding(of: text)
      } catch {
        Issue.record("seed \(seed), round \(round): \(text.debugDescription): \(error)")
      }
    }
  }

  @Test func `random bytes are understood and grounded`() throws {
    var generator = SeededGenerator(seed: 17)
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      try checkUnderstanding(of: String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(.enabled(if: slackTexts != nil, "the shared Slack exports are not at hand"))
  func `real messages are understood and grounded, and most say something`() throws {
    let texts = try #require(slackTexts)
    var speaking = 0
    for text in texts {
      speaking += try checkUnderstanding(of: text).statements.count > 1 ? 1 : 0
    }
    #expect(speaking * 4 > texts.count * 3, "\(speaking) of \(texts.count)")
  }
}

/// A text that is named by its beginning and its length: written out it would drown the report.
struct Hostile: CustomTestStringConvertible {
  let text: String

  var testDescription: String { "\(text.prefix(16).debugDescription)… (\(text.utf8.count) bytes)" }
}
