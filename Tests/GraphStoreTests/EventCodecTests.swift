import KnowledgeModel
import Testing

@testable import GraphStore
import SeededTesting

extension SeededGenerator {
  fileprivate mutating func word() -> String {
    pick("", "a", "é", "e\u{301}", "日本", "\u{1F469}\u{200D}\u{1F680}", "a\u{1F}b", "\n")
      + "\(below(9))"
  }

  fileprivate mutating func optional<Value>(_ make: (inout Self) -> Value) -> Value? {
    once(in: 2) ? nil : make(&self)
  }

  fileprivate mutating func list<Value>(_ make: (inout Self) -> Value) -> [Value] {
    (0..<below(3)).map { _ in make(&self) }
  }

  fileprivate mutating func moment() -> Timestamp {
    Timestamp(microseconds: pick(.min, .max, 0, -1, Int64(bitPattern: next())))
  }

  fileprivate mutating func range() -> TokenRange {
    TokenRange(first: below(300), last: pick(below(300), .max))
  }

  fileprivate mutating func entity() -> EntityKey {
    EntityKey(kind: pick(EntityKey.Kind.allCases), name: word())
  }

  fileprivate mutating func key() -> MessageKey { MessageKey(channel: word(), id: word()) }

  fileprivate mutating func message() -> Message {
    Message(
      id: word(), channel: word(), thread: optional { $0.word() }, author: word(),
      sentAt: moment(), text: word(), editedAt: optional { $0.moment() },
      replyTo: optional { $0.word() }, kind: optional { $0.word() }, zone: optional { $0.word() },
      attachments: list { Attachment(kind: $0.word(), caption: $0.word()) },
      reactions: list { Reaction(name: $0.word(), users: $0.list { $0.word() }) })
  }

  fileprivate mutating func statement() -> Statement {
    Statement(
      frame: Frame(rawValue: word()), predicate: optional { $0.range() },
      arguments: list { generator in
        Argument(
          role: Role(rawValue: generator.word()),
          filler: generator.pick(
            .utterance, .clause(generator.range()), .entity(generator.entity())),
          tokens: generator.optional { $0.range() })
      },
      commitment: Probability(clamping: Double.random(in: 0...1, using: &self)),
      isHedged: once(in: 2), tokens: optional { $0.range() })
  }

  fileprivate mutating func content(_ kind: Int) -> Event.Content {
    switch kind {
    case 1: .messageAppended(message())
    case 2: .messageRevised(message())
    case 3: .messageDeleted(key())
    case 4:
      .reacted(
        ReactionChange(
          message: key(), name: word(), user: word(), at: moment(), isRemoved: once(in: 2)))
    case 5:
      .channelPut(
        Channel(
          id: word(), name: word(), kind: pick(.undeclared, .public, .private, .direct),
          members: list { $0.word() }))
    case 6:
      .userPut(
        User(id: word(), name: word(), aliases: list { $0.word() }, zone: optional { $0.word() }))
    case 7:
      .understood(
        UnderstoodMessage(
          message: key(), source: EventSequence(rawValue: Int64(bitPattern: next())),
          understanding: Understanding(
            extractor: ExtractorVersion(name: word(), version: below(1_000)),
            mentions: list { Mention(entity: $0.entity(), tokens: $0.range(), surface: $0.word()) },
            statements: list { $0.statement() })))
    default: .touched(LookupTouch(nodes: list { $0.entity() }, at: moment()))
    }
  }
}

struct EventCodecTests {
  @Test(arguments: 1...8)
  func `every event is read back as it was written`(kind: Int) throws {
    for seed in 0..<100 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let content = generator.content(kind)
      #expect(EventCodec.kind(of: content).rawValue == kind)
      let bytes = EventCodec.encode(content)
      let again = try EventCodec.decode(kind: kind, payload: bytes)
      // Values print in full, so that kinds without `==` are compared too.
      #expect("\(again)" == "\(content)", "seed \(seed)")
      #expect(EventCodec.encode(again) == bytes, "seed \(seed)")
    }
  }

  @Test(arguments: 1...8)
  func `damage is an error or another event, never a trap`(kind: Int) throws {
    for seed in 0..<6 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let bytes = EventCodec.encode(generator.content(kind))
      for length in bytes.indices {
        #expect(throws: RosemaryError.self, "seed \(seed), cut at \(length)") {
          try EventCodec.decode(kind: kind, payload: Array(bytes[..<length]))
        }
      }
      #expect(throws: RosemaryError.self) {
        try EventCodec.decode(kind: kind, payload: bytes + [0])
      }
      for index in bytes.indices {
        for flip in [1, 2, 0x7F, 0x80, 0xFF] as [UInt8] {
          var damaged = bytes
          damaged[index] ^= flip
          guard let read = try? EventCodec.decode(kind: kind, payload: damaged) else { continue }
          // What can be read can be written.
          _ = EventCodec.encode(read)
        }
      }
    }
  }

  @Test
  func `a count that no payload can hold is refused before room is made for it`() {
    let huge: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
    for kind in 1...8 {
      for prefix in 0..<12 {
        let payload = [1] + [UInt8](repeating: 0, count: prefix) + huge
        #expect(throws: RosemaryError.self) {
          try EventCodec.decode(kind: kind, payload: payload)
        }
      }
    }
    #expect(throws: RosemaryError.self) {
      var reader = ByteReader(huge)
      return try reader.list { try $0.byte() }
    }
  }

  @Test
  func `a payload of a later layout asks for an upgrade, an unknown kind is damage`() {
    #expect { try EventCodec.decode(kind: 3, payload: [2, 0, 0]) } throws: {
      ($0 as? RosemaryError)?.code == .failedPrecondition
    }
    #expect { try EventCodec.decode(kind: 99, payload: [1]) } throws: {
      ($0 as? RosemaryError)?.code == .dataLoss
    }
  }
}
