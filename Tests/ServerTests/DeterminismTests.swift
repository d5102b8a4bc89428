import Foundation
import KnowledgeModel
@testable import Server
import SlackImport
import Testing
import WireProtocol
import SeededTesting

/// Answers are a function of what was told, not of how it was batched, or when it was read from disk.
struct DeterminismTests {
  /// Questions of several readers, as lines of replies.
  private func replies(_ house: House, to questions: [LookupParams], as readers: [String]) async
    -> [String]
  {
    var replies: [String] = []
    for reader in readers {
      for question in questions {
        replies.append(await house.line(.queryLookup(question), as: reader))
      }
      replies.append(await house.line(.interestTop(InterestTopParams(limit: 50)), as: reader))
      replies.append(await house.line(.adminStats, as: reader))
    }
    return replies
  }

  private func questions(seed: UInt64) -> [LookupParams] {
    var gossip = Gossip(seed: seed)
    return (0..<12).map { _ in gossip.question(explain: true) }
  }

  private func house(in folder: TemporaryFolder? = nil) async throws -> House {
    let house = try House(in: folder)
    try await house.put(Gossip.users)
    try await house.put(Gossip.channels)
    return house
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `batches and connections leave no trace in answers`(seed: UInt64) async throws {
    var gossip = Gossip(seed: seed)
    let messages = gossip.talk(count: 150)
    var random = SeededGenerator(seed: seed)
    var told: [[String]] = []
    for most in [1, 7, 300] {
      let house = try await house()
      var begun: [AcceptedCall] = []
      var rest = messages[...]
      while !rest.isEmpty {
        // Queued in their order, and awaited together: the pipeline makes what batches it likes.
        let batch = Array(rest.prefix(random.below(most) + 1))
        rest = rest.dropFirst(batch.count)
        let params = AppendParams(messages: batch, wait: .queryable)
        begun.append(await house.begin(.ingestAppend(params), as: "*"))
      }
      for case .run(let work) in begun { _ = try await work() }
      told.append(
        await replies(house, to: questions(seed: seed), as: ["eve", "alice", "nobody", "*"]))
      await house.registry.closeAll()
    }
    for (place, reply) in told[0].enumerated() {
      #expect(told[1][place] == reply, "seed \(seed)")
      #expect(told[2][place] == reply, "seed \(seed)")
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `a workspace that was opened again answers as before`(seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    var gossip = Gossip(seed: seed)
    var before: [String] = []
    do {
      let house = try await house(in: folder)
      for _ in 0..<80 {
        let call = gossip.openCall()
        _ = await house.line(call.params, as: call.principal)
        let secret = gossip.secretCall()
        _ = await house.line(secret.params, as: secret.principal)
      }
      before = await replies(house, to: questions(seed: seed), as: ["eve", "U9", "alice", "*"])
      await house.registry.closeAll()
    }
    let house = try House(in: folder)
    let after = await replies(house, to: questions(seed: seed), as: ["eve", "U9", "alice", "*"])
    for (old, new) in zip(before, after) { #expect(old == new, "seed \(seed)") }
    await house.registry.closeAll()
  }

  @Test func `the sample workspace answers as before when it is opened again`() async throws {
    let folder = try TemporaryFolder()
    let readers = ["alice", "nobody"]
    let questions = [
      "is the lavender meeting still on?", "who is sick?", "when is the release?", "flu", "budget",
      "what did Bob say about the customer?", "#engineering", "",
    ].map { LookupParams(text: $0, limit: 20, explain: true) }
    var before: [String] = []
    do {
      let house = try House(in: folder)
      try await Sample.importAll(into: house)
      before = await replies(house, to: questions, as: readers)
      await house.registry.closeAll()
    }
    let house = try House(in: folder)
    let after = await replies(house, to: questions, as: readers)
    for (old, new) in zip(before, after) { #expect(old == new) }
    await house.registry.closeAll()
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `scores are the sums of their terms, and lists are in the order of scores`(
    seed: UInt64
  ) async throws {
    let house = try await house()
    var gossip = Gossip(seed: seed)
    try await house.append(gossip.talk(count: 150), as: "*")
    for var question in questions(seed: seed) {
      // Channels that the reader may not read are an error, and a budget cuts lists.
      question.channels = []
      question.tokenBudget = nil
      question.limit = 1_000
      let all = try await house.lookup(question, as: "alice")
      for message in all.messages {
        #expect((message.terms ?? []).reduce(0) { $0 + $1.value } == message.score)
      }
      for proposition in all.propositions {
        #expect((proposition.terms ?? []).reduce(0) { $0 + $1.value } == proposition.score)
      }
      for (left, right) in zip(all.messages, all.messages.dropFirst()) {
        #expect(left.score >= right.score)
        if left.score == right.score { #expect(left.sentAt >= right.sentAt) }
      }
      #expect(all.propositions.map(\.score) == all.propositions.map(\.score).sorted(by: >))
      #expect(all.entities.map(\.score) == all.entities.map(\.score).sorted(by: >))
      let keys = all.messages.map { MessageKey(channel: $0.channel, id: $0.id) }
      #expect(Set(keys).count == keys.count)
    }
    await house.registry.closeAll()
  }
}

/// The sample workspace that ships with the project.
enum Sample {
  static func importAll(into house: House) async throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let export = try SlackExport.open(root.appendingPathComponent("Data/lavender-labs").path)
    try await house.put(export.users)
    try await house.put(export.channels)
    for day in export.days() { try await house.append(day.messages, as: "*") }
  }
}
