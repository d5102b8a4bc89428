import ArgumentParser
import SystemSeam

@main
struct RosemaryCommand: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "rosemary",
    abstract: "A probabilistic knowledge-graph memory for agents.",
    discussion: """
      Rosemary reads what an organisation writes, keeps what was said with its probability, and answers \
      agents with the words it came from.

        rosemary demo
        rosemary ingest slack export.zip --workspace acme
        rosemary lookup "is the lavender meeting still on?" --workspace acme --as alice
        rosemary serve --listen 127.0.0.1:7411
      """,
    version: version,
    subcommands: [
      Demo.self, Ingest.self, LookUp.self, Interests.self, Serve.self, Parse.self, Stats.self,
      Verify.self, Replay.self, Reparse.self,
    ])

  /// Everything that can go wrong ends in one line that says what to do.
  static func main() async {
    Terminal.surviveClosedPipes()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.exit(error, asJSON: CommandLine.arguments.contains("--json"))
    }
  }
}
