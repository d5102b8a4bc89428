/// One `import` of a source file.
struct ImportStatement: Equatable {
  /// `Glibc.log` where one declaration is imported (`import func Glibc.log`), the module otherwise.
  let name: String
  let line: Int

  /// The imports of a file, whatever attributes and access they carry.
  static func all(in source: SourceText) -> [ImportStatement] {
    source.occurrences(of: "import").compactMap { offset in
      let line = source.line(at: offset)
      let words = source.line(line, of: \.code).split(separator: " ")
      guard let keyword = words.firstIndex(of: "import"), words.count > keyword + 1,
        words[..<keyword].allSatisfy({ $0.hasPrefix("@") || modifiers.contains(String($0)) })
      else { return nil }
      let rest = words[(keyword + 1)...]
      if kinds.contains(String(rest[rest.startIndex])), let declaration = rest.dropFirst().first {
        return ImportStatement(name: String(declaration), line: line)
      }
      let module = rest[rest.startIndex].split(separator: ".")[0]
      return ImportStatement(name: String(module), line: line)
    }
  }

  private static let modifiers = ["public", "package", "internal", "fileprivate", "private"]
  private static let kinds = [
    "func", "struct", "class", "enum", "protocol", "typealias", "let", "var",
  ]
}

extension Layering {
  /// The imports of a file that its module's row of the table doesn't hold.
  func findings(in source: SourceText) -> [Finding] {
    guard let module = module(source.module) else {
      return [Finding(path: source.path, message: "\(source.module) is not in the import table")]
    }
    let allowed = Set(module.imports + module.system)
    return ImportStatement.all(in: source)
      .filter { statement in
        let name = statement.name.split(separator: ".")[0]
        return !allowed.contains(statement.name) && !allowed.contains(String(name))
      }
      .map {
        Finding(
          path: source.path, line: $0.line, message: "\(module.name) may not import \($0.name)")
      }
  }
}
