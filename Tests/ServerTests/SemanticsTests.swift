import KnowledgeModel
import Server
import Testing
import WireProtocol
import SeededTesting

struct SemanticsTests {
  private func open() async throws -> House {
    let house = try House()
    try await house.put([Channel(id: "C", name: "talk", kind: .public, members: [])])
    return house
  }

  private func ids(_ house: House, _ text: String) async throws -> [String] {
    try await house.lookup(LookupParams(text: text, limit: 50), as: "eve").messages.map(\.id)
  }

  private func interests(
    _ house: House, of principal: String, now: Timestamp = House.now
  ) async throws -> [String: Double] {
    let top = try InterestTopResult(
      json: await house.result(
        .interestTop(InterestTopParams(limit: 100, now: now)), as: principal))
    return Dictionary(uniqueKeysWithValues: top.entities.map { ($0.id, $0.weight) })
  }

  @Test func `the same id again is a duplicate unless it was edited later`() async throws {
    let house = try await open()
    func append(_ text: String, edited: Int? = nil) async throws -> [Int] {
      let message = Message.said(
        "1", in: "C", by: "alice", text, editedAt: edited.map { House.now.minutes($0) })
      let result = try await house.append([message], as: "alice")
      return [result.accepted, result.duplicates]
    }
    #expect(try await append("plum") == [1, 0])
    #expect(try await append("plum") == [0, 1])
    #expect(try await append("cherry") == [0, 1])
    #expect(try await append("peach", edited: 2) == [1, 0])
    #expect(try await append("apple", edited: 2) == [0, 1])
    #expect(try await append("apple", edited: 1) == [0, 1])
    #expect(try await ids(house, "peach") == ["1"])
    let found = try await house.lookup(LookupParams(text: "plum cherry apple"), as: "eve")
    #expect(found.messages.first?.text == "peach", "nothing else is there to be found")
    let twice = Message.said("2", in: "C", by: "alice", "pear")
    let result = try await house.append([twice, twice], as: "alice")
    #expect(result.accepted == 1 && result.duplicates == 1)
    // Ids are unique within their channel.
    let elsewhere = Message.said("2", in: "D", by: "alice", "pear")
    #expect(try await house.append([elsewhere], as: "alice").accepted == 1)
    await house.registry.closeAll()
  }

  @Test func `a question of too many words is refused, and one of as many as allowed is not`()
    async throws
  {
    let house = try await open()
    _ = try await house.append([.said("1", in: "C", by: "alice", "q1 q2")], as: "alice")
    func words(_ count: Int) -> String { (1...count).map { "q\($0)" }.joined(separator: " ") }
    #expect(try await ids(house, words(Limits.questionTerms)) == ["1"])
    await #expect(throws: RosemaryError.self) {
      try await ids(house, words(Limits.questionTerms + 1))
    }
  }

  @Test func `a revision takes back what the message said`() async throws {
    let house = try await open()
    let filler = (0..<30).map { Message.said("f\($0)", in: "C", by: "kim", "nothing much") }
    try await house.append(filler, as: "kim")
    let before = Message.said("1", in: "C", by: "alice", "please call Zoe Quince about plum")
    try await house.append([before], as: "alice")
    #expect(try await ids(house, "plum").first == "1")
    #expect(try await interests(house, of: "alice")["name:zoe quince"] != nil)
    #expect(
      try await house.lookup(LookupParams(text: "Zoe Quince"), as: "eve")
        .entities.contains { $0.id == "name:zoe quince" })
    var after = before
    after.text = "the peach is ripe"
    after.editedAt = House.now
    try await house.append([after], as: "alice")
    for asked in ["plum", "Zoe Quince", "please call"] {
      let found = try await house.lookup(
        LookupParams(text: asked, limit: 50, explain: true), as: "eve")
      #expect(found.entities.allSatisfy { $0.id != "name:zoe quince" }, "\(asked)")
      let scores = found.messages.filter { $0.id == "1" }.flatMap { $0.terms ?? [] }
      #expect(!scores.contains { $0.name == "lexical" || $0.name == "mention" }, "\(asked)")
      for proposition in found.propositions {
        #expect(!proposition.text.contains("Quince"))
        #expect(proposition.evidence.allSatisfy { !$0.quote.contains("plum") })
      }
    }
    #expect(try await ids(house, "peach ripe").first == "1")
    #expect(try await interests(house, of: "alice")["name:zoe quince"] == nil)
    await house.registry.closeAll()
  }

  @Test func `a deleted message is gone from messages, propositions, entities and interests`()
    async throws
  {
    let house = try await open()
    try await house.append(
      [
        .said("1", in: "C", by: "alice", "please call Zoe Quince about plum"),
        .said("2", in: "C", by: "bob", "the weather is fine"),
      ], as: "alice")
    let before = try await interests(house, of: "alice")
    #expect(before["name:zoe quince"] != nil)
    let params = DeleteParams(messages: [
      DeleteParams.Reference(id: "1"), DeleteParams.Reference(id: "9"),
    ])
    let result = try DeleteResult(json: await house.result(.ingestDelete(params), as: "alice"))
    #expect(result.deleted == 1 && result.missing == 1)
    let found = try await house.lookup(
      LookupParams(text: "Zoe Quince plum", limit: 50), as: "eve")
    #expect(found.messages.allSatisfy { $0.id == "2" })
    #expect(found.entities.allSatisfy { $0.id != "name:zoe quince" })
    #expect(found.propositions.allSatisfy { $0.evidence.allSatisfy { $0.message == "2" } })
    #expect(try await interests(house, of: "alice").isEmpty)
    // The tombstone refuses the same id.
    let again = try await house.append(
      [.said("1", in: "C", by: "alice", "plum", editedAt: House.now)], as: "alice")
    #expect(again.duplicates == 1)
    let stats = try StatsResult(json: await house.result(.adminStats, as: "eve"))
    #expect(stats.messages == 1)
    await house.registry.closeAll()
  }

  @Test func `a late reaction interests who reacted and can be taken back`() async throws {
    let house = try await open()
    try await house.append([.said("1", in: "C", by: "alice", "Zoe Quince wrote")], as: "alice")
    #expect(try await interests(house, of: "bob").isEmpty)
    func react(removed: Bool = false) async throws -> Bool {
      let params = ReactParams(
        message: "1", name: "+1", user: "bob", at: House.now, isRemoved: removed)
      return try ReactResult(json: await house.result(.ingestReact(params), as: "bob")).isApplied
    }
    #expect(try await react())
    let once = try await interests(house, of: "bob")
    #expect(once["name:zoe quince"] ?? 0 > 0)
    #expect(try await react() == false)
    #expect(try await interests(house, of: "bob") == once)
    #expect(try await react(removed: true))
    #expect(try await interests(house, of: "bob").isEmpty)
    #expect(try await react(removed: true) == false)
    await house.registry.closeAll()
  }

  @Test func `what is queryable is seen by everybody at once`() async throws {
    let house = try await open()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<6 {
        group.addTask {
          for round in 0..<15 {
            let id = "\(writer)-\(round)"
            let message = Message.said(
              id, in: "C", by: "w\(writer)", "plum token\(writer)x\(round)")
            _ = try? await house.append([message], as: "w\(writer)")
            let asked = LookupParams(text: "token\(writer)x\(round)", limit: 1)
            let found = try? await house.lookup(asked, as: "reader")
            #expect(found?.messages.first?.id == id)
          }
        }
      }
    }
    await house.registry.closeAll()
  }

  @Test func `cancelling ends the waiting and not the work`() async throws {
    let house = try await open()
    let messages = (0..<200).map { Message.said("\($0)", in: "C", by: "alice", "plum \($0)") }
    let params = AppendParams(messages: messages, wait: .queryable)
    guard case .run(let work) = await house.begin(.ingestAppend(params), as: "alice") else {
      Issue.record("the append was refused")
      return
    }
    let task = Task { try await work() }
    task.cancel()
    _ = try? await task.value
    // Submissions keep their order, so after this one the first is done.
    try await house.append([.said("last", in: "C", by: "alice", "plum")], as: "alice")
    let stats = try StatsResult(json: await house.result(.adminStats, as: "alice"))
    #expect(stats.messages == 201)
    await house.registry.closeAll()
  }

  // MARK: Interest

  @Test func `a lookup touches only when it says so`() async throws {
    let house = try await open()
    try await house.append([.said("1", in: "C", by: "alice", "Zoe Quince wrote")], as: "alice")
    _ = try await house.lookup(LookupParams(text: "Zoe Quince"), as: "eve")
    #expect(try await interests(house, of: "eve").isEmpty)
    _ = try await house.lookup(LookupParams(text: "Zoe Quince", touch: true), as: "eve")
    #expect(try await interests(house, of: "eve")["name:zoe quince"] ?? 0 > 0)
    #expect(try await interests(house, of: "alice")["name:zoe quince"] != nil)
    #expect(try await interests(house, of: "dan").isEmpty)
    await house.registry.closeAll()
  }

  @Test func `interest halves with every half-life`() async throws {
    let house = try await open()
    try await house.append([.said("1", in: "C", by: "alice", "Zoe Quince wrote")], as: "alice")
    func weight(daysOn days: Int) async throws -> Double {
      let params = InterestTopParams(
        limit: 10, halfLife: HalfLife(seconds: 86_400), now: House.now.minutes(days * 1_440))
      let top = try InterestTopResult(
        json: await house.result(.interestTop(params), as: "alice"))
      return top.entities.first { $0.id == "name:zoe quince" }?.weight ?? 0
    }
    let now = try await weight(daysOn: 0)
    #expect(now > 0)
    #expect(abs(try await weight(daysOn: 1) / now - 0.5) < 1e-9)
    #expect(abs(try await weight(daysOn: 10) / now - 1.0 / 1_024) < 1e-9)
    await house.registry.closeAll()
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `when every clock shifts by the same time nothing changes its place`(
    seed: UInt64
  ) async throws {
    var orders: [[[String]]] = []
    for shift in [0, 60 * 24 * 28, -60 * 24 * 56] {
      let house = try await open()
      var random = SeededGenerator(seed: seed)
      for index in 0..<60 {
        let words = ["Zoe Quince", "Acme", "plum", "ship", "office", "@eve"]
        let text = (0..<4).map { _ in random.pick(words) }.joined(separator: " and ")
        let author = random.pick("alice", "bob", "eve")
        var message = Message.said("\(index)", in: "C", by: author, text)
        // Whole weeks keep the days of the week; dates in words are no part of these questions.
        message.sentAt = House.now.minutes(shift - random.below(40_000))
        try await house.append([message], as: author)
      }
      var order: [[String]] = []
      for text in ["plum ship", "Zoe Quince", "Acme office"] {
        let asked = LookupParams(text: text, now: House.now.minutes(shift), limit: 20)
        order.append(try await house.lookup(asked, as: "eve").messages.map(\.id))
      }
      let params = InterestTopParams(limit: 50, now: House.now.minutes(shift))
      let top = try InterestTopResult(json: await house.result(.interestTop(params), as: "eve"))
      order.append(top.entities.map(\.id))
      orders.append(order)
      await house.registry.closeAll()
    }
    #expect(orders[1] == orders[0], "seed \(seed)")
    #expect(orders[2] == orders[0], "seed \(seed)")
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `an exact match of any age stays among the first ten`(seed: UInt64) async throws {
    let house = try await open()
    var random = SeededGenerator(seed: seed)
    let rare = "the marmalade kettle sings under quartz"
    let words = "the plan of kettle is sings under budget Acme ship @eve review Friday office"
      .split(separator: " ").map(String.init)
    var messages = [Message.said("rare", in: "C", by: "dan", rare, minutesAgo: 5_000_000)]
    for index in 0..<1_500 {
      let text = (0..<random.below(12) + 3).map { _ in random.pick(words) }.joined(separator: " ")
      messages.append(
        .said(
          "m\(index)", in: "C", by: random.pick("eve", "bob"), text,
          minutesAgo: random.below(2_000)))
    }
    try await house.append(messages, as: "eve")
    for asked in [rare, "marmalade", "who sings of a marmalade kettle under quartz?"] {
      let params = LookupParams(text: asked, limit: 10)
      let found = try await house.lookup(params, as: "eve").messages.map(\.id)
      #expect(found.contains("rare"), "seed \(seed): \(asked)")
    }
    await house.registry.closeAll()
  }
}
