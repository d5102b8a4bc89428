import KnowledgeModel

/// Where in a tree the export lies, and its files sorted by what they are.
struct ExportRoot: Sendable {
  let tree: any ExportTree
  /// The lists (`users.json` …) by name.
  private(set) var lists: [String: ExportFile] = [:]
  /// Files of messages by their channel's folder.
  private(set) var folders: [String: [ExportFile]] = [:]
  /// Files that hold neither.
  private(set) var ignored: [ImportNotice] = []
  /// Before each path of this export; empty, or ends in `/`.
  private let prefix: String

  var skips: [ImportNotice] {
    tree.skips.map { notice in
      guard notice.file.utf8.starts(with: prefix.utf8) else { return notice }
      return ImportNotice(file: relative(notice.file), index: notice.index, reason: notice.reason)
    }
  }

  private static let listNames = [UserDirectory.fileName] + ChannelList.allCases.map(\.fileName)

  /// Finds the one export in `tree`: at its root or in a folder there.
  ///
  /// - Throws: `INVALID_ARGUMENT` when there is none, or more than one.
  static func find(in tree: any ExportTree) throws(RosemaryError) -> ExportRoot {
    var exports: [String] = []
    for file in tree.files {
      if marksExport(file.path[...]) { return ExportRoot(tree, prefix: "") }
      guard let (folder, path) = file.path.afterFirstFolder, marksExport(path) else { continue }
      if exports.last != folder { exports.append(folder) }
    }
    guard let export = exports.first else {
      throw RosemaryError(
        .invalidArgument,
        "\(tree.origin) holds no Slack export: neither channels.json (or groups.json, dms.json, "
          + "mpims.json) nor a folder with files like 2024-05-02.json"
          + (tree.skips.first.map { "; and \($0)" } ?? ""))
    }
    guard exports.count == 1 else {
      let names = exports.prefix(5).joined(separator: ", ")
      throw RosemaryError(
        .invalidArgument, "\(tree.origin) holds more than one Slack export (\(names)); name one")
    }
    return ExportRoot(tree, prefix: export + "/")
  }

  private init(_ tree: any ExportTree, prefix: String) {
    self.tree = tree
    self.prefix = prefix
    for file in tree.files where file.path.utf8.starts(with: prefix.utf8) { sort(file) }
  }

  /// The path from this export's root.
  func relative(_ path: String) -> String {
    String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  private mutating func sort(_ file: ExportFile) {
    let path = relative(file.path)
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 1, Self.listNames.contains(path) {
      lists[path] = file
    } else if parts.count == 2, isDay(parts[1]) {
      folders[String(parts[0]), default: []].append(file)
    } else {
      ignored.append(ImportNotice(file: path, reason: "not read: it holds no messages"))
    }
  }
}

/// Whether a file is named as Slack names a day: `YYYY-MM-DD.json`.
private func isDay(_ name: Substring) -> Bool {
  let pattern = "0000-00-00.json".utf8
  return name.utf8.count == pattern.count
    && zip(name.utf8, pattern).allSatisfy { byte, expected in
      expected == UInt8(ascii: "0")
        ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == expected
    }
}

/// Whether a file at `path` shows that an export's root is where the path starts.
private func marksExport(_ path: Substring) -> Bool {
  if ChannelList.allCases.contains(where: { $0.fileName == path }) { return true }
  let parts = path.split(separator: "/", omittingEmptySubsequences: false)
  return parts.count == 2 && isDay(parts[1])
}

extension String {
  /// The first folder of the path and what follows it; nil for a path without folders.
  fileprivate var afterFirstFolder: (folder: String, path: Substring)? {
    guard let slash = utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    return (String(self[..<slash]), self[utf8.index(after: slash)...])
  }
}
