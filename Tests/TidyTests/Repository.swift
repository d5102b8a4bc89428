import Foundation

/// The working tree that these tests were compiled from, without what `.gitignore` hides.
struct Repository {
  struct File: Sendable {
    /// Relative to the root, with `/` between folders.
    let path: String
    let url: URL
    let bytes: Int
  }

  let root: URL
  let files: [File]
  /// The names directly below the root.
  let topLevel: [String]

  /// Read once: every test looks at the same tree.
  static let current = Result { try Repository(containing: #filePath) }

  /// Walks up from `path` to the folder that holds the manifest, then down again.
  init(containing path: String) throws {
    var folder = URL(filePath: path).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
      guard folder.path != "/" else { throw CocoaError(.fileNoSuchFile) }
      folder = folder.deletingLastPathComponent()
    }
    root = folder
    let ignored = try? String(contentsOf: folder.appending(path: ".gitignore"), encoding: .utf8)
    let rules = IgnoreRules(ignored ?? "")
    var files: [File] = []
    var topLevel: [String] = []
    var waiting = [""]
    while let below = waiting.popLast() {
      let here = below.isEmpty ? folder : folder.appending(path: below)
      for name in try FileManager.default.contentsOfDirectory(atPath: here.path).sorted() {
        let path = below.isEmpty ? name : "\(below)/\(name)"
        let url = folder.appending(path: path)
        let facts = try url.resourceValues(forKeys: [.isDirectoryKey, .fileSizeKey])
        let isFolder = facts.isDirectory ?? false
        if name == ".git" || rules.hides(path, isFolder: isFolder) { continue }
        if below.isEmpty { topLevel.append(name) }
        if isFolder {
          waiting.append(path)
        } else {
          files.append(File(path: path, url: url, bytes: facts.fileSize ?? 0))
        }
      }
    }
    self.files = files.sorted { $0.path < $1.path }
    self.topLevel = topLevel
  }

  func contents(of path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  /// The Swift sources below `folder`.
  func sources(below folder: String) throws -> [SourceText] {
    try files.filter { $0.path.hasPrefix(folder + "/") && $0.path.hasSuffix(".swift") }
      .map { SourceText(path: $0.path, bytes: try contents(of: $0.path)) }
  }
}
