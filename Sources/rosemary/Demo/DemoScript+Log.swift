import KnowledgeModel
import Server
import WireProtocol

/// The steps that write, and the proof at the end.
extension DemoScript {
  /// Says something, takes it back, and shows that the log remembers both.
  func withdrawal(at now: Timestamp) async throws -> DemoStep {
    let text = "The orangery is probably flooded, says the quokka."
    let id = "demo-\(now.microseconds)"
    let priya = session(Principal(rawValue: "U0PRIYA"))
    let message = Message(
      id: id, channel: "C0RANDOM", author: "U0PRIYA", sentAt: now, text: text)
    let params = LookupParams(text: "what does the quokka say?", now: now, limit: 1)
    let append = AppendParams(messages: [message], wait: .queryable)
    _ = try await priya.append(append)
    let before = try await priya.lookup(params)
    let events = try await count()
    let delete = DeleteParams(messages: [.init(channel: "C0RANDOM", id: id)])
    let deleted: DeleteResult = try await priya.call(.ingestDelete(delete), delete.json)
    let after = try await priya.lookup(params)
    let eventsAfter = try await count()
    let isThere = { (result: LookupResult) in result.messages.contains { $0.id == id } }
    let view = LookupText(columns: columns - 3, showsMessages: false, showsEntities: false)
    return DemoStep(
      title: "What is taken back loses its evidence; the log keeps what happened",
      command: "Ingest/Append, Query/Lookup, Ingest/Delete, Query/Lookup",
      output: """
        Priya writes "\(text)"
        \(view.render(before))\
        She deletes it: \(counted(deleted.deleted, "message")) gone; \
        the log grew from \(grouped(events)) to \(grouped(eventsAfter)) events\n
        """,
      checks: [
        ("it was found, and is found no more", isThere(before) && !isThere(after)),
        ("the log only grew", eventsAfter > events),
      ],
      json: .members([("before", before.json), ("after", after.json)]))
  }

  /// Everybody's horizon is the number of events.
  private func count() async throws -> Int {
    let stats: StatsResult = try await session(.everyone).call(.adminStats)
    return stats.horizon
  }

  /// Closes the workspace, proves it, rebuilds it from the log and proves it again.
  func proof() async throws -> DemoStep {
    guard case .embedded(_, let registry, let folder) = backend else {
      throw RosemaryError(.failedPrecondition, "the data folder is another process's")
    }
    await registry.closeAll()
    let before = try await folder.verify(workspace)
    let start = ContinuousClock.now
    let events = try await folder.replay(workspace)
    let seconds = start.duration(to: .now) / .seconds(1)
    let after = try await folder.digest(workspace)
    return DemoStep(
      title: "The event log is the truth: replaying it gives the same memory",
      command: "rosemary verify --workspace \(workspace); rosemary replay --workspace \(workspace)",
      output: before.text
        + "replayed \(counted(events, "event")) in \(fixed(seconds, 2)) s\n  digest \(after)\n",
      checks: [
        ("the chain, the tables and their sums are sound", before.isSound),
        ("the rebuilt projection has the same digest", before.digest == after),
      ],
      json: .members([("verify", before.json), ("replayed", .string(after))]))
  }
}
