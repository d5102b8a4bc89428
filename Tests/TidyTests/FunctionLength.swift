/// How long the functions of a file are, from the keyword to the closing brace.
struct FunctionLength: Equatable {
  let name: String
  let line: Int
  let lines: Int

  /// Every function and initializer that has a body.
  static func all(in source: SourceText) -> [FunctionLength] {
    let starts = source.occurrences(of: "func") + source.occurrences(of: "init")
    return starts.sorted().compactMap { start in
      guard isDeclaration(at: start, of: source),
        let open = body(of: start, in: source.code),
        let close = partner(of: open, in: source.code)
      else { return nil }
      let first = source.line(at: start)
      return FunctionLength(
        name: source.line(first, of: \.bytes), line: first,
        lines: source.line(at: close) - first + 1)
    }
  }

  /// The functions that are longer than `limit` lines.
  static func findings(in source: SourceText, limit: Int) -> [Finding] {
    all(in: source).filter { $0.lines > limit }
      .map {
        Finding(
          path: source.path, line: $0.line,
          message: "\($0.lines) lines, of at most \(limit): \($0.name)")
      }
  }

  /// Not `self.init(…)`, nor `.init(…)`, nor `import func`.
  private static func isDeclaration(at start: Int, of source: SourceText) -> Bool {
    if start > 0, source.code[start - 1] == UInt8(ascii: ".") { return false }
    return !source.line(source.line(at: start), of: \.code).contains("import func")
  }

  /// The brace that opens the body, nil for a requirement of a protocol.
  ///
  /// Parameters, types and default values lie in brackets or without braces, so the body's is the first
  /// brace outside them; a line that ends a declaration comes before it where there is no body.
  private static func body(of start: Int, in code: [UInt8]) -> Int? {
    var depth = 0
    var hasParameters = false
    var offset = start
    while offset < code.count {
      switch code[offset] {
      case UInt8(ascii: "("), UInt8(ascii: "["):
        depth += 1
        hasParameters = true
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "{") where depth == 0: return offset
      case UInt8(ascii: "}") where depth == 0: return nil
      case UInt8(ascii: "\n") where depth == 0 && hasParameters:
        if !continues(after: offset, in: code) { return nil }
      default: break
      }
      offset += 1
    }
    return nil
  }

  /// Whether a signature goes on after the line break at `offset`.
  private static func continues(after offset: Int, in code: [UInt8]) -> Bool {
    let before = code[..<offset]
    guard let last = before.lastIndex(where: { !isBlank($0) }) else { return false }
    let ending = String(decoding: before[...last].suffix(2), as: UTF8.self)
    if ending == "->" || [",", "&", ":"].contains(ending.suffix(1)) { return true }
    guard let next = code[offset...].firstIndex(where: { !isBlank($0) }) else { return false }
    let rest = String(decoding: code[next...].prefix(8), as: UTF8.self)
    return ["{", "->", "where", "async", "throws", "rethrows", "&", ","]
      .contains { rest.hasPrefix($0) }
  }

  /// The brace that closes the one at `open`.
  static func partner(of open: Int, in code: [UInt8]) -> Int? {
    var depth = 0
    for offset in open..<code.count {
      if code[offset] == UInt8(ascii: "{") { depth += 1 }
      if code[offset] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return offset }
    }
    return nil
  }
}
