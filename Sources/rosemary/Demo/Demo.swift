import ArgumentParser
import Foundation
import KnowledgeModel
import WireProtocol

struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read a sample workspace and answer questions about it.",
    discussion: """
      Shows each promise on Data/lavender-labs, the five weeks of an invented company, in a temporary folder \
      that is deleted afterwards, or in --data, where it can be asked further.

        rosemary demo
        rosemary demo --data memory
      """)

  @Option(
    name: .customLong("data"), help: "Keep the workspace in this folder.", completion: .directory)
  var folder: String?

  @Option(help: "The sample export, where it is not found by itself.", completion: .directory)
  var sample: String?

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let sample = try DataFinder.sample.find(named: sample)
    let name = try WorkspaceOptions.read(DemoScript.workspace)
    let kept = folder.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    let place =
      kept ?? FileManager.default.temporaryDirectory.path
      + "/rosemary-demo-\(ProcessInfo.processInfo.processIdentifier)"
    defer { if kept == nil { try? FileManager.default.removeItem(atPath: place) } }
    let backend = try await Backend.connect(to: place, making: true)
    guard case .embedded = backend else {
      throw RosemaryError(
        .failedPrecondition, "another rosemary has \(place): name another folder by --data")
    }
    let script = DemoScript(
      sample: sample, backend: backend, workspace: name, columns: Console.columns)
    do {
      let holds = try await play(script)
      await backend.close()
      if let kept, !output.json {
        try Console.writeLine("Ask further: rosemary lookup … --data \(kept) --workspace \(name)")
      }
      guard holds else { throw ExitCode.failure }
    } catch {
      await backend.close()
      throw error
    }
  }

  /// Shows each step as it comes; returns whether all checks hold.
  private func play(_ script: DemoScript) async throws -> Bool {
    let now = SystemClock.now()
    let steps: [() async throws -> DemoStep] = [
      script.ingest, script.question, script.hedge, script.explained, script.audience,
      script.interest, { try await script.withdrawal(at: now) }, script.proof,
    ]
    var transcript: [JSONValue] = []
    var holds = true
    for (index, step) in steps.enumerated() {
      let done = try await step()
      holds = holds && done.holds
      if output.json {
        transcript.append(done.transcript(number: index + 1))
      } else {
        try Console.write(
          done.text(
            number: index + 1, columns: Console.columns, isColoured: Console.isColoured))
      }
    }
    if output.json {
      try Console.write(.members([("ok", .bool(holds)), ("steps", .array(transcript))]))
    }
    return holds
  }
}
