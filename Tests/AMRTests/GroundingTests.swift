import AMR
import KnowledgeModel
import Language
import Testing

@Suite struct GroundingTests {
  private let spoken = message(
    "Alice can't come to London, could you tell @carol? see https://x.org/a")

  private func understood() throws -> Understanding {
    try FirstUnderstanding().understand(spoken)
  }

  private func rejects(_ change: (inout Understanding) -> Void) throws -> Bool {
    var understanding = try understood()
    change(&understanding)
    do {
      try Grounding().check(understanding, of: spoken)
      return false
    } catch {
      return error.code == .invalidArgument
    }
  }

  @Test func `what the first understanding says passes`() throws {
    #expect(try !rejects { _ in })
    #expect(try understood().mentions.count == 4)
  }

  @Test(arguments: [
    TokenRange(first: 0, last: 1), TokenRange(first: 2, last: 1), TokenRange(first: 1, last: 100),
    TokenRange(first: -5, last: 3), TokenRange(first: 1, last: Int.max),
    TokenRange(first: Int.min, last: Int.min), TokenRange(first: Int.max, last: Int.max),
  ])
  func `ranges outside the message are rejected wherever they stand`(range: TokenRange) throws {
    #expect(try rejects { $0.mentions[0].tokens = range })
    #expect(try rejects { $0.statements[0].tokens = range })
    #expect(try rejects { $0.statements[1].predicate = range })
    #expect(try rejects { $0.statements[1].arguments[0].filler = .clause(range) })
    #expect(try rejects { $0.statements[1].arguments[0].tokens = range })
    #expect(try rejects { $0.statements[0].arguments[2].tokens = range })
  }

  @Test func `a clause is the words that its argument claims`() throws {
    let one = TokenRange(first: 1, last: 1)
    #expect(try rejects { $0.statements[1].arguments[0].filler = .clause(one) })
    #expect(
      try !rejects {
        $0.statements[1].arguments[0].filler = .clause(one)
        $0.statements[1].arguments[0].tokens = one
      })
  }

  @Test func `nothing is named in code or by a token of another sort`() throws {
    let spoken = message("`Alice` is @carol")
    func passes(_ kind: EntityKey.Kind, _ name: String, _ surface: String, at index: Int) -> Bool {
      let mention = Mention(
        entity: EntityKey(kind: kind, name: name), tokens: TokenRange(first: index, last: index),
        surface: surface)
      let understanding = Understanding(
        extractor: ExtractorVersion(name: "other", version: 1), mentions: [mention], statements: [])
      return (try? Grounding().check(understanding, of: spoken)) != nil
    }
    #expect(passes(.handle, "carol", "@carol", at: 3))
    #expect(!passes(.name, "alice", "`Alice`", at: 1))
    #expect(!passes(.link, "is", "is", at: 2))
    #expect(!passes(.link, "@carol", "@carol", at: 3))
  }

  @Test func `entities that the words don't name are rejected`() throws {
    let flu = EntityKey(kind: .name, name: "influenza")
    #expect(try rejects { $0.mentions[0].entity = flu })
    #expect(try rejects { $0.mentions[0].surface = "Influenza" })
    #expect(try rejects { $0.statements[0].arguments[2].filler = .entity(flu) })
    #expect(
      try rejects {
        $0.statements[0].arguments.append(Argument(role: .topic, filler: .entity(flu)))
      })
    for kind in EntityKey.Kind.allCases where kind != .name {
      #expect(try rejects { $0.mentions[0].entity = EntityKey(kind: kind, name: "alice") })
    }
    #expect(try rejects { $0.mentions[0].entity.name = "Alice" })
  }

  @Test func `only the author and the channel need no words`() throws {
    func asked(_ entity: EntityKey) throws -> Bool {
      try rejects { $0.statements[0].arguments[0] = Argument(role: .arg0, filler: .entity(entity)) }
    }
    #expect(try !asked(EntityKey(kind: .user, name: "bob")))
    #expect(try !asked(EntityKey(kind: .channel, name: "C1")))
    #expect(try asked(EntityKey(kind: .user, name: "mallory")))
    #expect(try asked(EntityKey(kind: .channel, name: "C2")))
    #expect(try asked(EntityKey(kind: .handle, name: "bob")))
  }

  @Test func `frames that nothing evokes are rejected, and so are malformed ones`() throws {
    #expect(try rejects { $0.statements[1].frame = Frame(rawValue: "sicken-01") })
    #expect(try rejects { $0.statements[2].predicate = nil })
    for name in [
      "", "-01", "say", "say-1", "say-001x", "Say-01", "say 01-01", "s\u{0}y-01", "日-01",
    ] {
      #expect(
        try rejects {
          $0.statements[2].frame = Frame(rawValue: name)
        }, "\(name)")
    }
    #expect(try rejects { $0.statements[1].arguments[0].role = Role(rawValue: "ARG0 :x") })
    #expect(try rejects { $0.statements[1].arguments[0].role = Role(rawValue: "") })
    #expect(try rejects { $0.statements[1].arguments = [] })
  }

  @Test func `too much is rejected`() throws {
    #expect(
      try rejects { understanding in
        let one = understanding.statements[0]
        understanding.statements = Array(repeating: one, count: Limits.propositionsPerMessage + 1)
      })
    #expect(
      try rejects { understanding in
        let one = understanding.mentions[0]
        understanding.mentions = Array(repeating: one, count: Limits.mentionsPerMessage + 1)
      })
    #expect(
      try rejects { understanding in
        let one = understanding.statements[0].arguments[0]
        understanding.statements[0].arguments = Array(repeating: one, count: 100_000)
      })
  }

  @Test func `an understanding does not pass for another message`() throws {
    let understanding = try understood()
    #expect(throws: RosemaryError.self) {
      try Grounding().check(
        understanding, of: message("Carol can't come to Paris at all, could you?"))
    }
  }
}
