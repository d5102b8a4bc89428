import ArgumentParser
import KnowledgeModel
import WireProtocol

struct LookUp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookup",
    abstract: "Answer a question on somebody's behalf.",
    discussion: """
      Propositions come first, each with the probability that it holds and the words that it came from, then \
      messages. Only what the principal may read takes part.

        rosemary lookup "is the lavender meeting still on?" --workspace lavender-labs --as alice
        rosemary lookup flu --as priya --now 2024-04-17T09:00:00Z --limit 3 --explain
        rosemary lookup --entity user:U0BOB --channel C0PROJLAV --as alice --json
      """)

  @ArgumentParser.Argument(help: "The question.")
  var text: [String] = []

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  @Option(
    name: .customLong("as"), help: "The principal who asks, by handle or id; '*' for everyone.")
  var principal: String?

  @Option(help: "Bounds each list.")
  var limit = 5

  @Option(name: .customLong("channel"), help: "Only this channel; may be given several times.")
  var channels: [String] = []

  @Option(name: .customLong("entity"), help: "An entity to begin from, by id or name; likewise.")
  var entities: [String] = []

  @Option(name: .customLong("frame"), help: "Only this frame, such as request-01; likewise.")
  var frames: [String] = []

  @Option(help: "The present, such as 2024-05-02T18:00:00Z; the clock's by default.")
  var now: Timestamp?

  @Option(help: "Bounds the whole answer, in tokens.")
  var tokenBudget: Int?

  @Flag(help: "Show the terms that each score is the sum of.")
  var explain = false

  @Flag(help: "Let the question count as interest.")
  var touch = false

  func run() async throws {
    let asking = try LookUp.scope(principal)
    let question = text.joined(separator: " ")
    guard !question.isEmpty || !entities.isEmpty || !frames.isEmpty else {
      throw ValidationError("ask something: a text, --entity or --frame")
    }
    // Checked as the wire's are, so that embedded and remote agree.
    let params = try LookupParams(
      json: LookupParams(
        text: question.isEmpty ? nil : question, entities: entities, frames: frames,
        channels: channels, now: now, limit: limit, tokenBudget: tokenBudget, explain: explain,
        touch: touch
      ).json)
    let result = try await workspace.withSession(as: asking) { try await $0.lookup(params) }
    guard !output.json else { return try Console.write(result.json) }
    let text = LookupText(columns: Console.columns, isColoured: Console.isColoured)
    try Console.write(text.render(result))
  }

  /// - Throws: where nobody is named: a missing scope is an error, never "everything".
  static func scope(_ principal: String?) throws -> Principal {
    guard let principal, !principal.isEmpty else {
      throw ValidationError(
        "--as is missing: say on whose behalf to read, such as --as alice, or --as '*' for everyone"
      )
    }
    return Principal(rawValue: principal)
  }
}
