import ArgumentParser
import KnowledgeModel
import Server
import WireProtocol

struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Build every table anew from the log.",
    discussion: """
      The log is the truth, so nothing is lost. The folder must be free: stop its server first.

        rosemary replay --workspace acme
      """)

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let name = try workspace.workspace()
    let folder = try workspace.data.take(to: "replay")
    let progress = Progress("replaying \(name)", isSilent: output.json)
    let before = try await folder.digest(name)
    let start = ContinuousClock.now
    let events = try await folder.replay(name) { progress.update($0) }
    let seconds = start.duration(to: .now) / .seconds(1)
    let after = try await folder.digest(name)
    progress.end()
    guard !output.json else {
      return try Console.write(
        .members([
          ("workspace", .string(name.rawValue)), ("events", .integer(Int64(events))),
          ("seconds", .number(seconds)), ("digest", .string(after)),
          ("changed", .bool(before != after)),
        ]))
    }
    try Console.writeLine(
      "\(name): \(counted(events, "event")) replayed in \(fixed(seconds, 1)) s, the projection is "
        + (before == after ? "what it was" : "another than before"))
    try Console.writeLine("  digest \(after)")
  }
}

struct Reparse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read anew what an earlier release has read.",
    discussion: """
      Results are new events that replace the old ones; what both say alike keeps its identity. May be \
      stopped and begun again. The folder must be free: stop its server first.

        rosemary reparse --workspace acme
      """)

  @OptionGroup var workspace: WorkspaceOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let name = try workspace.workspace()
    let folder = try workspace.data.take(to: "reparse")
    let start = ContinuousClock.now
    let silent = output.json
    let messages = try await folder.reparse(name, clock: SystemClock.now, logger: Log.quiet) {
      if !silent, $0 % 5_000 == 0 { Console.note("reparsing \(name): \(grouped($0)) messages\n") }
    }
    let seconds = start.duration(to: .now) / .seconds(1)
    guard !output.json else {
      return try Console.write(
        .members([
          ("workspace", .string(name.rawValue)), ("messages", .integer(Int64(messages))),
          ("seconds", .number(seconds)),
        ]))
    }
    try Console.writeLine(
      messages == 0
        ? "\(name): every message has been read by this release"
        : "\(name): \(counted(messages, "message")) read anew in \(fixed(seconds, 1)) s")
  }
}

extension DataOptions {
  /// Takes the folder for work that needs it alone.
  func take(to action: String) throws -> DataFolder {
    try requireFolder()
    guard let taken = try DataFolder(taking: folder) else {
      throw RosemaryError(
        .failedPrecondition,
        "another rosemary has \(folder): stop it to \(action), which needs the folder alone")
    }
    return taken
  }
}
