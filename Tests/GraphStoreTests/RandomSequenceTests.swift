import InterestDecay
import KnowledgeModel
import StoreTesting
import Testing

@testable import GraphStore
import SeededTesting

/// A store and the model of it, driven by the same random sequence.
private struct Rig {
  let disk: FaultyDisk
  var store: GraphStore
  var model = PlainWorkspace()
  var waiting: [WaitingMessage] = []
  var generator: SeededGenerator
  let extractor = ScriptedExtractor()

  init(seed: UInt64) throws {
    disk = try FaultyDisk()
    store = try disk.open()
    generator = SeededGenerator(seed: ~seed)
  }

  /// Commits submissions with a random part of what waits; some of it comes twice, or too late.
  mutating func commit(_ submissions: [Submission], readAll: Bool = false) async throws {
    var results: [UnderstoodMessage] = []
    for message in waiting where readAll || generator.once(in: 3) {
      results.append(extractor.understand(message))
    }
    let commit = try await store.commit(
      submissions, understood: results, at: Timestamp(microseconds: 0))
    for result in results { model.understand(result) }
    // Whoever took a result up may fail to remember it.
    waiting.removeAll { message in
      results.contains { $0.message == message.message.key && $0.source == message.source }
        && !generator.once(in: 4)
    }
    for (submission, receipt) in zip(submissions, commit.receipts) {
      let expected = model.apply(submission)
      #expect(receipt.accepted == expected.accepted)
      #expect(receipt.duplicates == expected.duplicates)
    }
    for message in commit.waiting { model.await(message) }
    waiting += commit.waiting
  }

  /// Closes and opens the store; what waits is then known from the store alone.
  mutating func reopen() async throws {
    try store.close()
    store = try disk.open()
    waiting = try await store.waiting(after: MessageID(rawValue: 0), limit: 1_000)
  }

  /// Reads all that waits.
  mutating func finish() async throws {
    while !waiting.isEmpty {
      try await commit([], readAll: true)
    }
    try await reopen()
    #expect(waiting.isEmpty)
  }

  func compare(_ comment: Comment) async throws {
    let (here, there) = (model.contents(), try await store.contents())
    #expect(here == there, "\(comment): \(here.differences(from: there))")
  }
}

/// The digest of a store that got the same one by one and read each message at once.
private func undisturbedDigest(_ submissions: [Submission]) async throws -> String? {
  let disk = try FaultyDisk()
  let store = try disk.open()
  for submission in submissions {
    let moment = Timestamp(microseconds: 1)
    let commit = try await store.commit([submission], at: moment)
    let results = commit.waiting.map(ScriptedExtractor().understand)
    _ = try await store.commit([], understood: results, at: moment)
  }
  let report = try await store.verify()
  #expect(report.isSound, "\(report.checks)")
  try store.close()
  return report.digest
}

struct RandomSequenceTests {
  @Test(arguments: 0..<24 as Range<UInt64>)
  func `any sequence in any batches leaves what a plain model holds`(seed: UInt64) async throws {
    var rig = try Rig(seed: seed)
    var workload = Workload(seed: seed)
    let submissions = workload.submissions(40)
    var rest = submissions[...]
    while !rest.isEmpty {
      let count = min(rest.count, 1 + rig.generator.below(6))
      try await rig.commit(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      if rig.generator.once(in: 6) { try await rig.reopen() }
      if rig.generator.once(in: 4) { try await rig.compare("seed \(seed)") }
    }
    try await rig.finish()
    try await rig.compare("seed \(seed), finished")

    let report = try await rig.store.verify()
    #expect(report.isSound, "seed \(seed): \(report.checks)")
    #expect(report.digest == (try await undisturbedDigest(submissions)), "seed \(seed)")
    try await interestsAgree(rig, seed)

    _ = try await rig.store.rebuild()
    try await rig.compare("seed \(seed), rebuilt")
    #expect(try await rig.store.verify().digest == report.digest, "seed \(seed)")
    try await interestsAgree(rig, seed)
    try rig.store.close()
  }

  private func interestsAgree(_ rig: Rig, _ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed &+ 1)
    let rooms = try await rig.store.directory().channels
    for _ in 0..<8 {
      let user = generator.pick(Workload.users)
      let owners = [EntityKey(kind: .user, name: user), EntityKey(kind: .handle, name: user)]
      let readable = generator.some(of: rooms)
      let decay = generator.pick(ForwardDecay.standard, ForwardDecay(halfLife: 86_400))
      let now = Timestamp(microseconds: 1_700_000_000_000_000)
      let limit = 1 + generator.below(6)
      let expected = rig.model.interests(
        of: owners, in: Set(readable.map { PlainWorkspace.room($0.channel.id) }),
        halfLife: decay.halfLife, now: now)
      let found = try await rig.store.interests(
        of: owners, in: Set(readable.map(\.id)), decay: decay, now: now, limit: limit)
      #expect(found.count == min(limit, expected.count), "seed \(seed)")
      let best = expected.values.sorted(by: >)
      for (record, weight) in zip(found, best) {
        #expect(isClose(record.weight, weight), "seed \(seed): \(record.node)")
        #expect(isClose(record.weight, expected[record.node] ?? 0), "seed \(seed)")
      }
    }
  }

  private func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-9 * max(abs(left), abs(right))
  }
}
