import ArgumentParser
import Foundation
import KnowledgeModel
import WireProtocol

/// Where the data is.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"), help: "The folder of workspaces (or ROSEMARY_DATA).",
    completion: .directory)
  var path: String?

  /// The folder's absolute path.
  var folder: String {
    let chosen = path ?? ProcessInfo.processInfo.environment["ROSEMARY_DATA"] ?? "data"
    return URL(fileURLWithPath: chosen).standardizedFileURL.path
  }
}

/// Which workspace is meant.
struct WorkspaceOptions: ParsableArguments {
  @OptionGroup var data: DataOptions

  @Option(name: .customLong("workspace"), help: "The workspace's name.")
  var name = "default"

  func workspace() throws -> WorkspaceName { try Self.read(name) }

  static func read(_ name: String) throws -> WorkspaceName {
    guard let workspace = WorkspaceName(rawValue: name) else {
      throw ValidationError(
        "--workspace \(name): write lower-case letters, digits, '.', '_' and '-', at most 64")
    }
    return workspace
  }
}

/// How results are printed.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print machine-readable JSON.")
  var json = false
}
