import KnowledgeModel
import Testing

struct KeyTests {
  @Test
  func `the limits agree with each other`() {
    #expect(Limits.check() == nil)
  }

  @Test
  func `an entity's key is read back from what it is written as`() throws {
    for kind in EntityKey.Kind.allCases {
      for name in ["", "bob", "a:b", ":", "é", "e\u{301}", "\u{0}", "user:bob", "日本"] {
        let key = EntityKey(kind: kind, name: name)
        #expect(EntityKey(key.description) == key)
      }
    }
    for text in ["", "bob", "users:bob", "User:bob", " user:bob"] {
      #expect(EntityKey(text) == nil, "\(text)")
    }
  }

  @Test
  func `keys are told apart by bytes, not by canonical equivalence`() {
    let names = ["\u{E9}", "e\u{301}"]
    let keys = names.map { EntityKey(kind: .user, name: $0) }
    #expect(Set(keys).count == 2)
    #expect((keys[0] < keys[1]) != (keys[1] < keys[0]))
    let messages = names.flatMap {
      [MessageKey(channel: $0, id: "1"), MessageKey(channel: "1", id: $0)]
    }
    #expect(Set(messages).count == 4)
    for left in messages {
      for right in messages {
        let relations = [left < right, right < left, left == right]
        #expect(relations.count { $0 } == 1, "\(left) and \(right)")
      }
    }
    #expect(messages.sorted() == messages.reversed().sorted())
  }

  @Test
  func `equal keys hash alike, and parts don't run together`() {
    #expect(
      MessageKey(channel: "a", id: "bc").hashValue == MessageKey(channel: "a", id: "bc").hashValue)
    #expect(
      Set([MessageKey(channel: "a", id: "bc"), MessageKey(channel: "ab", id: "c")]).count == 2)
  }
}
