import GraphStore
import KnowledgeModel
import Testing

@testable import Ingestion

@Suite(.serialized, .timeLimit(.minutes(2)))
struct LimitTests {
  /// Submits until no more is taken; returns the tickets and the refusal.
  private func fill(
    _ pipeline: IngestPipeline, with submission: Submission
  ) -> ([Ticket], RosemaryError) {
    var tickets: [Ticket] = []
    while true {
      do throws(RosemaryError) {
        tickets.append(try pipeline.submit(submission))
      } catch {
        return (tickets, error)
      }
    }
  }

  @Test(arguments: [true, false])
  func `past the bounds a caller is told to wait, and served later`(byBytes: Bool) async throws {
    let workspace = try Workspace()
    let pipeline = workspace.pipeline(RecordingView())
    let text = byBytes ? String(repeating: "a", count: Limits.messageTextBytes) : "a"
    let count = byBytes ? 1 : 1_000
    let submission = append((0..<count).map { message($0, text) })
    let (tickets, refusal) = fill(pipeline, with: submission)
    #expect(refusal.code == .resourceExhausted)
    #expect(refusal.retryAfter != nil)
    let bound =
      byBytes
      ? Limits.bytesWaiting / Limits.messageTextBytes - 1 : Limits.messagesWaiting / 1_000
    #expect(tickets.count == bound)
    async let run: Void = pipeline.run()
    for ticket in tickets { _ = try await ticket.queryable }
    while pipeline.backlog > 0 { await Task.yield() }
    #expect(try await pipeline.submit(submission).queryable.duplicates == count)
    pipeline.shutDown()
    await run
    #expect(pipeline.backlog == 0)
  }

  @Test(arguments: [
    Submission.Request.delete([]), .putUsers([]), .putChannels([]), .append([]),
    .touch(LookupTouch(nodes: [], at: Timestamp(microseconds: 0))),
    .delete(
      (0..<9_000).map { MessageKey(channel: "C\($0)", id: String(repeating: "x", count: 99)) }),
    .append([
      Message(
        id: "1", channel: "C", author: "a", sentAt: Timestamp(microseconds: 0), text: "",
        reactions: [Reaction(name: "+1", users: (0..<9_000).map { "user-\($0)" })])
    ]),
    .putChannels([
      Channel(id: "C", name: "c", kind: .private, members: (0..<9_000).map { "user-\($0)" })
    ]),
  ])
  func `whatever is queued counts for what it holds`(request: Submission.Request) throws {
    let workspace = try Workspace()
    let pipeline = workspace.pipeline(RecordingView())
    let submission = Submission(actor: Principal(rawValue: "a"), request: request)
    let (tickets, refusal) = fill(pipeline, with: submission)
    #expect(refusal.code == .resourceExhausted)
    // The printed form is some measure of what it holds in memory.
    #expect(tickets.count * "\(request)".utf8.count < 32 * Limits.bytesWaiting)
    #expect(tickets.count <= Limits.messagesWaiting)
  }

  @Test
  func `closing finishes what was accepted and takes no more`() async throws {
    let workspace = try Workspace()
    let view = RecordingView()
    let pipeline = workspace.pipeline(view)
    let tickets = try (0..<50).map { try pipeline.submit(append([message($0)])) }
    pipeline.shutDown()
    #expect(
      await code { () throws(RosemaryError) in try pipeline.submit(append([])) } == .unavailable)
    await pipeline.run()
    for ticket in tickets { #expect(try await ticket.queryable.accepted == 1) }
    #expect(await view.readings.count == 50)
    #expect(pipeline.backlog == 0)
  }
}
