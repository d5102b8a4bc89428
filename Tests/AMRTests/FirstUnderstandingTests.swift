import AMR
import KnowledgeModel
import Language
import Testing

@Suite struct FirstUnderstandingTests {
  private let extractor = FirstUnderstanding()

  /// `frame commitment «words of ARG1» cue` of every statement but the first.
  private func statements(_ text: String) throws -> [String] {
    let tokenized = try Tokenizer().tokenize(text)
    let understanding = try extractor.understand(message(text))
    return understanding.statements.dropFirst().map { statement in
      var words = ""
      for argument in statement.arguments where argument.role == .arg1 {
        if case .clause(let range) = argument.filler { words = tokenized.text(of: range) ?? "?" }
      }
      let cue = statement.predicate.map { " " + (tokenized.text(of: $0) ?? "?") } ?? ""
      return "\(statement.frame) \(statement.commitment.rawValue) «\(words)»\(cue)"
    }
  }

  private func mentions(_ text: String) throws -> [String] {
    try extractor.understand(message(text)).mentions.map(\.entity.description)
  }

  @Test func `the message of the design is an assertion and a request`() throws {
    let text =
      "I am feeling sick and can't come to the office tomorrow, can we reschedule the project meeting?"
    #expect(
      try statements(text) == [
        "true-01 0.93 «I am feeling sick and can't come to the office tomorrow»",
        "request-01 0.9 «reschedule the project meeting» can we",
      ])
  }

  @Test func `a hedge stays below one half and grows nothing that is not said`() throws {
    let text = "I might be out with the flu tomorrow"
    #expect(
      try statements(text) == ["true-01 0.35 «\(text)»", "possible-01 0.95 «\(text)» might"])
    let hedged = try extractor.understand(message(text)).statements.map(\.isHedged)
    #expect(hedged == [false, true, false])
  }

  @Test(arguments: [
    ("The build is broken", 0.93), ("It will probably rain", 0.7), ("It will rain", 0.75),
    ("I think it works", 0.6), ("I don't think it works", 0.6), ("He said that it works", 0.55),
    ("If it rains we stay", 0.4), ("I doubt it works", 0.2), ("See if it works", 0.93),
    ("It seems to work", 0.5), ("The build isn't broken", 0.93), ("Maybe it works", 0.35),
    ("We met in May", 0.93), ("I saw Will there", 0.93), ("As I said it works", 0.93),
    ("Bob said the build broke", 0.55), ("It may work", 0.35), ("We may, in May", 0.35),
  ])
  func `commitment follows the words`(text: String, commitment: Double) throws {
    let first = try extractor.understand(message(text)).statements[1]
    #expect(first.frame == .true)
    #expect(first.commitment.rawValue == commitment)
  }

  @Test func `requests are polite, imperative or shared`() throws {
    #expect(
      try statements("please deploy the build; let's meet at 5") == [
        "request-01 0.9 «deploy the build» please", "request-01 0.9 «meet at 5» let's",
      ])
    #expect(
      try statements("Bob, could you please review (the new one)?") == [
        "request-01 0.9 «review (the new one)» could you please"
      ])
    #expect(
      try statements("would you mind waiting?") == ["request-01 0.9 «waiting» would you mind"])
  }

  @Test func `questions are asked, with their mark or without`() throws {
    #expect(
      try statements("is the meeting still on?") == ["ask-01 0.95 «is the meeting still on» ?"])
    #expect(try statements("How do I install it") == ["ask-01 0.95 «How do I install it» How do"])
    #expect(try statements("would you use it?") == ["ask-01 0.95 «would you use it» ?"])
  }

  @Test func `greetings, quotes and code assert nothing`() throws {
    for text in [
      "", "hi all!", "thank you so much :)", "> he is sick", "```he is sick```", "ok", "?!", "🎉 🎉",
    ] {
      #expect(try statements(text) == [], "\(text)")
    }
  }

  @Test func `a message is said to its handles, or else to its channel, about its mentions`() throws
  {
    let say = try extractor.understand(
      message("@Alice the Lavender report is at https://x.org/R/ #eng #eng")
    ).statements[0]
    #expect(say.frame == .say)
    #expect(say.arguments.map(\.role) == [.arg0, .arg1, .arg2, .topic, .topic, .topic])
    #expect(
      say.arguments.compactMap { argument in
        if case .entity(let entity) = argument.filler { entity.description } else { nil }
      } == ["user:bob", "handle:alice", "name:lavender", "link:x.org/R", "tag:eng"])
    let unaddressed = try extractor.understand(message("hello")).statements[0]
    #expect(unaddressed.arguments.last?.filler == .entity(EntityKey(kind: .channel, name: "C1")))
  }

  @Test func `names are capitals that mean it`() throws {
    #expect(
      try mentions("Yesterday Bob met Dr. Jane Smith at NASA's White House.") == [
        "name:bob", "name:dr. jane smith", "name:nasa", "name:white house",
      ])
    #expect(
      try mentions("Alice is sick. Reviewing Jira takes time. Check GitHub on Monday") == [
        "name:alice", "name:jira", "name:github",
      ])
    #expect(
      try mentions("Thanks Bob! The meeting is on. Nothing works. I'm in May, in London") == [
        "name:bob", "name:london",
      ])
    #expect(try mentions("WE MUST SHIP IT NOW `Bob` ```Alice is``` LOL") == [])
    #expect(try mentions("Lavender rocks. we ship Lavender") == ["name:lavender", "name:lavender"])
  }

  @Test func `the same message is understood alike`() throws {
    let text = message("Bob said that the release might slip, could you check? @alice")
    #expect(try extractor.understand(text) == extractor.understand(text))
  }

  @Test func `past the limit of propositions the rest is one clause`() throws {
    let text = String(repeating: "It might rain today. ", count: 2_000)
    let understanding = try extractor.understand(message(text))
    #expect(understanding.statements.count <= Limits.propositionsPerMessage)
    let tokenCount = try Tokenizer().tokenize(text).tokens.count
    #expect(understanding.statements.suffix(2).contains { $0.tokens?.last == tokenCount })
    try Grounding().check(understanding, of: message(text))
  }

  @Test func `a flood of mentions keeps the first of each`() throws {
    let text = (0..<3_000).map { "@u\($0) @u\($0)" }.joined(separator: " ")
    let understanding = try extractor.understand(message(text))
    #expect(understanding.mentions.count == Limits.mentionsPerMessage)
    #expect(Set(understanding.mentions.map(\.entity)).count == Limits.mentionsPerMessage)
    #expect(understanding.statements[0].arguments.count == Limits.fillersPerRole + 2)
    try Grounding().check(understanding, of: message(text))
  }
}
