extension TokenScanner {
  /// The end of an address with a scheme, or one that starts with `www.`; nil where there is none.
  func linkEnd() -> Int? {
    let prefix: Int
    switch bytes[position].asciiLowercased {
    case UInt8(ascii: "h"):
      if bytes.matches("https://", at: position) {
        prefix = 8
      } else if bytes.matches("http://", at: position) {
        prefix = 7
      } else {
        return nil
      }
    case UInt8(ascii: "w") where bytes.matches("www.", at: position): prefix = 4
    case UInt8(ascii: "f") where bytes.matches("ftp://", at: position): prefix = 6
    case UInt8(ascii: "m") where bytes.matches("mailto:", at: position): prefix = 7
    default: return nil
    }
    let start = position + prefix
    var end = start
    var openParentheses = 0
    while end < bytes.count, !endsLink(at: end) {
      if bytes[end] == UInt8(ascii: "(") { openParentheses += 1 }
      if bytes[end] == UInt8(ascii: ")") { openParentheses -= 1 }
      end += 1
    }
    end = withoutTrailingSigns(end, from: start, openParentheses)
    return end > start ? end : nil
  }

  private func endsLink(at index: Int) -> Bool {
    switch bytes[index] {
    case 0...32, 127, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "\""),
      UInt8(ascii: "`"):
      return true
    case 0x80...: return bytes.scalarClass(at: index).class == .space && bytes[index] >= 0xC2
    default: return false
    }
  }

  /// Full stops and closing brackets behind a link belong to the sentence around it.
  private func withoutTrailingSigns(_ linkEnd: Int, from start: Int, _ openParentheses: Int) -> Int
  {
    var end = linkEnd
    var open = openParentheses
    while end > start {
      switch bytes[end - 1] {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"),
        UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "]"),
        UInt8(ascii: "}"), UInt8(ascii: "*"):
        end -= 1
      case UInt8(ascii: ")") where open < 0:
        open += 1
        end -= 1
      default: return end
      }
    }
    return end
  }

  /// The end of an email address whose local part ends at `wordEnd` or goes on behind it.
  func addressEnd(wordEnd: Int) -> Int? {
    var sign = wordEnd
    if byte(at: sign) == UInt8(ascii: "+") || byte(at: sign) == UInt8(ascii: "%") {
      // RFC 5321 allows 64 bytes before the sign.
      let bound = min(bytes.count, position + 64)
      while sign < bound, bytes[sign].isASCIIAlphanumeric || isLocalSign(bytes[sign]) { sign += 1 }
    }
    guard byte(at: sign) == UInt8(ascii: "@") else { return nil }
    var end = sign + 1
    var lastDot: Int?
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
        guard self.byte(at: end + 1).isASCIIAlphanumeric, end > sign + 1 else { break }
        if byte == UInt8(ascii: ".") { lastDot = end }
      } else if !byte.isASCIIAlphanumeric {
        break
      }
      end += 1
    }
    guard let lastDot, end - lastDot > 2, bytes[lastDot + 1].isASCIILetter else { return nil }
    return end
  }

  private func isLocalSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
