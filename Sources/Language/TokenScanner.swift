/// One walk over a text's bytes that appends tokens.
///
/// Every look ahead is bounded, stops where the token stops, or is remembered, so the walk is linear.
struct TokenScanner {
  let bytes: [UInt8]
  private(set) var tokens: [Token] = []
  var position = 0
  /// Where no fence opens any more, because none closes behind it.
  var lastFence = Int.max
  private var isQuoted = false
  private var startsLine = true
  private var followsSpace = true

  init(bytes: [UInt8]) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 5 + 1)
  }

  mutating func scan(atMost limit: Int) {
    while position < bytes.count, tokens.count <= limit {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        position += 1
        (startsLine, followsSpace, isQuoted) = (true, true, false)
        continue
      }
      let (kind, length) = bytes.scalarClass(at: position)
      switch kind {
      case .space:
        position += length
        followsSpace = true
      case .letter, .digit: scanWordOrLink()
      case .emoji: append(.emoji, to: emojiEnd(from: position + length))
      case .mark: append(.symbol, to: runEnd(of: .mark, from: position + length))
      case .punctuation, .symbol: scanSign(kind == .symbol ? .symbol : .punctuation, length)
      }
    }
  }

  /// Appends the token from ``position`` to `end`, and goes there.
  mutating func append(_ kind: Token.Kind, to end: Int) {
    tokens.append(
      Token(
        utf8: position..<end, kind: kind, isQuoted: isQuoted, startsLine: startsLine,
        followsSpace: followsSpace))
    position = end
    startsLine = false
    followsSpace = false
  }

  /// The byte at `index`; 0 outside the text.
  @inline(__always)
  func byte(at index: Int) -> UInt8 {
    index >= 0 && index < bytes.count ? bytes[index] : 0
  }

  private func runEnd(of kind: ScalarClass, from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      let (next, length) = bytes.scalarClass(at: end)
      guard next == kind else { break }
      end += length
    }
    return end
  }

  private mutating func scanSign(_ kind: Token.Kind, _ length: Int) {
    switch bytes[position] {
    case UInt8(ascii: ">") where startsLine:
      isQuoted = true
      append(.symbol, to: sameByteEnd(from: position))
    case UInt8(ascii: "`"): scanCode()
    case UInt8(ascii: "@"): scanName(.handle)
    case UInt8(ascii: "#"): scanName(.tag)
    case UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "<"):
      if let end = shortcodeEnd() ?? emoticonEnd() {
        append(.emoji, to: end)
      } else {
        append(kind, to: sameByteEnd(from: position))
      }
    case UInt8(ascii: "!"), UInt8(ascii: "?"):
      var end = position + 1
      while byte(at: end) == UInt8(ascii: "!") || byte(at: end) == UInt8(ascii: "?") { end += 1 }
      append(.punctuation, to: end)
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""), UInt8(ascii: ","), 0x80...:
      append(kind, to: position + length)
    default: append(kind, to: sameByteEnd(from: position))
    }
  }

  /// Repeated signs are one token: `...`, `--`, `=====`.
  private func sameByteEnd(from start: Int) -> Int {
    var end = start + 1
    while byte(at: end) == bytes[start] { end += 1 }
    return end
  }

  /// `@name` and `#name`; a sign that no name follows, or that stands in a word, is a symbol.
  private mutating func scanName(_ kind: Token.Kind) {
    let start = position + 1
    let isInWord = !followsSpace && position > 0 && bytes[position - 1].isASCIIAlphanumeric
    var end = start
    var letters = 0
    while !isInWord, end < bytes.count {
      let (next, length) = bytes.scalarClass(at: end)
      if next.isInWord {
        letters += next == .letter ? 1 : 0
        end += length
      } else if isNameConnector(bytes[end]), bytes[end] == UInt8(ascii: "_") || end > start {
        end += 1
      } else {
        break
      }
    }
    while end > start,
      byte(at: end - 1) == UInt8(ascii: ".") || byte(at: end - 1) == UInt8(ascii: "-")
    {
      end -= 1
    }
    // `#12` is a number, not a name.
    guard end > start, letters > 0 || kind == .handle else {
      append(.symbol, to: start)
      return
    }
    append(kind, to: end)
  }

  private func isNameConnector(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
}
