import KnowledgeModel
import Server
import SlackImport
import WireProtocol

/// The questions of the demonstration, each with the promise that it makes visible.
struct DemoScript {
  static let workspace = "lavender-labs"

  let sample: String
  let backend: Backend
  let workspace: WorkspaceName
  let columns: Int

  func session(_ principal: Principal?) -> Session {
    Session(backend: backend, meta: Meta(workspace: workspace, principal: principal))
  }

  private func time(_ text: String) -> Timestamp? { Timestamp(text) }

  // MARK: Ingest

  func ingest() async throws -> DemoStep {
    let export = try SlackExport.open(sample)
    let start = ContinuousClock.now
    let session = session(.everyone)
    try await session.put(users: export.users)
    try await session.put(channels: export.channels)
    var feed = MessageFeed { try await session.append($0) }
    var report = ImportReport(source: sample)
    for day in export.days() {
      for message in day.messages where try await feed.add(message) == nil { report.read += 1 }
    }
    try await feed.finish()
    report.users = export.users.count
    report.channels = export.channels.count
    report.accepted = feed.accepted
    report.duplicates = feed.duplicates
    report.seconds = start.duration(to: .now) / .seconds(1)
    let stats: StatsResult = try await session.call(.adminStats)
    return DemoStep(
      title: "Five weeks of a small company are read, with no language model",
      command: "rosemary ingest slack Data/lavender-labs --workspace \(workspace)",
      output: """
        \(counted(report.read, "message")) of \(report.users) people in \(report.channels) channels: \
        on disk, understood and searchable in \(fixed(report.seconds, 2)) s \
        (\(grouped(Int(report.rate))) a second)
        \(counted(stats.propositions, "proposition")) about \
        \(counted(stats.entities, "thing")) that they mention\n
        """,
      checks: [("every message of the export is there", stats.messages == report.read)],
      json: report.json)
  }

  // MARK: Questions

  func question() async throws -> DemoStep {
    let text = "is the lavender meeting still on?"
    let now = "2024-05-03T09:00:00Z"
    let result = try await session(.named("alice")).lookup(
      LookupParams(text: text, now: time(now), limit: 3))
    return DemoStep(
      title: "A question is answered with propositions, their probability and their words",
      command: lookup(text, as: "alice", "--now \(now) --limit 3"),
      output: LookupText(columns: columns - 3, showsEntities: false).render(result),
      checks: [
        (
          "every proposition quotes the message that it came from",
          result.propositions.allSatisfy { !$0.evidence.isEmpty }
        )
      ],
      json: result.json)
  }

  func hedge() async throws -> DemoStep {
    let text = "is anybody out with the flu?"
    let now = "2024-04-16T18:00:00Z"
    let result = try await session(.named("alice")).lookup(
      LookupParams(text: text, now: time(now), limit: 2))
    let hedged = result.propositions.contains { found in
      found.probability < .half && found.evidence.contains { $0.quote.contains("might") }
    }
    return DemoStep(
      title: "\"I might be out with the flu\" is possible; it never becomes a fact",
      command: lookup(text, as: "alice", "--now \(now) --limit 2"),
      output: LookupText(columns: columns - 3, showsMessages: false, showsEntities: false)
        .render(result),
      checks: [
        (
          "what was hedged has a probability below one half",
          hedged
        )
      ],
      json: result.json)
  }

  func explained() async throws -> DemoStep {
    let text = "when is the launch of project lavender?"
    let now = "2024-05-10T18:00:00Z"
    let result = try await session(.named("alice")).lookup(
      LookupParams(text: text, now: time(now), limit: 1, explain: true))
    let sums = result.messages.allSatisfy { message in
      let sum = (message.terms ?? []).reduce(0) { $0 + $1.value }
      return abs(sum - message.score) < 1e-6
    }
    return DemoStep(
      title: "Every score explains itself, term by term",
      command: lookup(text, as: "alice", "--now \(now) --limit 1 --explain"),
      output: LookupText(columns: columns - 3, showsPropositions: false, showsEntities: false)
        .render(result),
      checks: [("the terms sum to the score", !result.messages.isEmpty && sums)],
      json: result.json)
  }

  func audience() async throws -> DemoStep {
    let text = "what does the codename Juniper stand for?"
    let params = LookupParams(text: text, limit: 1)
    let insider = try await session(.named("sofia")).lookup(params)
    let outsider = try await session(.named("omar")).lookup(params)
    let view = LookupText(columns: columns - 3, showsPropositions: false, showsEntities: false)
    var refusal = ""
    do {
      _ = try await session(nil).lookup(params)
    } catch let error as RosemaryError {
      refusal = error.message
    }
    let isPrivate = { (message: LookupMessage) in message.channel == "G0LEADERSHIP" }
    return DemoStep(
      title: "Each reader sees what its principal may read, and nothing else",
      command: lookup(text, as: "sofia, then --as omar", "--limit 1"),
      output: """
        Sofia, a member of the private #leadership:
        \(view.render(insider))
        Omar, who is not:
        \(view.render(outsider))
        Nobody in particular:
          \(refusal)\n
        """,
      checks: [
        ("Sofia is told from #leadership", insider.messages.contains(where: isPrivate)),
        ("Omar is told nothing from there", !outsider.messages.contains(where: isPrivate)),
        ("a missing principal is an error, not \"everything\"", !refusal.isEmpty),
      ],
      json: .members([
        ("sofia", insider.json), ("omar", outsider.json), ("nobody", .string(refusal)),
      ]))
  }

  // MARK: Interest

  func interest() async throws -> DemoStep {
    let moments = ["2024-05-10T18:00:00Z", "2024-05-24T18:00:00Z"]
    var output = ""
    var results: [InterestTopResult] = []
    for moment in moments {
      let params = InterestTopParams(limit: 4, halfLife: HalfLife("7d"), now: time(moment))
      let result: InterestTopResult = try await session(.named("alice"))
        .call(.interestTop(params), params.json)
      output +=
        "\(moment.prefix(10)):\n" + InterestText(columns: columns - 3).render(result.entities)
      results.append(result)
    }
    let pairs = zip(results[0].entities, results[1].entities)
    return DemoStep(
      title: "Interest decays, belief does not",
      command: "rosemary interests alice --workspace \(workspace) --half-life 7d --now …",
      output: output,
      checks: [
        (
          "after two half-lives a quarter of each weight is left",
          pairs.allSatisfy { abs($0.weight / 4 - $1.weight) <= 1e-6 * max(1, $0.weight) }
        )
      ],
      json: .array(results.map(\.json)))
  }

  func lookup(_ text: String, as principal: String, _ options: String) -> String {
    "rosemary lookup \"\(text)\" --workspace \(workspace) --as \(principal) \(options)"
  }
}

extension Principal {
  static func named(_ name: String) -> Principal { Principal(rawValue: name) }
}
