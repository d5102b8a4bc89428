import Foundation
import GRDB
import KnowledgeModel
import StoreTesting
import Testing

@testable import GraphStore

struct EventLogTests {
  private func filled(_ disk: FaultyDisk) async throws -> GraphStore {
    var workload = Workload(seed: 3)
    let store = try disk.open()
    let moment = Timestamp(microseconds: 0)
    let commit = try await store.commit(workload.submissions(20), at: moment)
    _ = try await store.commit(
      [], understood: commit.waiting.map(ScriptedExtractor().understand), at: moment)
    return store
  }

  private func problems(_ store: GraphStore, of check: String) async throws -> [String] {
    try await store.verify().checks.first { $0.name == check }?.problems ?? ["no such check"]
  }

  @Test(arguments: [
    "UPDATE event SET payload = CAST(payload || x'00' AS BLOB) WHERE seq = 5",
    "UPDATE event SET salt = zeroblob(16) WHERE seq = 5",
    "UPDATE event SET actor = 'mallory' WHERE seq = 5",
    "UPDATE event SET recorded_at = recorded_at + 1 WHERE seq = 5",
    "UPDATE event SET kind = kind % 8 + 1 WHERE seq = 5",
    "UPDATE event SET idempotency_key = 'other' WHERE seq = 5",
    "UPDATE event SET digest = zeroblob(32) WHERE seq = 5",
    "DELETE FROM event WHERE seq = 5",
    "DELETE FROM event WHERE seq = 1",
    """
    UPDATE event SET seq = -5 WHERE seq = 5; UPDATE event SET seq = 5 WHERE seq = 6;
    UPDATE event SET seq = 6 WHERE seq = -5
    """,
  ])
  func `the chain shows what was changed, removed or moved`(tampering: String) async throws {
    let disk = try FaultyDisk()
    let store = try await filled(disk)
    #expect(try await problems(store, of: "chain").isEmpty)
    try await store.pool.write { try $0.execute(sql: tampering) }
    #expect(try await problems(store, of: "chain").count == 1)
    await #expect { try await store.rebuild() } throws: {
      ($0 as? RosemaryError)?.code == .dataLoss
    }
    // What could not be rebuilt stands as it stood.
    #expect(try await store.contents().lines.isEmpty == false)
    try store.close()
  }

  @Test(arguments: [
    ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "replay"),
    ("UPDATE message SET text = text || '!' WHERE id = 1", "replay"),
    ("UPDATE evidence SET committed = committed + 1", "evidence"),
    ("DELETE FROM evidence", "evidence"),
    ("DELETE FROM entity WHERE id = 1", "references"),
    ("DELETE FROM message WHERE id = 1", "references"),
    ("DELETE FROM reaction", "replay"), ("DELETE FROM membership", "replay"),
    ("UPDATE touch SET at = at + 1", "replay"), ("UPDATE edge SET role = 'ARG9'", "replay"),
  ])
  func `verify finds what was changed behind the log's back`(
    tampering: String, check: String
  ) async throws {
    let disk = try FaultyDisk()
    let store = try await filled(disk)
    let before = try await store.verify()
    #expect(before.isSound, "\(before.checks)")
    try await store.pool.write { try $0.execute(sql: tampering) }
    #expect(try await problems(store, of: check).isEmpty == false)
    try store.close()
  }

  @Test
  func `several verifications at once don't meet, nor hold up the writer`() async throws {
    let disk = try FaultyDisk()
    let store = try await filled(disk)
    var workload = Workload(seed: 4)
    let submissions = workload.submissions(20)
    try await withThrowingTaskGroup { group in
      for _ in 0..<6 {
        group.addTask {
          let report = try await store.verify()
          #expect(report.isSound, "\(report.checks)")
        }
      }
      for submission in submissions {
        _ = try await store.commit([submission], at: Timestamp(microseconds: 0))
      }
      try await group.waitForAll()
    }
    try store.close()
    let left = try FileManager.default.contentsOfDirectory(atPath: disk.folder.path)
    #expect(left.allSatisfy { !$0.contains("verify") })
  }

  @Test
  func `rebuilding mends what was changed behind the log's back`() async throws {
    let disk = try FaultyDisk()
    let store = try await filled(disk)
    let before = try await store.verify()
    try await store.pool.write {
      try $0.execute(sql: "UPDATE message SET text = ''; DELETE FROM touch; DELETE FROM reaction")
    }
    #expect(try await store.verify().isSound == false)
    #expect(try await store.rebuild() == before.events)
    let after = try await store.verify()
    #expect(after.isSound)
    #expect(after.digest == before.digest)
    try store.close()
  }

  @Test
  func `keys of neighbouring channels are not taken for each other`() async throws {
    let disk = try FaultyDisk()
    let store = try disk.open()
    let places = [("a", "b:c"), ("a:b", "c"), ("a\u{1F}b", "c"), ("a", "b\u{1F}c"), ("", "a:b:c")]
    let messages = places.map {
      Message(
        id: $0.1, channel: $0.0, author: "bob", sentAt: Timestamp(microseconds: 0), text: "hi")
    }
    let bob = Principal(rawValue: "bob")
    for attempt in 0..<2 {
      let commit = try await store.commit(
        [Submission(actor: bob, request: .append(messages))], at: Timestamp(microseconds: 0))
      #expect(commit.receipts.map(\.accepted) == [attempt == 0 ? messages.count : 0])
    }
    try store.close()
  }

  @Test
  func `a NUL anywhere is kept as a replacement character`() async throws {
    let disk = try FaultyDisk()
    var store = try disk.open()
    let message = Message(
      id: "1\u{0}2", channel: "C\u{0}", thread: "t\u{0}", author: "b\u{0}b",
      sentAt: Timestamp(microseconds: 0), text: "a \u{0} +Rome",
      attachments: [Attachment(kind: "\u{0}", caption: "x\u{0}y")],
      reactions: [Reaction(name: "\u{0}", users: ["\u{0}"])])
    let submission = Submission(
      actor: Principal(rawValue: "m\u{0}"), request: .append([message]))
    let commit = try await store.commit([submission], at: Timestamp(microseconds: 0))
    try store.close()
    store = try disk.open()
    let waiting = try await store.waiting(after: MessageID(rawValue: 0), limit: 9)
    #expect(waiting.map(\.message.text) == ["a \u{FFFD} +Rome"])
    #expect(waiting.map(\.message.text) == commit.waiting.map(\.message.text))
    let again = try await store.commit(
      [submission], understood: waiting.map(ScriptedExtractor().understand),
      at: Timestamp(microseconds: 0))
    #expect(again.receipts.map(\.duplicates) == [1])
    let report = try await store.verify()
    #expect(report.isSound, "\(report.checks)")
    try store.close()
  }
}
