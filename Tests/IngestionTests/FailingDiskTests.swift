import GraphStore
import KnowledgeModel
import StoreTesting
import Testing

@testable import Ingestion
import SeededTesting

@Suite(.serialized, .timeLimit(.minutes(2)))
struct FailingPipelineTests {
  @Test(arguments: 1...6)
  func `submissions that share a failed transaction are tried one by one`(
    failures: Int
  ) async throws {
    let workspace = try Workspace()
    let view = RecordingView()
    let pipeline = workspace.pipeline(view)
    let tickets = try (0..<8).map { try pipeline.submit(append([message($0)])) }
    pipeline.shutDown()
    // The first transaction holds all; each attempt fails at its first write.
    workspace.disk.fail(at: 1, times: failures, .full)
    await pipeline.run()
    var refused = 0
    for (number, ticket) in tickets.enumerated() {
      switch await code({ () throws(RosemaryError) in try await ticket.queryable }) {
      case nil: #expect(await view.holds(message(number).key))
      case .resourceExhausted:
        refused += 1
        #expect(await view.holds(message(number).key) == false)
      case let other: Issue.record("\(String(describing: other))")
      }
    }
    #expect(refused == failures - 1)
    #expect(pipeline.backlog == 0)
    #expect(try await workspace.readings(beside: 8 - refused) == 8 - refused)
  }

  @Test
  func `a reading that finds the disk full is written when there is room again`() async throws {
    let workspace = try Workspace()
    let view = RecordingView()
    let gate = Gate()
    let pipeline = workspace.pipeline(view, ScriptedExtractor(before: { _ in gate.pass() }))
    async let run: Void = pipeline.run()
    let ticket = try pipeline.submit(append([message(1)]))
    _ = try await ticket.durable
    workspace.disk.fail(at: 1, times: 1, .full)
    gate.open()
    #expect(try await ticket.queryable.accepted == 1)
    #expect(await view.holds(message(1).key))
    pipeline.shutDown()
    await run
    #expect(pipeline.backlog == 0)
    #expect(try await workspace.readings(beside: 1) == 1)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `power that fails under load loses nothing acknowledged, and the rest is finished after`(
    seed: UInt64
  ) async throws {
    var generator = SeededGenerator(seed: seed)
    let disk = try FaultyDisk()
    let store = try disk.open()
    let pipeline = Workspace.pipeline(store, RecordingView())
    disk.cutPower(at: 1 + generator.below(200))
    let tickets = try (0..<30).map {
      try pipeline.submit(append([message($0), message($0 + 100)]))
    }
    pipeline.shutDown()
    await pipeline.run()
    var durable: [Int] = []
    for (number, ticket) in tickets.enumerated() {
      let outcome = await code { () throws(RosemaryError) in try await ticket.durable }
      if outcome == nil { durable.append(number) }
      // Nobody is left waiting.
      _ = await code { () throws(RosemaryError) in try await ticket.queryable }
    }
    try? store.close()
    try disk.restore(seed: seed, survivors: generator.pick(0, 500))

    let again = try disk.open()
    let view = RecordingView()
    let second = Workspace.pipeline(again, view)
    let all = try (0..<30).map { try second.submit(append([message($0), message($0 + 100)])) }
    second.shutDown()
    await second.run()
    for (number, ticket) in all.enumerated() {
      let receipt = try await ticket.queryable
      #expect(receipt.accepted + receipt.duplicates == 2)
      if durable.contains(number) { #expect(receipt.duplicates == 2, "seed \(seed)") }
    }
    let report = try await again.verify()
    #expect(report.isSound, "seed \(seed): \(report.checks)")
    #expect(report.events == 120, "seed \(seed)")
    try again.close()
  }
}
