import KnowledgeModel
import Language

/// A tokenized message with its words in lower case, as the rules read them.
struct Wording {
  let text: TokenizedText
  /// One per token: its ASCII in lower case with a straight apostrophe. Long tokens, which no rule
  /// knows, are empty.
  let words: [String]

  init(_ text: TokenizedText) {
    self.text = text
    words = text.tokens.map { token in
      // 15 bytes are kept within a String, so that this allocates nothing.
      guard token.utf8.count <= 15 else { return "" }
      return String(unsafeUninitializedCapacity: 15) { buffer in
        var count = 0
        var index = token.utf8.lowerBound
        while index < token.utf8.upperBound {
          let byte = text.utf8[index]
          let isCurly =
            byte == 0xE2 && index + 2 < token.utf8.upperBound && text.utf8[index + 1] == 0x80
            && text.utf8[index + 2] == 0x99
          buffer[count] =
            isCurly ? UInt8(ascii: "'") : (65...90).contains(byte) ? byte | 0x20 : byte
          count += 1
          index += isCurly ? 3 : 1
        }
        return count
      }
    }
  }

  func kind(_ index: Int) -> Token.Kind { text.tokens[index].kind }

  /// Whether a token starts with a capital.
  func isCapitalised(_ index: Int) -> Bool {
    let first = text.utf8[text.tokens[index].utf8.lowerBound]
    if first < 0x80 { return (65...90).contains(first) }
    return text.text(at: index).unicodeScalars.first?.properties.isUppercase ?? false
  }

  /// Words, numbers, and what stands for a word in a sentence.
  func isContent(_ index: Int) -> Bool {
    switch kind(index) {
    case .word: words[index].utf8.first != UInt8(ascii: "'")
    case .number, .link, .handle, .tag, .inlineCode: true
    case .punctuation, .symbol, .emoji, .codeBlock: false
    }
  }

  /// `range` without signs and emoji at its ends; brackets that are closed within it stay.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    // How many brackets are opened and not closed; below zero, how many closed and not opened.
    var open = range.reduce(0) { $0 + bracket($1) }
    while let first = range.first, isTrimmable(first), bracket(first) <= max(open, 0) {
      open -= bracket(first)
      range = first + 1..<range.upperBound
    }
    while let last = range.last, isTrimmable(last), -bracket(last) <= max(-open, 0) {
      open -= bracket(last)
      range = range.lowerBound..<last
    }
    return range
  }

  /// 1 for an opening bracket, −1 for a closing one.
  private func bracket(_ index: Int) -> Int {
    guard text.tokens[index].utf8.count == 1 else { return 0 }
    switch text.utf8[text.tokens[index].utf8.lowerBound] {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"): return 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"): return -1
    default: return 0
    }
  }

  private func isTrimmable(_ index: Int) -> Bool {
    switch kind(index) {
    case .punctuation, .symbol, .emoji: true
    default: false
    }
  }
}

extension TokenRange {
  /// From positions that count from 0; nil for an empty range.
  init?(_ range: Range<Int>) {
    guard !range.isEmpty else { return nil }
    self.init(first: range.lowerBound + 1, last: range.upperBound)
  }
}
