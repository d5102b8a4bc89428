extension TokenScanner {
  /// From a tick: a fenced block, a stretch within ticks on one line, or mere ticks.
  mutating func scanCode() {
    let tick = UInt8(ascii: "`")
    var run = position
    while byte(at: run) == tick, run < position + 3 { run += 1 }
    if run == position + 3, position < lastFence {
      if let end = closingFence(from: run) {
        append(.codeBlock, to: end)
        return
      }
      lastFence = position
    }
    guard run == position + 1 else {
      while byte(at: run) == tick { run += 1 }
      append(.symbol, to: run)
      return
    }
    var end = run
    while end < bytes.count, bytes[end] != tick, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if byte(at: end) == tick {
      append(.inlineCode, to: end + 1)
    } else {
      append(.symbol, to: run)
    }
  }

  private func closingFence(from start: Int) -> Int? {
    var run = 0
    for index in start..<bytes.count {
      run = bytes[index] == UInt8(ascii: "`") ? run + 1 : 0
      if run == 3 { return index + 1 }
    }
    return nil
  }

  /// `:shortcode:` at ``position``; nil where there is none.
  func shortcodeEnd() -> Int? {
    guard bytes[position] == UInt8(ascii: ":"),
      position == 0 || !bytes[position - 1].isASCIIAlphanumeric
    else { return nil }
    var end = position + 1
    var hasName = false
    // No workspace has longer names, and a bound keeps the look ahead cheap.
    let bound = min(bytes.count, position + 66)
    while end < bound {
      let byte = bytes[end]
      if byte.isASCIILowercase || byte.isASCIIDigit {
        hasName =
          hasName || byte.isASCIILowercase
          || bytes[end - 1] == UInt8(ascii: "+") || bytes[end - 1] == UInt8(ascii: "-")
      } else if byte == UInt8(ascii: ":") {
        return hasName ? end + 1 : nil
      } else if byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-"), byte != UInt8(ascii: "+") {
        return nil
      }
      end += 1
    }
    return nil
  }

  /// An emoticon at ``position``, such as `:-)` or `<3`; nil where there is none.
  func emoticonEnd() -> Int? {
    var mouth = position + 1
    if bytes[position] == UInt8(ascii: "<") {
      guard byte(at: mouth) == UInt8(ascii: "3") else { return nil }
    } else {
      if byte(at: mouth) == UInt8(ascii: "-") || byte(at: mouth) == UInt8(ascii: "'") { mouth += 1 }
      switch byte(at: mouth) {
      case UInt8(ascii: ")"), UInt8(ascii: "("), UInt8(ascii: "D"), UInt8(ascii: "P"),
        UInt8(ascii: "p"), UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "/"),
        UInt8(ascii: "\\"), UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: "]"):
        break
      default: return nil
      }
    }
    // Within a word or an expression it is no face: `(:port)`, `x :o/y`.
    let before = position > 0 ? bytes[position - 1] : 0
    let isAlone = ScalarClass(ascii: min(before, 127)) == .space && before < 0x80
    let after = byte(at: mouth + 1)
    guard isAlone || before == UInt8(ascii: ".") || before == UInt8(ascii: "!"),
      after <= 32 || after == UInt8(ascii: ".") || after == UInt8(ascii: ",")
        || after == UInt8(ascii: "!") || after == UInt8(ascii: "?")
        || (after == UInt8(ascii: ")") && bytes[mouth] == UInt8(ascii: ")"))
    else { return nil }
    return mouth + 1
  }

  /// The end of a pictograph whose first scalar ends at `start`: with its selectors and skin tones, what
  /// is joined to it, and the second half of a flag.
  func emojiEnd(from start: Int) -> Int {
    var end = start
    var isJoined = false
    var isHalfFlag = isRegionalIndicator(bytes.scalar(at: position).scalar)
    while end < bytes.count, bytes[end] >= 0x80 {
      let (scalar, length) = bytes.scalar(at: end)
      let isPicture = ScalarClass(scalar) == .emoji
      let isTagPart = (0xE0020...0xE007F).contains(scalar.value)
      if isPicture, isHalfFlag, isRegionalIndicator(scalar) {
        isHalfFlag = false
      } else if isPicture && !(isJoined || scalar.properties.isEmojiModifier) {
        break
      } else if !isPicture && !isTagPart && ScalarClass(scalar) != .mark {
        break
      }
      isJoined = scalar.value == 0x200D
      end += length
    }
    return end
  }

  private func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }
}
