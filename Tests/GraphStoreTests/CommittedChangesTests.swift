import KnowledgeModel
import StoreTesting
import Testing

@testable import GraphStore

struct CommittedChangesTests {
  private let bob = Principal(rawValue: "bob")
  private let moment = Timestamp(microseconds: 0)

  private func message(_ text: String, edited: Int64? = nil) -> Message {
    Message(
      id: "1", channel: "C1", author: "bob", sentAt: moment, text: text,
      editedAt: edited.map(Timestamp.init(microseconds:)))
  }

  @Test(arguments: [true, false])
  func `what was understood and taken back in one transaction is not shown`(
    isDeleted: Bool
  ) async throws {
    let disk = try FaultyDisk()
    let store = try disk.open()
    let first = message("+Rome")
    let commit = try await store.commit(
      [Submission(actor: bob, request: .append([first]))], at: moment)
    let request: Submission.Request =
      isDeleted ? .delete([first.key]) : .append([message("-Rome", edited: 5)])
    let after = try await store.commit(
      [Submission(actor: bob, request: request)],
      understood: commit.waiting.map(ScriptedExtractor().understand), at: moment)
    // Views remove before they add.
    #expect(after.changes.understood.isEmpty)
    #expect(after.changes.deleted.count == (isDeleted ? 1 : 0))
    #expect(after.changes.withdrawn.count == (isDeleted ? 0 : 1))
    try store.close()
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `changes taken in one by one are what the store holds`(seed: UInt64) async throws {
    let disk = try FaultyDisk()
    let store = try disk.open()
    var workload = Workload(seed: seed)
    var view: [MessageID: String] = [:]
    var results: [UnderstoodMessage] = []
    for round in 0..<20 {
      let commit = try await store.commit(
        round == 19 ? [] : workload.submissions(3), understood: results, at: moment)
      results = commit.waiting.map(ScriptedExtractor().understand)
      for id in commit.changes.withdrawn + commit.changes.deleted { view[id] = nil }
      for record in commit.changes.understood { view[record.id] = record.message.text }
      let stored = Collected()
      try await store.eachUnderstood(batchesOf: 2) { stored.add($0) }
      #expect(stored.texts == view, "seed \(seed), round \(round)")
    }
    try store.close()
  }
}

/// `@unchecked Sendable`: filled within one call that is awaited before it is read.
private final class Collected: @unchecked Sendable {
  private(set) var texts: [MessageID: String] = [:]

  func add(_ records: [UnderstoodRecord]) {
    for record in records { texts[record.id] = record.message.text }
  }
}
