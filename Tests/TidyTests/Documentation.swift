/// Public declarations without a doc comment.
struct Documentation {
  /// What protocols ask for, by name: whoever conforms need not say it again.
  private let requirements: Set<String>

  private static let types = ["struct", "class", "enum", "protocol", "actor"]
  /// Requirements of protocols that are not ours.
  private static let known: Set<String> = [
    "hash", "encode", "next", "makeIterator", "run", "validate",
  ]
  /// A function of so many lines is its own comment.
  private static let plainLines = 3

  /// - Parameter sources: where the protocols are declared.
  init(sources: [SourceText]) {
    requirements = sources.reduce(into: Self.known) { $0.formUnion(Self.requirements(in: $1)) }
  }

  /// Public types and functions that don't say what they are.
  ///
  /// Properties, cases and initializers may speak for themselves, and so do a type's own `Kind`,
  /// operators, functions of one statement, and what a protocol asked for.
  func findings(in source: SourceText) -> [Finding] {
    let short = Set(
      FunctionLength.all(in: source).filter { $0.lines <= Self.plainLines }.map(\.line))
    let lines = Set(source.occurrences(of: "public").map(source.line(at:)))
    return lines.sorted().compactMap { line in
      guard let name = mute(source.line(line, of: \.code), isShort: short.contains(line)),
        !isDocumented(line, of: source)
      else { return nil }
      return Finding(
        path: source.path, line: line, message: "public \(name) says nothing of itself")
    }
  }

  /// The name of what a line declares, where that needs a comment.
  private func mute(_ code: String, isShort: Bool) -> String? {
    let words = code.split(separator: " ").filter { !$0.hasPrefix("@") }
    guard let start = words.firstIndex(of: "public"), words[..<start].allSatisfy(Self.isModifier),
      let keyword = words[start...].firstIndex(where: { !Self.isModifier($0) }),
      keyword + 1 < words.count
    else { return nil }
    let name = words[keyword + 1].prefix { isWord($0.utf8.first ?? 0) }
    if Self.types.contains(String(words[keyword])) {
      return name == "Kind" || requirements.contains(String(name))
        ? nil : "\(words[keyword]) \(name)"
    }
    guard words[keyword] == "func", !isShort, !requirements.contains(String(name)) else {
      return nil
    }
    let isOperator = name.isEmpty && !words[keyword + 1].hasPrefix("`")
    return isOperator ? nil : "func \(words[keyword + 1])"
  }

  private static func isModifier(_ word: Substring) -> Bool {
    [
      "public", "final", "indirect", "static", "mutating", "nonmutating", "consuming",
      "borrowing", "nonisolated", "distributed", "override", "prefix", "postfix",
    ].contains(word)
  }

  /// Whether a doc comment stands above, with only attributes and other comments between.
  private func isDocumented(_ line: Int, of source: SourceText) -> Bool {
    var above = line - 1
    while above > 0 {
      let comment = source.line(above, of: \.comments)
      if comment.hasPrefix("///") || comment.hasSuffix("*/") { return true }
      let isPassedOver =
        comment.hasPrefix("//") || source.line(above, of: \.code).hasPrefix("@")
      if !isPassedOver { return false }
      above -= 1
    }
    return false
  }

  /// The functions and associated types that the protocols of a file ask for.
  private static func requirements(in source: SourceText) -> Set<String> {
    var names: Set<String> = []
    for start in source.occurrences(of: "protocol") {
      guard let open = source.code[start...].firstIndex(of: UInt8(ascii: "{")),
        let close = FunctionLength.partner(of: open, in: source.code)
      else { continue }
      for line in source.line(at: open)...source.line(at: close) {
        let words = source.line(line, of: \.code).split { !isWord($0.utf8.first ?? 0) }
        for keyword in ["func", "associatedtype"] {
          guard let place = words.firstIndex(of: keyword[...]), place + 1 < words.count else {
            continue
          }
          names.insert(String(words[place + 1]))
        }
      }
    }
    return names
  }
}
