import ArgumentParser
import KnowledgeModel
import WireProtocol

struct Interests: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what somebody cares about now.",
    discussion: """
      Posting, reacting, being mentioned and asking with --touch add weight to what a message is about; the \
      weight halves with every half-life.

        rosemary interests alice --workspace lavender-labs --now 2024-05-10T18:00:00Z
        rosemary interests alice --half-life 2w --limit 20 --json
      """)

  @ArgumentParser.Argument(help: "The principal, by handle or id.")
  var principal: String

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "How many.")
  var limit = 10

  @Option(help: "Such as 12h, 7d or 2w.")
  var halfLife: String?

  @Option(help: "The present, such as 2024-05-10T18:00:00Z; the clock's by default.")
  var now: Timestamp?

  func run() async throws {
    let half = try halfLife.map { text in
      guard let half = HalfLife(text) else {
        throw ValidationError(
          "--half-life \(text): write a number and a unit, such as 12h, 7d or 2w")
      }
      return half
    }
    let params = try InterestTopParams(
      json: InterestTopParams(limit: limit, halfLife: half, now: now).json)
    let result: InterestTopResult = try await workspace.withSession(
      as: Principal(rawValue: principal)
    ) { try await $0.call(.interestTop(params), params.json) }
    guard !output.json else { return try Console.write(result.json) }
    try Console.write(InterestText(columns: Console.columns).render(result.entities))
  }
}
