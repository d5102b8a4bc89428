import Foundation
import KnowledgeModel

@testable import SlackImport

/// An export in memory.
struct MemoryTree: ExportTree {
  var origin = "memory"
  var contents: [String: [UInt8]]
  var skips: [ImportNotice] = []

  init(_ texts: [String: String]) {
    contents = texts.mapValues { Array($0.utf8) }
  }

  var files: [ExportFile] {
    contents.map { ExportFile(path: $0.key, size: $0.value.count) }.sorted { $0.path < $1.path }
  }

  func read(_ path: String) throws(RosemaryError) -> [UInt8] {
    guard let bytes = contents[path] else { throw RosemaryError(.notFound, "no \(path)") }
    return bytes
  }
}

extension SlackExport {
  /// An export whose files hold `texts`.
  static func of(_ texts: [String: String]) throws(RosemaryError) -> SlackExport {
    SlackExport(try ExportRoot.find(in: MemoryTree(texts)))
  }

  /// What one file with `entries`, in a public channel `general`, becomes; with two users and a
  /// channel of each kind.
  static func day(_ entries: String...) throws -> SlackDay {
    let export = try of([
      "users.json": """
      [{"id":"U1","name":"bob","real_name":"Bob Stone","tz":"Europe/Oslo","profile":{"bot_id":"B1"}},
       {"id":"U2","name":"ann"}]
      """,
      "channels.json": #"[{"id":"C1","name":"general"},{"id":"C2","name":"random"}]"#,
      "groups.json": #"[{"id":"G1","name":"layoffs","members":["U1"]}]"#,
      "general/2024-05-02.json": "[\(entries.joined(separator: ","))]",
    ])
    var days = export.days()
    return try unwrap(days.next())
  }

  /// All that an export holds, read to the end.
  var everything: (messages: [Message], skips: [ImportNotice], notes: [ImportNotice]) {
    days().reduce(into: ([], skips, notes)) { sum, day in
      sum.0 += day.messages
      sum.1 += day.skips
      sum.2 += day.notes
    }
  }
}

struct Missing: Error {}

func unwrap<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Missing() }
  return value
}

/// A folder of its own, removed with everything in it when its owner goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, making the folders on its path.
  @discardableResult
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let path = url.path(percentEncoded: false)
    let file = try unwrap(fopen(path, "w"))
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Missing() }
    return path
  }
}

/// The package's folder: the nearest one above this file with a manifest.
let packageRoot: URL? = {
  var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    let manifest = folder.appending(path: "Package.swift").path
    if FileManager.default.fileExists(atPath: manifest) { return folder }
  }
  return nil
}()

/// A folder given from the package's root; nil where there is none.
func folder(_ path: String) -> String? {
  guard let found = packageRoot?.appending(path: path).standardized.path,
    FileManager.default.fileExists(atPath: found)
  else { return nil }
  return found
}
