import Foundation

/// Rules about files rather than about Swift.
enum FileRules {
  static let topLevel: Set<String> = [
    "Package.swift", "Sources", "Tests", "Data", "tools", "README.md",
  ]

  /// Entries of the top level that are neither listed nor hidden.
  static func clutter(among names: [String]) -> [Finding] {
    names.filter { !topLevel.contains($0) && !$0.hasPrefix(".") }
      .map { Finding(path: $0, message: "doesn't belong to the top level") }
  }

  /// Folders directly below `Data` without a README.
  static func dataWithoutReadme(among paths: [String]) -> [Finding] {
    let folders = folders(in: "Data", among: paths)
    return folders.sorted().filter { !paths.contains("Data/\($0)/README.md") }
      .map { Finding(path: "Data/\($0)", message: "has no README.md") }
  }

  /// The folders directly below a folder of the top level that hold files.
  static func folders(in parent: String, among paths: [String]) -> Set<String> {
    var folders: Set<String> = []
    for path in paths {
      let parts = path.split(separator: "/")
      if parts.count > 2, parts[0] == parent { folders.insert(String(parts[1])) }
    }
    return folders
  }

  /// Roots of absolute paths that exist only on somebody's machine. Pieced together, lest this file
  /// finds itself.
  static let machineRoots = ["work/", "root/", "home/", "opt/swift"].map { "/" + $0 }

  /// The first absolute machine path of each kind; nothing for a binary file.
  ///
  /// A path within a path or a URL (`example.com/home/`) is not absolute.
  static func machinePaths(in contents: Data, of path: String) -> [Finding] {
    guard !contents.prefix(8192).contains(0) else { return [] }
    return machineRoots.compactMap { root in
      var from = contents.startIndex
      while let range = contents.range(of: Data(root.utf8), in: from..<contents.endIndex) {
        let before = range.lowerBound > contents.startIndex ? contents[range.lowerBound - 1] : 0x20
        if !isWord(before) && !"./~-})%".utf8.contains(before) {
          let line = 1 + contents[..<range.lowerBound].count { $0 == UInt8(ascii: "\n") }
          return Finding(path: path, line: line, message: "a path of one machine: \(root)…")
        }
        from = range.upperBound
      }
      return nil
    }
  }
}
