import Foundation
import KnowledgeModel
@testable import Server
import Testing
import WireProtocol
import SeededTesting

struct WorkspaceRegistryTests {
  private static let hello = LookupParams(text: "hello", limit: 100)

  @Test func `a workspace is made by the first write and not by a read`() async throws {
    let house = try House()
    let lookup = CallParams.queryLookup(Self.hello)
    #expect(await house.refusal(lookup, as: "alice") == .notFound)
    #expect(await house.refusal(.adminVerify, as: "alice") == .notFound)
    let reaction = ReactParams(message: "1", name: "+1", user: "alice", at: House.now)
    #expect(await house.refusal(.ingestReact(reaction), as: "alice") == .notFound)
    let deletion = DeleteParams(messages: [DeleteParams.Reference(id: "1")])
    #expect(await house.refusal(.ingestDelete(deletion), as: "alice") == .notFound)
    #expect(try DataFolder.workspaces(in: house.folder.path).isEmpty)
    try await house.append([.said("1", in: "c", by: "alice", "hello")], as: "alice")
    #expect(await house.refusal(lookup, as: "alice") == nil)
    #expect(try DataFolder.workspaces(in: house.folder.path).map(\.rawValue) == ["w"])
    await house.registry.closeAll()
  }

  @Test func `many workspaces through few places lose nothing`() async throws {
    let house = try House(capacity: 2)
    let names = (0..<6).map { "w\($0)" }
    let rounds = 12
    await withTaskGroup(of: Void.self) { group in
      for (place, name) in names.enumerated() {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(place))
          for round in 0..<rounds {
            let message = Message.said("\(round)", in: "c", by: "alice", "hello \(round)")
            let wait = random.pick(AppendParams.Wait.durable, .queryable)
            let params = AppendParams(messages: [message], wait: wait)
            let code = await house.refusal(.ingestAppend(params), as: "alice", in: name)
            #expect(code == nil)
            guard wait == .queryable else { continue }
            // Whatever was opened and closed meanwhile, all that was appended is seen.
            let found = try? await house.lookup(Self.hello, as: "alice", in: name).messages.count
            #expect(found == round + 1, "\(name) round \(round)")
          }
        }
      }
    }
    for name in names {
      _ = try await house.append(
        [.said("end", in: "c", by: "alice", "hello")], as: "alice", in: name)
      let found = try await house.lookup(Self.hello, as: "alice", in: name)
      #expect(found.messages.count == rounds + 1)
      let verified = try VerifyResult(
        json: await house.result(.adminVerify, as: "*", in: name))
      #expect(verified.isSound, "\(verified.problems)")
      // One event a message and one for its reading: nothing was read twice.
      #expect(verified.events == 2 * (rounds + 1))
    }
    await house.registry.closeAll()
  }

  @Test func `concurrent calls share one open workspace`() async throws {
    let house = try House(capacity: 1)
    try await house.append([.said("1", in: "c", by: "alice", "hello")], as: "alice")
    try await house.append([.said("1", in: "c", by: "alice", "hello")], as: "alice", in: "other")
    let name = try #require(WorkspaceName(rawValue: "w"))
    let opened = try await withThrowingTaskGroup(of: ObjectIdentifier.self) { group in
      for _ in 0..<32 {
        group.addTask {
          ObjectIdentifier(try await house.registry.lease(name, making: false))
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(opened.count == 1)
    for _ in 0..<32 { await house.registry.release(name) }
    await house.registry.closeAll()
  }

  @Test func `closing finishes what was accepted and takes nothing more`() async throws {
    let folder = try TemporaryFolder()
    do {
      let house = try House(in: folder)
      let messages = (0..<500).map { Message.said("\($0)", in: "c", by: "alice", "hello \($0)") }
      // Taken on, but nobody waits for it.
      for part in 0..<5 {
        let params = AppendParams(messages: Array(messages[part * 100..<part * 100 + 100]))
        guard case .run = await house.begin(.ingestAppend(params), as: "alice") else {
          Issue.record("the append was refused")
          return
        }
      }
      await house.registry.closeAll()
      #expect(await house.refusal(.queryLookup(Self.hello), as: "alice") == .unavailable)
    }
    let house = try House(in: folder)
    let stats = try StatsResult(json: await house.result(.adminStats, as: "alice"))
    #expect(stats.messages == 500)
    #expect(stats.horizon == 500)
    await house.registry.closeAll()
  }

  @Test func `a second taker of a folder gets nothing until the first is gone`() throws {
    let folder = try TemporaryFolder()
    do {
      let first = try DataFolder(taking: folder.path)
      #expect(first != nil)
      #expect(try DataFolder(taking: folder.path) == nil)
      withExtendedLifetime(first) {}
    }
    #expect(try DataFolder(taking: folder.path) != nil)
  }

  @Test func `a damaged database fails its own workspace only and heals when it is restored`()
    async throws
  {
    let folder = try TemporaryFolder()
    do {
      let house = try House(in: folder)
      for name in ["sound", "sick"] {
        try await house.append(
          [.said("1", in: "c", by: "alice", "hello")], as: "alice", in: name)
      }
      await house.registry.closeAll()
    }
    let path = folder.path + "/sick/memory.sqlite"
    let good = try #require(FileManager.default.contents(atPath: path))
    try Data(repeating: 0x5A, count: 8192).write(to: URL(fileURLWithPath: path))
    let house = try House(in: folder)
    let lookup = CallParams.queryLookup(Self.hello)
    let codes = await withTaskGroup(of: RosemaryError.Code?.self) { group in
      for _ in 0..<8 { group.addTask { await house.refusal(lookup, as: "alice", in: "sick") } }
      return await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(codes == [.dataLoss])
    #expect(try await house.lookup(Self.hello, as: "alice", in: "sound").messages.count == 1)
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    try good.write(to: URL(fileURLWithPath: path))
    #expect(try await house.lookup(Self.hello, as: "alice", in: "sick").messages.count == 1)
    await house.registry.closeAll()
  }
}
