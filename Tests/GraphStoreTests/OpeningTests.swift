import Foundation
import GRDB
import KnowledgeModel
import StoreTesting
import Testing

@testable import GraphStore
import SeededTesting

struct OpeningTests {
  private func code(opening path: String) -> RosemaryError.Code? {
    do {
      try GraphStore(path: path).close()
      return nil
    } catch {
      return error.code
    }
  }

  @Test
  func `a database of a later release is refused and left as it is`() throws {
    let disk = try FaultyDisk()
    try disk.open().close()
    let later = try DatabaseQueue(path: disk.path)
    try later.write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999 of a later release')")
    }
    try later.close()
    #expect(code(opening: disk.path) == .failedPrecondition)
    let again = try DatabaseQueue(path: disk.path)
    #expect(
      try again.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM grdb_migrations") } == 3)
    try again.close()
  }

  @Test
  func `a file that is no database is damage`() throws {
    let disk = try FaultyDisk()
    for content in ["a text, and not a database", String(repeating: "x", count: 100_000)] {
      try Data(content.utf8).write(to: URL(filePath: disk.path))
      #expect(code(opening: disk.path) == .dataLoss)
      #expect(try String(contentsOfFile: disk.path, encoding: .utf8) == content)
    }
  }

  @Test
  func `a path that can't be opened is unavailable`() throws {
    let disk = try FaultyDisk()
    #expect(code(opening: disk.folder.path) == .unavailable)
    #expect(code(opening: disk.folder.appending(path: "none/memory.sqlite").path) == .unavailable)
  }

  @Test
  func `a torn database is damage, not a trap`() async throws {
    for seed in 0..<10 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let disk = try FaultyDisk()
      let store = try disk.open()
      var workload = Workload(seed: seed)
      _ = try await store.commit(workload.submissions(20), at: Timestamp(microseconds: 0))
      try store.close()
      // Nothing is left beside the database that could mend it.
      let log = FileManager.default.contents(atPath: disk.path + "-wal") ?? Data()
      #expect(log.isEmpty)
      var bytes = try Data(contentsOf: URL(filePath: disk.path))
      for _ in 0..<200 {
        bytes[100 + generator.below(bytes.count - 100)] = UInt8(generator.below(256))
      }
      try bytes.write(to: URL(filePath: disk.path))
      do throws(RosemaryError) {
        let torn = try disk.open()
        let report = try await torn.verify()
        #expect(!report.isSound, "seed \(seed)")
        try torn.close()
      } catch {
        #expect([.dataLoss, .internalError, .failedPrecondition].contains(error.code), "\(error)")
      }
    }
  }

  @Test
  func `every commit is synced`() async throws {
    let disk = try FaultyDisk()
    let store = try disk.open()
    let mode = try await store.transact { try Int.fetchOne($1, sql: "PRAGMA synchronous") }
    #expect(mode == 2)
    try store.close()
  }
}
