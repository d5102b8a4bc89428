import ArgumentParser
import Foundation
import KnowledgeModel
import SystemSeam
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

  /// Refuses a folder that is not there, so that a mistyped one is not made.
  func requireFolder() throws { try Self.require(folder) }

  static func require(_ folder: String) throws {
    guard Directory.kind(folder) == .folder else {
      throw RosemaryError(
        .notFound,
        "there is no data folder \(folder): name one by --data, or ingest something first")
    }
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
