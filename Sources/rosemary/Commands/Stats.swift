import ArgumentParser
import KnowledgeModel
import WireProtocol

struct Stats: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count what a principal may read.",
    discussion: """
        rosemary stats --workspace lavender-labs --as alice
        rosemary stats --workspace lavender-labs --as '*' --json
      """)

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  @Option(name: .customLong("as"), help: "The principal, by handle or id; '*' for everyone.")
  var principal: String?

  func run() async throws {
    let scope = try LookUp.scope(principal)
    let result: StatsResult = try await workspace.withSession(as: scope) {
      try await $0.call(.adminStats)
    }
    guard !output.json else { return try Console.write(result.json) }
    for (field, value) in result.fields {
      guard case .integer(let count) = value else { continue }
      let number = grouped(Int(count))
      try Console.writeLine(
        "  \(TextLayout.padded(field.rawValue, to: 12))  "
          + String(repeating: " ", count: max(0, 12 - number.count)) + number)
    }
  }
}
