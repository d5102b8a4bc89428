import InterestDecay
import KnowledgeModel
import StoreTesting
import Testing

@testable import GraphStore
import SeededTesting

/// All that a reader of the public channels is told, in words.
private struct Answers: Equatable {
  var propositions: [String] = []
  var interests: [String] = []
  var statistics = ""
}

struct AudienceTests {
  private let moment = Timestamp(microseconds: 1_700_000_000_000_000)

  /// Fills a store; each message is read in the order of arrival, some commits later.
  private func fill(_ store: GraphStore, _ submissions: [Submission]) async throws {
    var results: [UnderstoodMessage] = []
    for submission in submissions {
      let commit = try await store.commit([submission], understood: results, at: moment)
      results = commit.waiting.map(ScriptedExtractor().understand)
    }
    _ = try await store.commit([], understood: results, at: moment)
  }

  private func answers(_ store: GraphStore, for channels: Set<String>) async throws -> Answers {
    let rooms = try await store.directory().channels.filter { channels.contains($0.channel.id) }
    let readable = Set(rooms.map(\.id))
    let messages = Collector()
    try await store.eachUnderstood(batchesOf: 100) { messages.add($0) }
    let mine = messages.records.filter { readable.contains($0.channel) }
    let names = Dictionary(uniqueKeysWithValues: mine.map { ($0.id, $0.message.key) })
    var answers = Answers()
    for record in try await store.propositions(of: mine.map(\.id), in: readable) {
      let sources = record.sources.map {
        "\(String(describing: names[$0.message])) \(String(describing: $0.tokens)) \($0.isHedged)"
      }
      answers.propositions.append(
        "\(record.key) \(record.frame) \(record.edges) \(sources) \(record.evidence)")
    }
    for user in Workload.users {
      let owners = [EntityKey.Kind.user, .handle].map { EntityKey(kind: $0, name: user) }
      for decay in [ForwardDecay.standard, ForwardDecay(halfLife: 86_400)] {
        let top = try await store.interests(
          of: owners, in: readable, decay: decay, now: moment, limit: 4)
        answers.interests.append("\(user) \(top.map { "\($0.node) \($0.weight)" })")
      }
    }
    answers.statistics = "\(try await store.statistics(in: readable))"
    return answers
  }

  @Test(arguments: 0..<16 as Range<UInt64>)
  func `what is said in other channels changes no answer`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    var workload = Workload(seed: seed)
    let open = ["C1", "C2"]
    let all = workload.submissions(60)
    let shown = all.compactMap { $0.limited { open.contains($0) } }
    // The same with what happens elsewhere strewn in between.
    var strewn: [Submission] = []
    for submission in shown {
      while generator.once(in: 2) {
        if let hidden = workload.submission().limited({ !open.contains($0) }, lookups: false) {
          strewn.append(hidden)
        }
      }
      strewn.append(submission)
    }
    let (bare, full) = (try FaultyDisk(), try FaultyDisk())
    let (one, other) = (try bare.open(), try full.open())
    try await fill(one, shown)
    try await fill(other, strewn)
    let expected = try await answers(one, for: Set(open))
    #expect(try await answers(other, for: Set(open)) == expected, "seed \(seed)")
    #expect(!expected.propositions.isEmpty)
    try one.close()
    try other.close()
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `the strongest interests are found as if all were sorted`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    var workload = Workload(seed: seed)
    // What is spread thinly over many rows adds up.
    let thin = (0..<15).map { number in
      Message(
        id: "thin \(number)", channel: "C\(number % 5)", author: ["a", "b", "c"][number / 5],
        sentAt: Timestamp(microseconds: moment.microseconds - 86_400_000_000 * 45), text: "#thin")
    }
    let messages =
      thin
      + (0..<300).map { number in
        let topics = (0..<4).map { _ in "#\(generator.below(1 + generator.below(200)))" }
        return Message(
          id: "\(number)", channel: "C\(generator.below(5))", author: generator.pick("a", "b"),
          sentAt: workload.moment(), text: topics.joined(separator: " "),
          reactions: [Reaction(name: "+1", users: generator.some(of: ["a", "b", "c"]).sorted())])
      }
    let append = Submission(actor: Principal(rawValue: "a"), request: .append(messages))
    let disk = try FaultyDisk()
    let store = try disk.open()
    var model = PlainWorkspace()
    _ = model.apply(append)
    let commit = try await store.commit([append], at: moment)
    commit.waiting.forEach { model.await($0) }
    let results = commit.waiting.map(ScriptedExtractor().understand)
    results.forEach { model.understand($0) }
    _ = try await store.commit([], understood: results, at: moment)
    let rooms = try await store.directory().channels
    for limit in [0, 1, 2, 5, 20, 1_000] {
      let owners = generator.some(of: ["a", "b", "c"]).map { EntityKey(kind: .user, name: $0) }
      let readable = generator.some(of: rooms)
      let expected = model.interests(
        of: owners, in: Set(readable.map { PlainWorkspace.room($0.channel.id) }),
        halfLife: ForwardDecay.standard.halfLife, now: moment)
      let found = try await store.interests(
        of: owners, in: Set(readable.map(\.id)), decay: .standard, now: moment, limit: limit)
      #expect(found.count == min(limit, expected.count), "seed \(seed)")
      for (record, weight) in zip(found, expected.values.sorted(by: >)) {
        #expect(abs(record.weight - weight) <= 1e-9 * weight, "seed \(seed), limit \(limit)")
      }
      // At another moment the order is the same, however far away.
      for year in [1, 1990, 2100, 9999] {
        let now = Timestamp(day: .init(year: year, month: 1, day: 1))
        let then = try await store.interests(
          of: owners, in: Set(readable.map(\.id)), decay: .standard, now: now, limit: limit)
        #expect(then.map(\.node) == found.map(\.node), "seed \(seed), year \(year)")
        #expect(then.allSatisfy { $0.weight.isFinite })
      }
    }
    try store.close()
  }
}

extension Submission {
  /// The part of it that concerns channels that pass; what concerns none is for all.
  fileprivate func limited(
    _ passes: (String) -> Bool, lookups: Bool = true
  ) -> Submission? {
    let part: Request? =
      switch request {
      case .append(let messages): .append(messages.filter { passes($0.channel) })
      case .delete(let keys): .delete(keys.filter { passes($0.channel) })
      case .react(let change): passes(change.message.channel) ? request : nil
      case .putChannels(let channels): .putChannels(channels.filter { passes($0.id) })
      case .putUsers, .touch: lookups ? request : nil
      }
    return part.map { Submission(actor: actor, request: $0) }
  }
}

/// `@unchecked Sendable`: filled within one call that is awaited before it is read.
private final class Collector: @unchecked Sendable {
  private(set) var records: [UnderstoodRecord] = []

  func add(_ more: [UnderstoodRecord]) { records += more }
}
