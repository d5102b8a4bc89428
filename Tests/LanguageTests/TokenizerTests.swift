import KnowledgeModel
import Language
import Testing
import SeededTesting

@Suite struct TokenizerTests {
  private func words(_ text: String) throws -> [String] {
    let tokenized = try Tokenizer().tokenize(text)
    return tokenized.tokens.indices.map { tokenized.text(at: $0) }
  }

  private func kinds(_ text: String) throws -> [Token.Kind] {
    try Tokenizer().tokenize(text).tokens.map(\.kind)
  }

  @Test func `contractions and possessives are split as in the treebanks`() throws {
    #expect(
      try words("I'm sure Bob's dog can't") == ["I", "'m", "sure", "Bob", "'s", "dog", "ca", "n't"])
    #expect(try words("we’ll don’t") == ["we", "’ll", "do", "n’t"])
    #expect(try words("I'd've cannot WON'T") == ["I", "'d", "'ve", "can", "not", "WO", "N'T"])
    #expect(
      try words("O'Brien y'all 'tis rock'n'roll") == [
        "O'Brien", "y'all", "'", "tis", "rock'n'roll",
      ])
  }

  @Test func `full stops stay with abbreviations and leave other words`() throws {
    #expect(try words("e.g. the U.S. at 5 p.m.") == ["e.g.", "the", "U.S.", "at", "5", "p.m."])
    #expect(try words("Dr. Who met J. Smith.") == ["Dr.", "Who", "met", "J.", "Smith", "."])
    #expect(try words("that's it.") == ["that", "'s", "it", "."])
  }

  @Test func `numbers keep their signs and amounts lose their currency`() throws {
    #expect(
      try words("$5,282 at 16:20, 3.5k on 2024-05-02.")
        == ["$", "5,282", "at", "16:20", ",", "3.5k", "on", "2024-05-02", "."])
    #expect(try kinds("5,282 16:20 3.5k 3rd 2024-05-02 1.").dropLast().allSatisfy { $0 == .number })
  }

  @Test func `links end before the signs of their sentence`() throws {
    #expect(
      try words(
        "(see https://x.org/a_(b)?c=d). www.y.org! bob@z.co.uk, a+b@z.org <https://q.r|label>")
        == [
          "(", "see", "https://x.org/a_(b)?c=d", ")", ".", "www.y.org", "!", "bob@z.co.uk", ",",
          "a+b@z.org", "<", "https://q.r", "|", "label", ">",
        ])
    #expect(try kinds("HTTP://A.B bob@z.org") == [.link, .link])
    #expect(try words("a@b") == ["a", "@b"] || words("a@b") == ["a", "@", "b"])
  }

  @Test func `handles and tags are one token, and signs without names are symbols`() throws {
    #expect(
      try kinds("@alice.smith #project-lavender # @ #12") == [
        .handle, .tag, .symbol, .symbol, .symbol, .number,
      ])
    #expect(try words("@alice, @bob.") == ["@alice", ",", "@bob", "."])
  }

  @Test func `code is one token and an open fence is not code`() throws {
    #expect(try kinds("`a b` ```x\ny``` z") == [.inlineCode, .codeBlock, .word])
    #expect(try kinds("```x y") == [.symbol, .word, .word])
    #expect(try kinds("`a\nb`") == [.symbol, .word, .word, .symbol])
  }

  @Test func `shortcodes, faces and joined pictographs are emoji`() throws {
    #expect(try kinds(":wave: :+1: :) <3 👩‍👩‍👧 🇩🇪 👍🏽").allSatisfy { $0 == .emoji })
    #expect(try words("👩‍👩‍👧🇩🇪👍🏽") == ["👩‍👩‍👧", "🇩🇪", "👍🏽"])
    #expect(try !kinds("[x :as y] a:b:c 10:30 ::k").contains(.emoji))
  }

  @Test func `what is joined to code-like words stays whole`() throws {
    #expect(
      try words("foo.bar snake_case a/b AT&T C# C++") == [
        "foo.bar", "snake_case", "a/b", "AT&T", "C#", "C++",
      ])
    #expect(try words("_more_ __init__") == ["_", "more", "_", "__", "init", "__"])
  }

  @Test func `lines that start with a greater-than sign are quoted`() throws {
    let tokens = try Tokenizer().tokenize("> he said\nI say x > y").tokens
    #expect(tokens.map(\.isQuoted) == [true, true, true, false, false, false, false, false])
  }

  @Test func `sentences end at stops, lines and code, not at abbreviations or ellipses`() throws {
    func sentences(_ text: String) throws -> [String] {
      let tokenized = try Tokenizer().tokenize(text)
      return tokenized.sentences.map { tokenized.text(of: $0) }
    }
    #expect(try sentences("I see. you go! Why?! ok") == ["I see.", "you go!", "Why?!", "ok"])
    #expect(
      try sentences("e.g. Dr. Who is here at 5 p.m. The end") == [
        "e.g. Dr. Who is here at 5 p.m.", "The end",
      ])
    #expect(try sentences("well... maybe not... But yes") == ["well... maybe not...", "But yes"])
    #expect(try sentences("one\ntwo ```x``` three") == ["one", "two", "```x```", "three"])
    #expect(try sentences("(It works.) Nice. :) Next") == ["(It works.)", "Nice. :)", "Next"])
    #expect(
      try sentences("version 1.2.3 of foo.bar is 3.5 big") == [
        "version 1.2.3 of foo.bar is 3.5 big"
      ])
  }

  @Test func `long sentences are split at the limit`() throws {
    let tokenized = try Tokenizer().tokenize(String(repeating: "a ", count: 1_000))
    #expect(tokenized.sentences.map(\.count) == [400, 400, 200])
  }

  @Test func `token ranges outside the text have no words`() throws {
    let text = try Tokenizer().tokenize("one two")
    #expect(text.text(of: TokenRange(first: 1, last: 2)) == "one two")
    for (first, last) in [(0, 1), (1, 3), (2, 1), (3, 3), (-1, 1), (1, Int.max), (Int.min, 2)] {
      #expect(text.text(of: TokenRange(first: first, last: last)) == nil)
    }
  }

  @Test func `a text past the limit of tokens is refused`() {
    let error = #expect(throws: RosemaryError.self) {
      try Tokenizer().tokenize(String(repeating: ", ", count: Limits.tokensPerMessage + 1))
    }
    #expect(error?.code == .invalidArgument)
  }

  @Test func `no text loses a visible sign or leaves its bounds`() throws {
    for text in HostileText.named {
      #expect(
        flaw(of: try Tokenizer().tokenize(text)) == nil, "\(text.prefix(40).debugDescription)")
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `random chat and random bytes tokenize into well-formed texts`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<3_000 {
      let chat = HostileText.random(&generator)
      #expect(
        flaw(of: try Tokenizer().tokenize(chat)) == nil,
        "seed \(seed), round \(round): \(chat.debugDescription)")
      let bytes = HostileText.randomBytes(&generator)
      #expect(
        flaw(of: try Tokenizer().tokenize(utf8: bytes)) == nil,
        "seed \(seed), round \(round): \(bytes)")
    }
  }

  @Test func `text between lines is tokenized as it is alone`() throws {
    // No rule but a fence looks beyond its line, so a line's tokens depend on the line only.
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      let line = String(HostileText.random(&generator).filter { !$0.isNewline && $0 != "`" })
      let alone = try words(line)
      #expect(try words("x\n" + line + "\ny") == ["x"] + alone + ["y"], "\(line.debugDescription)")
    }
  }
}
