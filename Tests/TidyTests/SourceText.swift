/// Swift source in three views of the same length, so that an offset means the same place in each.
struct SourceText: Sendable {
  let path: String
  /// As written.
  let bytes: [UInt8]
  /// Comments and the insides of literals are blanks; what is interpolated into a string is code.
  let code: [UInt8]
  /// Everything but comments is blank.
  let comments: [UInt8]
  /// The offset of each line's first byte.
  private let lineStarts: [Int]

  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var scanner = SourceScanner(bytes)
    scanner.scan()
    code = scanner.code
    comments = scanner.comments
    lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  init(_ text: String, path: String = "Sources/Example/Example.swift") {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// `Language` of `Sources/Language/Tokenizer.swift`.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[1]) : ""
  }

  var lineCount: Int { bytes.last == UInt8(ascii: "\n") ? lineStarts.count - 1 : lineStarts.count }

  /// The line, from 1, of an offset.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// A line, from 1, of one of the views, without the blanks around it.
  func line(_ number: Int, of view: KeyPath<SourceText, [UInt8]>) -> String {
    guard (1...lineStarts.count).contains(number) else { return "" }
    let start = lineStarts[number - 1]
    let end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    let text = self[keyPath: view][start..<end]
    guard let first = text.firstIndex(where: { !isBlank($0) }),
      let last = text.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: text[first...last], as: UTF8.self)
  }

  /// The offsets in the code at which `text` stands.
  ///
  /// Where `text` begins or ends as a word does, the word must begin or end there too.
  func occurrences(of text: String, in view: KeyPath<SourceText, [UInt8]> = \.code) -> [Int] {
    let wanted = Array(text.utf8)
    let searched = self[keyPath: view]
    guard let first = wanted.first, let last = wanted.last else { return [] }
    var found: [Int] = []
    var start = 0
    while start + wanted.count <= searched.count {
      defer { start += 1 }
      let end = start + wanted.count
      guard searched[start] == first, searched[start..<end].elementsEqual(wanted) else { continue }
      if isWord(first), start > 0, isWord(searched[start - 1]) { continue }
      if isWord(last), end < searched.count, isWord(searched[end]) { continue }
      found.append(start)
    }
    return found
  }

  /// What stands, as written, between the parenthesis that ends at `open` and its partner.
  func arguments(after open: Int) -> String {
    var depth = 1
    var end = open
    while end < code.count {
      if code[end] == UInt8(ascii: "(") { depth += 1 }
      if code[end] == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { break }
      end += 1
    }
    return String(decoding: bytes[open..<end], as: UTF8.self)
  }
}

/// Whether a byte may stand in an identifier; every byte of a non-ASCII character counts.
func isWord(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
    true
  default: false
  }
}

func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    || byte == UInt8(ascii: "\n")
}
