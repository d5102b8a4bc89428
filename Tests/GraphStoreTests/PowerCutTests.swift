import GRDB
import KnowledgeModel
import StoreTesting
import Testing

@testable import GraphStore
import SeededTesting

/// A stream of commits as the pipeline makes them, which ends with the power.
private struct Stream {
  let submissions: [Submission]
  private let extractor = ScriptedExtractor()

  init(seed: UInt64) {
    var workload = Workload(seed: seed)
    submissions = workload.submissions(24)
  }

  /// Goes on after the first `done` submissions until all is written and read, or something fails; returns
  /// how many submissions were acknowledged.
  func write(to store: GraphStore, after done: Int) async -> (acknowledged: Int, isDone: Bool) {
    var acknowledged = done
    do {
      var results = try await resumed(store)
      while acknowledged < submissions.count {
        let batch = Array(submissions[acknowledged...].prefix(3))
        let commit = try await store.commit(
          batch, understood: results, at: Timestamp(microseconds: 0))
        acknowledged += batch.count
        results = commit.waiting.map(extractor.understand)
      }
      _ = try await store.commit([], understood: results, at: Timestamp(microseconds: 0))
      return (acknowledged, true)
    } catch {
      return (acknowledged, false)
    }
  }

  private func resumed(_ store: GraphStore) async throws -> [UnderstoodMessage] {
    try await store.waiting(after: MessageID(rawValue: 0), limit: 1_000).map(extractor.understand)
  }
}

struct PowerCutTests {
  @Test(arguments: 0..<8 as Range<UInt64>)
  func `a power cut at any write loses nothing that was acknowledged`(seed: UInt64) async throws {
    let stream = Stream(seed: seed)
    let quiet = try FaultyDisk()
    let undisturbed = try quiet.open()
    #expect(await stream.write(to: undisturbed, after: 0).isDone)
    let expected = try await undisturbed.verify().digest
    let operations = quiet.operations
    try undisturbed.close()

    var generator = SeededGenerator(seed: seed)
    for _ in 0..<15 {
      let cut = 1 + generator.below(operations)
      let comment: Comment = "seed \(seed), power cut at operation \(cut) of \(operations)"
      let disk = try FaultyDisk()
      var acknowledged = 0
      // The power may go again while the store recovers.
      disk.cutPower(at: cut)
      acknowledged = await attempt(stream, disk, acknowledged)
      try disk.restore(seed: generator.next(), survivors: generator.pick(0, 500, 900))
      disk.cutPower(at: 1 + generator.below(40))
      acknowledged = await attempt(stream, disk, acknowledged)
      try disk.restore(seed: generator.next(), survivors: generator.pick(0, 500))

      let store = try disk.open()
      let stands = try await store.verify()
      #expect(stands.isSound, "\(comment): \(stands.checks)")
      try await holds(store, stream.submissions.prefix(acknowledged), comment)
      let end = await stream.write(to: store, after: acknowledged)
      #expect(end.isDone, comment)
      let report = try await store.verify()
      #expect(report.isSound, "\(comment): \(report.checks)")
      #expect(report.digest == expected, comment)
      try store.close()
    }
  }

  private func attempt(_ stream: Stream, _ disk: FaultyDisk, _ done: Int) async -> Int {
    guard let store = try? disk.open() else { return done }
    let (acknowledged, _) = await stream.write(to: store, after: done)
    try? store.close()
    return acknowledged
  }

  /// Sent again, what was acknowledged is no news, unless something later undid it.
  private func holds(
    _ store: GraphStore, _ acknowledged: ArraySlice<Submission>, _ comment: Comment
  ) async throws {
    let keys = acknowledged.flatMap { submission -> [MessageKey] in
      if case .append(let messages) = submission.request { messages.map(\.key) } else { [] }
    }
    let stored = try await store.read { db in
      try Set(
        Row.fetchAll(
          db,
          sql: """
            SELECT c.external_id, m.external_id FROM message m JOIN channel c ON c.id = m.channel
            """
        ).map { MessageKey(channel: $0[0], id: $0[1]) })
    }
    #expect(Set(keys).subtracting(stored).isEmpty, comment)
  }

  @Test(arguments: [("OFF", 0), ("NORMAL", 0), ("FULL", 5)])
  func `the disk forgets what was not synced`(mode: String, kept: Int) throws {
    let disk = try FaultyDisk()
    let pool = try DatabasePool(path: disk.path)
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "CREATE TABLE t(x); PRAGMA wal_checkpoint(TRUNCATE)")
      try db.execute(sql: "PRAGMA synchronous = \(mode)")
      for x in 0..<5 { try db.execute(sql: "INSERT INTO t VALUES (?)", arguments: [x]) }
    }
    disk.cutPower(at: 1)
    try? pool.close()
    try disk.restore()
    let again = try DatabasePool(path: disk.path)
    #expect(try again.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == kept)
    try again.close()
  }
}
