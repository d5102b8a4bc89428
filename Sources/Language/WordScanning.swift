extension TokenScanner {
  /// From a letter or digit: a link, an address, a number, or a word with its clitics.
  mutating func scanWordOrLink() {
    if let end = linkEnd() {
      append(.link, to: end)
      return
    }
    let startsWithDigit = bytes[position].isASCIIDigit
    var end = wordEnd(from: position, startsWithDigit: startsWithDigit)
    if let address = addressEnd(wordEnd: end) {
      append(.link, to: address)
      return
    }
    if startsWithDigit, letterCount(in: position..<end) <= 3 {
      appendSplittingClitics(.number, to: end)
      return
    }
    end = extendedBySigns(end)
    if byte(at: end) == UInt8(ascii: "."), isAbbreviation(position..<end) {
      append(.word, to: end + 1)
      return
    }
    appendSplittingClitics(.word, to: end)
  }

  /// The end of the longest stretch of letters, digits and marks with connectors between them.
  private func wordEnd(from start: Int, startsWithDigit: Bool) -> Int {
    var end = start
    while end < bytes.count {
      let (kind, length) = bytes.scalarClass(at: end)
      if kind.isInWord {
        end += length
        continue
      }
      guard let next = connectorEnd(at: end, startsWithDigit: startsWithDigit),
        bytes.isInWord(at: next)
      else { break }
      end = next
    }
    return end
  }

  /// The end of what joins two parts of one word; nil where nothing does.
  private func connectorEnd(at index: Int, startsWithDigit: Bool) -> Int? {
    switch bytes[index] {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "'"):
      return index + 1
    case UInt8(ascii: "_"):
      var end = index + 1
      while byte(at: end) == UInt8(ascii: "_") { end += 1 }
      return end
    case UInt8(ascii: ","), UInt8(ascii: ":"):
      let isInNumber =
        startsWithDigit && byte(at: index - 1).isASCIIDigit && byte(at: index + 1).isASCIIDigit
      return isInNumber ? index + 1 : nil
    case UInt8(ascii: "&"):
      let isInAcronym =
        byte(at: index - 1).isASCIIUppercase && byte(at: index + 1).isASCIIUppercase
      return isInAcronym ? index + 1 : nil
    case 0xE2:
      let isApostrophe = byte(at: index + 1) == 0x80 && byte(at: index + 2) == 0x99
      return isApostrophe ? index + 3 : nil
    default: return nil
    }
  }

  private func letterCount(in range: Range<Int>) -> Int {
    var count = 0
    for byte in bytes[range] where byte.isASCIILetter || byte >= 0xC2 { count += 1 }
    return count
  }

  /// `C#`, `F#`, `C++`.
  private func extendedBySigns(_ end: Int) -> Int {
    guard end == position + 1, bytes[position].isASCIILetter else { return end }
    if byte(at: end) == UInt8(ascii: "#"), !bytes.isInWord(at: end + 1) { return end + 1 }
    let isIncremented =
      byte(at: end) == UInt8(ascii: "+") && byte(at: end + 1) == UInt8(ascii: "+")
      && !bytes.isInWord(at: end + 2)
    return isIncremented ? end + 2 : end
  }

  /// Whether the full stop behind a word belongs to it.
  private func isAbbreviation(_ range: Range<Int>) -> Bool {
    guard range.count <= Abbreviations.longest else { return false }
    if isDottedLetters(range) { return true }
    if range.count == 1 {
      // An initial: `J. Smith`.
      var next = range.upperBound + 1
      while byte(at: next) == UInt8(ascii: " ") { next += 1 }
      let letter = bytes[range.lowerBound]
      return letter.isASCIIUppercase && letter != UInt8(ascii: "I")
        && next > range.upperBound + 1 && byte(at: next).isASCIIUppercase
    }
    return Abbreviations.contains(bytes[range])
  }

  /// `e.g`, `U.S`, `a.m`: single letters with full stops between them.
  private func isDottedLetters(_ range: Range<Int>) -> Bool {
    guard range.count >= 3, range.count % 2 == 1 else { return false }
    for (offset, byte) in bytes[range].enumerated() {
      guard offset % 2 == 0 ? byte.isASCIILetter : byte == UInt8(ascii: ".") else { return false }
    }
    return true
  }

  /// Appends a word as its stem and clitics: `I 'd 've`, `ca n't`, `can not`.
  private mutating func appendSplittingClitics(_ kind: Token.Kind, to end: Int) {
    var cuts: [Int] = []
    var rest = end
    while cuts.count < 3, let cut = Clitics.start(in: bytes, position..<rest) {
      cuts.append(cut)
      rest = cut
    }
    append(kind, to: rest)
    for index in cuts.indices.reversed() {
      append(.word, to: index == 0 ? end : cuts[index - 1])
    }
  }
}

/// Clitics that the treebanks write as tokens of their own.
enum Clitics {
  /// Where the last clitic of a word starts; nil where there is none, or nothing before it.
  static func start(in bytes: [UInt8], _ word: Range<Int>) -> Int? {
    guard word.count >= 3, let last = bytes[word.upperBound - 1].clitic else { return nil }
    if last == UInt8(ascii: "t") {
      if word.count == 6, bytes.matches("cannot", at: word.lowerBound) {
        return word.lowerBound + 3
      }
      return apostrophe(in: bytes, endingAt: word.upperBound - 1).flatMap { start in
        start > word.lowerBound + 1 && bytes[start - 1].asciiLowercased == UInt8(ascii: "n")
          ? start - 1 : nil
      }
    }
    let isLong = last == UInt8(ascii: "e") || last == UInt8(ascii: "l")
    let letters = word.upperBound - (isLong ? 2 : 1)
    guard let start = apostrophe(in: bytes, endingAt: letters), start > word.lowerBound else {
      return nil
    }
    let isKnown =
      !isLong || bytes.matches("re", at: letters) || bytes.matches("ve", at: letters)
      || bytes.matches("ll", at: letters)
    return isKnown ? start : nil
  }

  /// The start of the straight or curly apostrophe that ends at `end`.
  private static func apostrophe(in bytes: [UInt8], endingAt end: Int) -> Int? {
    if end >= 1, bytes[end - 1] == UInt8(ascii: "'") { return end - 1 }
    guard end >= 3, bytes[end - 1] == 0x99, bytes[end - 2] == 0x80, bytes[end - 3] == 0xE2 else {
      return nil
    }
    return end - 3
  }
}

extension UInt8 {
  /// The byte in lower case where a clitic may end with it.
  fileprivate var clitic: UInt8? {
    let letter = asciiLowercased
    switch letter {
    case UInt8(ascii: "s"), UInt8(ascii: "m"), UInt8(ascii: "d"), UInt8(ascii: "e"),
      UInt8(ascii: "l"), UInt8(ascii: "t"):
      return letter
    default: return nil
    }
  }
}
