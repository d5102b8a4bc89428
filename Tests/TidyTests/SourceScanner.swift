/// Tells code from comments and literals, as far as The Swift Programming Language's "Lexical
/// Structure" needs for that. Bare regular expressions (`/…/`) are taken for code.
struct SourceScanner {
  private let bytes: [UInt8]
  private var position = 0
  private(set) var code: [UInt8]
  private(set) var comments: [UInt8]

  private let quote = UInt8(ascii: "\"")
  private let newline = UInt8(ascii: "\n")
  private let hash = UInt8(ascii: "#")
  private let slash = UInt8(ascii: "/")
  private let star = UInt8(ascii: "*")

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let blank = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
    code = blank
    comments = blank
  }

  mutating func scan() {
    scanCode(isInterpolated: false)
  }

  /// Reads code up to the end, or up to the parenthesis that ends an interpolation.
  private mutating func scanCode(isInterpolated: Bool) {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case slash where byte(1) == slash: skipLineComment()
      case slash where byte(1) == star: skipBlockComment()
      case quote: skipString(hashes: 0)
      case hash: scanHashes()
      case UInt8(ascii: "`"): skipRawIdentifier()
      case UInt8(ascii: "("):
        depth += 1
        keepCode()
      case UInt8(ascii: ")"):
        if isInterpolated && depth == 0 { return }
        depth -= 1
        keepCode()
      default: keepCode()
      }
    }
  }

  private func byte(_ ahead: Int) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private func hashes(at ahead: Int) -> Int {
    var count = 0
    while byte(ahead + count) == hash { count += 1 }
    return count
  }

  private mutating func keepCode() {
    code[position] = bytes[position]
    position += 1
  }

  private mutating func keepComment() {
    comments[position] = bytes[position]
    position += 1
  }

  private mutating func skipLineComment() {
    while position < bytes.count, bytes[position] != newline { keepComment() }
  }

  /// Block comments nest.
  private mutating func skipBlockComment() {
    var depth = 0
    while position < bytes.count {
      if bytes[position] == slash, byte(1) == star {
        depth += 1
        keepComment()
      } else if bytes[position] == star, byte(1) == slash {
        depth -= 1
        keepComment()
      }
      keepComment()
      if depth == 0 { return }
    }
  }

  private mutating func skipRawIdentifier() {
    keepCode()
    while position < bytes.count, bytes[position] != UInt8(ascii: "`"), bytes[position] != newline {
      position += 1
    }
    if byte(0) == UInt8(ascii: "`") { keepCode() }
  }

  /// `#"…"#` is a string, `#/…/#` a regular expression; all else that begins with `#` is code.
  private mutating func scanHashes() {
    let count = hashes(at: 0)
    switch byte(count) {
    case quote:
      for _ in 0..<count { keepCode() }
      skipString(hashes: count)
    case slash:
      position += count + 1
      while position < bytes.count, !(bytes[position] == slash && hashes(at: 1) >= count) {
        position += 1
      }
      position = min(position + 1 + count, bytes.count)
    default:
      for _ in 0..<count { keepCode() }
    }
  }

  /// Reads a string literal; its quotes are code.
  private mutating func skipString(hashes count: Int) {
    let isMultiline = opensMultilineString()
    let quotes = isMultiline ? 3 : 1
    for _ in 0..<quotes { keepCode() }
    while position < bytes.count {
      if !isMultiline && bytes[position] == newline { return }
      if (0..<quotes).allSatisfy({ byte($0) == quote }), hashes(at: quotes) >= count {
        for _ in 0..<(quotes + count) { keepCode() }
        return
      }
      guard bytes[position] == UInt8(ascii: "\\"), hashes(at: 1) >= count else {
        position += 1
        continue
      }
      position += 1 + count
      if byte(0) == UInt8(ascii: "(") {
        keepCode()
        scanCode(isInterpolated: true)
        if position < bytes.count { keepCode() }
      } else {
        position = min(position + 1, bytes.count)
      }
    }
  }

  /// Three quotes with nothing but blanks after them on the line.
  private func opensMultilineString() -> Bool {
    guard byte(1) == quote, byte(2) == quote else { return false }
    var ahead = 3
    while let next = byte(ahead), next != newline {
      guard isBlank(next) else { return false }
      ahead += 1
    }
    return true
  }
}
