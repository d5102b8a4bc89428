/// What `.gitignore` hides: the subset of its language that this repository needs.
///
/// Names, `*`, a leading `/` (only at the top) and a trailing `/` (only folders); neither `**` nor `!`.
struct IgnoreRules {
  private struct Rule {
    var pattern: [UInt8]
    var isAnchored: Bool
    var isForFolders: Bool
  }

  private let rules: [Rule]

  init(_ text: String) {
    rules = text.split(separator: "\n").compactMap { line in
      var pattern = Array(line.utf8)
      while pattern.last == UInt8(ascii: " ") { pattern.removeLast() }
      guard let first = pattern.first, first != UInt8(ascii: "#") else { return nil }
      let isForFolders = pattern.last == UInt8(ascii: "/")
      if isForFolders { pattern.removeLast() }
      let isAnchored = pattern.first == UInt8(ascii: "/")
      if isAnchored { pattern.removeFirst() }
      return Rule(pattern: pattern, isAnchored: isAnchored, isForFolders: isForFolders)
    }
  }

  /// Whether the entry at `path`, relative to the root, is hidden; its folder is asked about first.
  func hides(_ path: String, isFolder: Bool) -> Bool {
    let name = Array((path.split(separator: "/").last ?? "").utf8)
    return rules.contains { rule in
      (isFolder || !rule.isForFolders)
        && matches(rule.pattern[...], rule.isAnchored ? Array(path.utf8)[...] : name[...])
    }
  }

  private func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == UInt8(ascii: "*") {
      let rest = pattern.dropFirst()
      return (name.startIndex...name.endIndex).contains { matches(rest, name[$0...]) }
    }
    return name.first == first && matches(pattern.dropFirst(), name.dropFirst())
  }
}
