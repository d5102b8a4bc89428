import Foundation
import KnowledgeModel
import SystemSeam

/// Finds what ships in `Data`: the sample workspace, the models.
struct DataFinder {
  /// The folder within `Data`.
  let folder: String
  /// A file that tells that the folder is the one.
  let mark: String
  /// The option that names it.
  let option: String

  static let sample = DataFinder(
    folder: "lavender-labs", mark: "channels.json", option: "--sample")
  static let models = DataFinder(folder: "english", mark: "parser.model", option: "--models")

  /// As named; else in `ROSEMARY_DATA_DIR`; else in a `Data` folder of, beside or above the current folder or
  /// the executable.
  func find(named path: String?) throws -> String {
    if let path { return try check(path) }
    if let data = ProcessInfo.processInfo.environment["ROSEMARY_DATA_DIR"] {
      return try check("\(data)/\(folder)")
    }
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    for start in [FileManager.default.currentDirectoryPath, executable.path] {
      var place = URL(fileURLWithPath: start)
      for _ in 0..<64 {
        let found = place.appendingPathComponent("Data/\(folder)").path
        if isMarked(found) { return found }
        guard place.path != "/" else { break }
        place.deleteLastPathComponent()
      }
    }
    throw RosemaryError(
      .notFound, "Data/\(folder) is not here: name that folder of the sources by \(option)")
  }

  private func check(_ path: String) throws -> String {
    guard isMarked(path) else {
      throw RosemaryError(.notFound, "\(path) holds no \(mark): name the right folder by \(option)")
    }
    return path
  }

  private func isMarked(_ path: String) -> Bool {
    Directory.kind("\(path)/\(mark)") == .file
  }
}
