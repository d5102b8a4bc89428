import Foundation
import KnowledgeModel
import SystemSeam

/// Finds the sample workspace.
enum SampleFinder {
  /// As named; else in `ROSEMARY_DATA_DIR`; else in a `Data` folder of, beside or above the current folder or
  /// the executable.
  static func find(named path: String?) throws -> String {
    if let path { return try check(path) }
    if let data = ProcessInfo.processInfo.environment["ROSEMARY_DATA_DIR"] {
      return try check(data + "/lavender-labs")
    }
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    for start in [FileManager.default.currentDirectoryPath, executable.path] {
      var folder = URL(fileURLWithPath: start)
      for _ in 0..<64 {
        let sample = folder.appendingPathComponent("Data/lavender-labs").path
        if isExport(sample) { return sample }
        guard folder.path != "/" else { break }
        folder.deleteLastPathComponent()
      }
    }
    throw RosemaryError(
      .notFound,
      "the sample workspace is not here: name Data/lavender-labs of the sources by --sample")
  }

  private static func check(_ path: String) throws -> String {
    guard isExport(path) else {
      throw RosemaryError(.notFound, "\(path) holds no Slack export: name one by --sample")
    }
    return path
  }

  private static func isExport(_ path: String) -> Bool {
    Directory.kind(path + "/channels.json") == .file
  }
}
