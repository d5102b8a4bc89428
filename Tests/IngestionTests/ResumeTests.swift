import AMR
import Foundation
import GraphStore
import KnowledgeModel
import Testing

@testable import Ingestion
import SeededTesting

@Suite(.serialized, .timeLimit(.minutes(2)))
struct ResumeTests {
  @Test(arguments: 0..<12 as Range<UInt64>)
  func `a run that is cancelled settles every ticket, and the next one goes on`(
    seed: UInt64
  ) async throws {
    var generator = SeededGenerator(seed: seed)
    let workspace = try Workspace()
    let first = workspace.pipeline(RecordingView())
    let run = Task { await first.run() }
    var tickets: [Ticket] = []
    for start in stride(from: 0, to: 200, by: 20) {
      tickets.append(try first.submit(append((start..<start + 20).map { message($0) })))
    }
    try await Task.sleep(for: .microseconds(generator.below(60_000)))
    run.cancel()
    await run.value
    var durable = 0
    for ticket in tickets {
      if await code({ () throws(RosemaryError) in try await ticket.durable }) == nil {
        durable += 20
      }
      let queryable = await code { () throws(RosemaryError) in try await ticket.queryable }
      #expect([nil, .unavailable, .cancelled].contains(queryable), "seed \(seed)")
    }
    #expect(await code { () throws(RosemaryError) in try first.submit(append([])) } == .unavailable)

    let view = RecordingView()
    let second = workspace.pipeline(view)
    let all = try second.submit(append((0..<200).map { message($0) }))
    second.shutDown()
    await second.run()
    #expect(try await all.queryable.duplicates >= durable, "seed \(seed)")
    #expect(second.backlog == 0)
    // Once each in the log; in the second view, what the first had not read.
    #expect(try await workspace.readings(beside: 200) == 200, "seed \(seed)")
    #expect(Set(await view.readings).count == (await view.readings.count), "seed \(seed)")
  }

  @Test
  func `another extractor supersedes the first one's readings as if it had been there first`()
    async throws
  {
    let texts = [
      "Bob likes Rome. Can we reschedule the meeting?", "I might be out, says @alice.",
      "", "See https://example.org/plan and #lavender, Alice Smith!", "No.",
    ]
    let messages = (0..<300).map { message($0, texts[$0 % texts.count]) }
    let second = ScriptedExtractor()
    let (old, new) = (try Workspace(), try Workspace())
    for (workspace, extractor) in [
      (old, FirstUnderstanding() as any Extractor), (new, second),
    ] {
      let pipeline = workspace.pipeline(RecordingView(), extractor)
      _ = try pipeline.submit(append(messages))
      pipeline.shutDown()
      await pipeline.run()
    }
    let before = try await propositions(old)
    let view = RecordingView()
    #expect(try await old.pipeline(view, second).reparse() == 300)
    #expect(await view.readings == messages.map(\.key))
    #expect(try await propositions(old) == before)
    #expect(before.isEmpty == false)
    let report = try await old.store.verify()
    #expect(report.isSound, "\(report.checks)")
    #expect(report.digest == (try await new.store.verify().digest))
    #expect(try await old.pipeline(view, second).reparse() == 0)
  }

  private func propositions(_ workspace: Workspace) async throws -> [String] {
    let channels = Set(try await workspace.store.directory().channels.map(\.id))
    let messages = (1...300).map { MessageID(rawValue: $0) }
    return try await workspace.store.propositions(of: messages, in: channels).map(\.key)
  }
}
