import AMR
import GraphStore
import KnowledgeModel
import Testing

@testable import Ingestion

@Suite(.serialized, .timeLimit(.minutes(2)))
struct PipelineTests {
  @Test
  func `messages reach the view in the order of their submission, each once`() async throws {
    let workspace = try Workspace()
    let view = RecordingView()
    let pipeline = workspace.pipeline(view)
    async let run: Void = pipeline.run()
    var tickets: [Ticket] = []
    for start in stride(from: 0, to: 300, by: 10) {
      tickets.append(try pipeline.submit(append((start..<start + 10).map { message($0) })))
    }
    for ticket in tickets { #expect(try await ticket.queryable.accepted == 10) }
    #expect(await view.readings == (0..<300).map { MessageKey(channel: "C1", id: "\($0)") })
    #expect(await view.channels == ["C1"])
    pipeline.shutDown()
    await run
    #expect(pipeline.backlog == 0)
    #expect(try await workspace.readings(beside: 300) == 300)
  }

  @Test
  func `durable comes before queryable, and a duplicate waits for the first reading`() async throws
  {
    let workspace = try Workspace()
    let view = RecordingView()
    let gate = Gate()
    let pipeline = workspace.pipeline(view, ScriptedExtractor(before: { _ in gate.pass() }))
    async let run: Void = pipeline.run()
    let first = try pipeline.submit(append([message(1)]))
    #expect(try await first.durable.accepted == 1)
    let again = try pipeline.submit(append([message(1)]))
    #expect(try await again.durable.duplicates == 1)
    #expect(try await workspace.store.waiting(after: MessageID(rawValue: 0), limit: 9).count == 1)
    #expect(await view.messages.isEmpty)
    gate.open()
    _ = try await again.queryable
    #expect(await view.holds(message(1).key))
    _ = try await first.queryable
    pipeline.shutDown()
    await run
    #expect(pipeline.backlog == 0)
  }

  @Test
  func `what is revised or deleted while it is read ends as it was left`() async throws {
    let workspace = try Workspace()
    let view = RecordingView()
    let (gate, later) = (Gate(), Gate())
    let pipeline = workspace.pipeline(
      view,
      ScriptedExtractor(before: { $0.text.contains("Oslo") ? later.pass() : gate.pass() }))
    async let run: Void = pipeline.run()
    _ = try await pipeline.submit(append((1...3).map { message($0) })).durable
    let revision = try pipeline.submit(append([message(1, "Bob likes Oslo.", edited: 9)]))
    let deletion = try pipeline.submit(
      Submission(actor: Principal(rawValue: "bob"), request: .delete([message(2).key])))
    _ = try await deletion.durable
    gate.open()
    while await !view.holds(message(3).key) { await Task.yield() }
    // The reading of the words that were revised must not pass for that of the new ones.
    let seen = Task {
      _ = try await revision.queryable
      return await view.holds(message(1).key)
    }
    try await Task.sleep(for: .milliseconds(20))
    later.open()
    #expect(try await seen.value)
    _ = try await deletion.queryable
    pipeline.shutDown()
    await run
    #expect(Set(await view.messages.values.map(\.text)) == ["Bob likes Oslo.", "Bob likes Rome."])
    #expect(await view.holds(message(2).key) == false)
    #expect(pipeline.backlog == 0)
  }

  @Test
  func `an extractor that fails or invents loses no message`() async throws {
    let workspace = try Workspace()
    let view = RecordingView()
    let invention = Mention(
      entity: EntityKey(kind: .name, name: "flu"), tokens: TokenRange(first: 1, last: 1),
      surface: "flu")
    let extractor = ScriptedExtractor(
      before: { if $0.text.contains("fail") { throw RosemaryError(.internalError, "no") } },
      invented: [invention])
    let pipeline = workspace.pipeline(view, extractor)
    async let run: Void = pipeline.run()
    let ticket = try pipeline.submit(append([message(1), message(2, "fail"), message(3, "")]))
    #expect(try await ticket.queryable.accepted == 3)
    pipeline.shutDown()
    await run
    let ids = Array(await view.messages.keys)
    #expect(ids.count == 3)
    #expect(try await workspace.store.messages(ids).flatMap(\.mentions).isEmpty)
    // Nobody asks the extractor again.
    #expect(try await workspace.store.waiting(after: MessageID(rawValue: 0), limit: 9).isEmpty)
  }

  @Test
  func `many submitters at once are all served`() async throws {
    let workspace = try Workspace()
    let view = RecordingView()
    let pipeline = workspace.pipeline(view)
    async let run: Void = pipeline.run()
    let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
      for writer in 0..<40 {
        group.addTask {
          var sum = 0
          for number in 0..<10 {
            // Every message comes twice, from two writers.
            let id = (writer / 2) * 10 + number
            sum += try await pipeline.submit(append([message(id)])).queryable.accepted
            guard await view.holds(message(id).key) else {
              throw RosemaryError(.internalError, "message \(id) is not there")
            }
          }
          return sum
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(accepted == 200)
    pipeline.shutDown()
    await run
    #expect(await view.readings.count == 200)
    #expect(pipeline.backlog == 0)
    #expect(try await workspace.readings(beside: 200) == 200)
  }

  @Test
  func `ids that only look alike are two messages`() async throws {
    let workspace = try Workspace()
    let view = RecordingView()
    let pipeline = workspace.pipeline(view)
    async let run: Void = pipeline.run()
    let messages = ["\u{E9}", "e\u{301}"].flatMap { name in
      (0..<2).map { _ in
        Message(
          id: name, channel: name, author: name, sentAt: Timestamp(microseconds: 0), text: name)
      }
    }
    #expect(try await pipeline.submit(append(messages)).queryable.accepted == 2)
    pipeline.shutDown()
    await run
    #expect(await view.readings.count == 2)
    #expect(try await workspace.readings(beside: 2) == 2)
  }
}
