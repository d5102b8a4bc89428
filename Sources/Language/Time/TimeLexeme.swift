/// A run of letters, a run of digits or one sign: the pieces that time expressions are made of.
///
/// Finer than tokens, because `8:00am`, `Dec31` and `10/1-11/2` are one token each and several pieces.
struct TimeLexeme {
  enum Kind {
    case letters, digits, sign
  }

  let kind: Kind
  let utf8: Range<Int>
  /// The position of its token, from 0.
  let token: Int
  let followsSpace: Bool
  let startsLine: Bool
  /// The word in lower case, or the sign.
  let key: WordKey
  /// The value of up to nine digits.
  let value: Int
  let isCapitalised: Bool

  var digits: Int { kind == .digits ? utf8.count : 0 }
}

/// Up to 16 bytes in lower case, as a key that needs no allocation.
struct WordKey: Hashable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Longer words are nobody's key.
  static let none = WordKey()

  init() {}

  init(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= 16 else { return }
    for (index, byte) in bytes.enumerated() {
      let lowered = UInt64(byte.asciiLowercased)
      if index < 8 { low |= lowered << (8 * index) } else { high |= lowered << (8 * index - 64) }
    }
  }

  init(_ text: String) {
    self.init(Array(text.utf8))
  }
}

extension TimeLexeme {
  /// The pieces of a text; code and links have none.
  /// - Complexity: O(n) in the bytes.
  static func pieces(of text: TokenizedText) -> [TimeLexeme] {
    var pieces: [TimeLexeme] = []
    pieces.reserveCapacity(text.tokens.count + text.tokens.count / 4)
    for (index, token) in text.tokens.enumerated() {
      switch token.kind {
      case .inlineCode, .codeBlock, .emoji, .handle, .tag:
        pieces.append(TimeLexeme(opaque: token, index))
      case .link, .word, .number, .punctuation, .symbol:
        append(token, index, text.utf8, to: &pieces)
      }
    }
    return pieces
  }

  private init(opaque token: Token, _ index: Int) {
    self.init(
      kind: .sign, utf8: token.utf8, token: index, followsSpace: token.followsSpace,
      startsLine: token.startsLine, key: .none, value: 0, isCapitalised: false)
  }

  private static func append(
    _ token: Token, _ index: Int, _ bytes: [UInt8], to pieces: inout [TimeLexeme]
  ) {
    var start = token.utf8.lowerBound
    while start < token.utf8.upperBound {
      let kind = kind(of: bytes[start])
      var end = start + 1
      if kind == .sign, bytes[start] >= 0x80 {
        while end < token.utf8.upperBound, bytes[end] & 0xC0 == 0x80 { end += 1 }
      } else if kind != .sign {
        while end < token.utf8.upperBound, Self.kind(of: bytes[end]) == kind { end += 1 }
      }
      let run = bytes[start..<end]
      let isFirst = start == token.utf8.lowerBound
      var value = 0
      if kind == .digits { for digit in run.prefix(9) { value = value * 10 + Int(digit) - 48 } }
      pieces.append(
        TimeLexeme(
          kind: kind, utf8: start..<end, token: index, followsSpace: isFirst && token.followsSpace,
          startsLine: isFirst && token.startsLine, key: key(of: run, kind),
          value: value, isCapitalised: bytes[start].isASCIIUppercase))
      start = end
    }
  }

  /// Curly apostrophes and long dashes count as their plain forms.
  private static func key(of run: ArraySlice<UInt8>, _ kind: Kind) -> WordKey {
    guard kind != .digits else { return .none }
    if run.count == 3, run.first == 0xE2, run.dropFirst().first == 0x80, let last = run.last {
      if last == 0x99 || last == 0x98 { return WordKey("'") }
      if (0x90...0x95).contains(last) { return WordKey("-") }
    }
    return WordKey(run)
  }

  private static func kind(of byte: UInt8) -> Kind {
    if byte.isASCIIDigit { return .digits }
    return byte.isASCIILetter ? .letters : .sign
  }
}
