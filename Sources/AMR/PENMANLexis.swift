/// The words of PENMAN notation.
enum PENMANLexis {
  /// `p`, `p2`, `?who`.
  static func isVariable(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: "?") { bytes = bytes.dropFirst() }
    guard let first = bytes.first, isLetter(first) else { return false }
    return bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  static func isConcept(_ text: String) -> Bool { isAtom(text) }

  /// Forward roles only: what ends in `-of` is the reverse of one, but for those that merely look so.
  static func isRole(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return !bytes.isEmpty
      && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
      && (!text.hasSuffix("-of") || forwardRolesInOf.contains(text))
  }

  static func isSymbol(_ text: String) -> Bool { isAtom(text) }

  /// AMR roles that end in `-of` without being the reverse of another.
  static let forwardRolesInOf: Set<String> = [
    "consist-of", "prep-on-behalf-of", "prep-out-of", "prep-in-case-of",
  ]

  /// Bytes that end a bare word.
  static func endsAtom(_ byte: UInt8) -> Bool {
    byte <= 32 || byte == 127 || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
      || byte == UInt8(ascii: "\"")
  }

  private static func isAtom(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    return first != UInt8(ascii: ":") && first != UInt8(ascii: "/")
      && !text.utf8.contains(where: endsAtom)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte)
  }
}
