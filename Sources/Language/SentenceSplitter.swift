import KnowledgeModel

/// Groups tokens into sentences: at full stops, exclamation and question marks, at the ends of lines,
/// and around blocks of code.
struct SentenceSplitter {
  let bytes: [UInt8]
  let tokens: [Token]

  /// Ranges that cover all tokens, none longer than `Limits.tokensPerSentence`.
  /// - Complexity: O(n) in the tokens.
  func sentences() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    var index = 0
    while index < tokens.count {
      var end = index + 1
      if endsSentence(at: index) { end = trailingEnd(from: end) }
      let isBoundary =
        end > index + 1 || end == tokens.count || startsSentence(at: end)
        || endsSentence(at: index)
      if isBoundary || end - start >= Limits.tokensPerSentence {
        appendSplit(start..<end, to: &result)
        start = end
      }
      index = end
    }
    return result
  }

  private func appendSplit(_ range: Range<Int>, to result: inout [Range<Int>]) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Limits.tokensPerSentence)
    {
      result.append(start..<min(start + Limits.tokensPerSentence, range.upperBound))
    }
  }

  private func startsSentence(at index: Int) -> Bool {
    let token = tokens[index]
    return token.startsLine || token.kind == .codeBlock || tokens[index - 1].kind == .codeBlock
  }

  private func endsSentence(at index: Int) -> Bool {
    let token = tokens[index]
    guard index + 1 < tokens.count else { return true }
    let next = tokens[index + 1]
    switch token.kind {
    case .punctuation:
      switch bytes[token.utf8.lowerBound] {
      case UInt8(ascii: "!"), UInt8(ascii: "?"):
        return next.followsSpace || isClosing(next)
      case UInt8(ascii: "."):
        guard next.followsSpace || isClosing(next) else { return false }
        return token.utf8.count == 1 || !startsInLowercase(next)
      case 0xE2:
        return isEllipsis(token) && next.followsSpace && !startsInLowercase(next)
      default: return false
      }
    case .word:
      // An abbreviation ends a sentence where a function word follows in capitals: `at 5 p.m. The …`.
      guard bytes[token.utf8.upperBound - 1] == UInt8(ascii: "."), next.kind == .word,
        bytes[next.utf8.lowerBound].isASCIIUppercase,
        !Abbreviations.isTitle(bytes[token.utf8])
      else { return false }
      return StopWords.english.contains(
        String(decoding: bytes[next.utf8].map(\.asciiLowercased), as: UTF8.self))
    default: return false
    }
  }

  /// Brackets, quotes and faces behind a full stop belong to the sentence that it ends.
  private func trailingEnd(from start: Int) -> Int {
    var end = start
    while end < tokens.count, !tokens[end].startsLine,
      isClosing(tokens[end]) || tokens[end].kind == .emoji
    {
      end += 1
    }
    return end
  }

  private func isClosing(_ token: Token) -> Bool {
    guard token.kind == .punctuation, !token.followsSpace else { return false }
    let byte = bytes[token.utf8.lowerBound]
    if byte == 0xE2 { return token.utf8.count == 3 && bytes[token.utf8.lowerBound + 2] == 0x9D }
    return byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "\"")
      || byte == UInt8(ascii: "'")
  }

  private func isEllipsis(_ token: Token) -> Bool {
    token.utf8.count == 3 && bytes[token.utf8.lowerBound + 1] == 0x80
      && bytes[token.utf8.lowerBound + 2] == 0xA6
  }

  private func startsInLowercase(_ token: Token) -> Bool {
    !token.startsLine && bytes[token.utf8.lowerBound].isASCIILowercase
  }
}
