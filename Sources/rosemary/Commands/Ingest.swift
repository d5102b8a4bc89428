import ArgumentParser
import Foundation
import KnowledgeModel
import Server
import SlackImport
import SystemSeam
import WireProtocol

struct Ingest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read messages into a workspace.",
    discussion: """
      What was read is on disk when it counts as read. An interrupted import goes on where it ended, and \
      reading the same again changes nothing.

        rosemary ingest slack export.zip --workspace acme
        rosemary ingest jsonl messages.jsonl --workspace acme
      """,
    subcommands: [Slack.self, Lines.self])
}

/// What both imports share.
struct ImportOptions: ParsableArguments {
  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Begin at the beginning, wherever an earlier import ended.")
  var restart = false
}

extension Ingest {
  struct Slack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a Slack export: a folder or a zip.",
      discussion: """
        Users, channels and who may read them come first, then the messages, day by day.

          rosemary ingest slack Data/lavender-labs --workspace lavender-labs
          rosemary ingest slack export.zip --workspace acme --data /var/lib/rosemary
        """)

    @ArgumentParser.Argument(help: "The export.", completion: .file(extensions: ["zip"]))
    var path: String

    @OptionGroup var options: ImportOptions

    func run() async throws {
      let export = try SlackExport.open(path)
      let report = try await options.workspace.withSession(
        as: .everyone, making: true
      ) { session in
        try await SlackIngestion(path: path, export: export, options: options).run(session)
      }
      try ImportSummary.show(report, asJSON: options.output.json)
    }
  }

  struct Lines: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "jsonl",
      abstract: "Read messages as JSON, one a line, in the shape of Ingest/Append.",
      discussion: """
        {"id":"1","channel":"general","author":"ann","sent_at":"2024-05-02T16:20:00Z","text":"hello"}

          rosemary ingest jsonl messages.jsonl --workspace acme
          tail -n +1 messages.jsonl | rosemary ingest jsonl - --workspace acme --as ann
        """)

    @ArgumentParser.Argument(help: "The file, or - for standard input.", completion: .file())
    var path: String

    @OptionGroup var options: ImportOptions

    @Option(name: .customLong("as"), help: "The principal who appends; '*' for everyone.")
    var principal = "*"

    @Flag(help: "Stop at the first line that is no message.")
    var strict = false

    func run() async throws {
      let lines = try LineReader(path, limit: Limits.lineBytes)
      let ingestion = LineIngestion(path: path, options: options, isStrict: strict)
      let report = try await options.workspace.withSession(
        as: Principal(rawValue: principal), making: true
      ) { session in
        try await ingestion.run(lines, session)
      }
      try ImportSummary.show(report, asJSON: options.output.json)
    }
  }
}
