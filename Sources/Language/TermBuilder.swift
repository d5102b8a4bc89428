import KnowledgeModel

/// Collects the terms of one text.
struct TermBuilder {
  let bytes: [UInt8]
  let cache: StemCache?
  private(set) var terms: [String] = []
  /// Terms of links, where they are kept apart.
  private(set) var linkTerms: [String] = []
  private let keepsLinksApart: Bool
  private var stemmer = PorterStemmer()
  private var buffer: [UInt8] = []

  init(bytes: [UInt8], cache: StemCache?, keepsLinksApart: Bool = false) {
    self.keepsLinksApart = keepsLinksApart
    self.bytes = bytes
    self.cache = cache
    terms.reserveCapacity(bytes.count / 5 + 1)
  }

  /// Appends the terms of a token that is followed by the token at `next`.
  mutating func append(_ token: Token, next: Range<Int>?) {
    let range = token.utf8
    switch token.kind {
    case .word: appendWord(range, isClitic: !token.followsSpace, next: next)
    case .number: appendNumber(range)
    case .handle, .tag: appendCompound(range.lowerBound + 1..<range.upperBound)
    case .link:
      let count = terms.count
      appendParts(of: withoutScheme(range), atMost: Limits.termsPerLink)
      if keepsLinksApart {
        linkTerms += terms[count...]
        terms.removeSubrange(count...)
      }
    case .inlineCode, .codeBlock: appendParts(of: range, atMost: .max)
    case .emoji:
      if bytes[range.lowerBound] == UInt8(ascii: ":"), range.count > 3 {
        appendCompound(range.lowerBound + 1..<range.upperBound - 1)
      } else if bytes[range.lowerBound] >= 0x80 {
        appendFolded(range)
      }
    case .punctuation, .symbol: break
    }
  }

  /// A word, with the clitics and the halves of negated modals written out: `ca n't` gives `can not`.
  private mutating func appendWord(_ range: Range<Int>, isClitic: Bool, next: Range<Int>?) {
    let last = bytes[range.upperBound - 1].asciiLowercased
    if isClitic, range.count <= 5 {
      let first = bytes[range.lowerBound]
      if first == apostrophe || first == 0xE2 { return }
      if last == UInt8(ascii: "t"), isNegation(range) {
        terms.append("not")
        return
      }
    }
    if let next, next.lowerBound == range.upperBound, isNegation(next) {
      switch range.count {
      case 2 where bytes.matches("ca", at: range.lowerBound): terms.append("can")
      case 2 where bytes.matches("wo", at: range.lowerBound): terms.append("will")
      case 3 where bytes.matches("sha", at: range.lowerBound): terms.append("shall")
      default: appendCompound(range)
      }
      return
    }
    appendCompound(range)
  }

  private func isNegation(_ range: Range<Int>) -> Bool {
    (range.count == 3 || range.count == 5) && bytes.matches("n", at: range.lowerBound)
      && bytes.matches("t", at: range.upperBound - 1)
      && (bytes[range.lowerBound + 1] == apostrophe || bytes[range.lowerBound + 1] == 0xE2)
  }

  /// A number without its thousands' commas; the parts of a date or time too, without leading zeros.
  private mutating func appendNumber(_ range: Range<Int>) {
    buffer.removeAll(keepingCapacity: true)
    for byte in bytes[range] where byte != UInt8(ascii: ",") { buffer.append(byte.asciiLowercased) }
    appendBuffer()
    var start = range.lowerBound
    var isWhole = true
    for index in range.lowerBound...range.upperBound {
      let byte = index < range.upperBound ? bytes[index] : UInt8(ascii: "/")
      let isSeparator =
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":")
      let isUnit = byte.isASCIILetter && index > start && bytes[index - 1].isASCIIDigit
      guard isSeparator || isUnit else { continue }
      if isWhole && index == range.upperBound { return }
      isWhole = false
      appendDigits(start..<index)
      start = isSeparator ? index + 1 : index
    }
  }

  private mutating func appendDigits(_ range: Range<Int>) {
    guard let first = range.first, bytes[first].isASCIIDigit else { return }
    var start = first
    while start + 1 < range.upperBound, bytes[start] == UInt8(ascii: "0"),
      bytes[start + 1].isASCIIDigit
    {
      start += 1
    }
    buffer.removeAll(keepingCapacity: true)
    for byte in bytes[start..<range.upperBound] where byte != UInt8(ascii: ",") {
      buffer.append(byte.asciiLowercased)
    }
    appendBuffer()
  }

  /// A link behind its `https://` or `mailto:`, which tells links from nothing.
  private func withoutScheme(_ range: Range<Int>) -> Range<Int> {
    for scheme in [StaticString("https://"), "http://", "ftp://", "mailto:"]
    where bytes.matches(scheme, at: range.lowerBound) {
      return range.lowerBound + scheme.utf8CodeUnitCount..<range.upperBound
    }
    return range
  }

  /// The words of code or of a link: what lies between spaces and signs.
  private mutating func appendParts(of range: Range<Int>, atMost limit: Int) {
    let end = min(range.upperBound, bytes.count)
    let bound = limit == .max ? Int.max : terms.count + limit
    var index = range.lowerBound
    var start = index
    while index < end, terms.count < bound {
      let (kind, length) = bytes.scalarClass(at: index)
      let isConnector =
        index > start && index + 1 < end && isCodeConnector(bytes[index])
        && bytes.isInWord(at: index + 1)
      if !kind.isInWord && !isConnector {
        if index > start { appendCompound(start..<index, atMost: bound) }
        start = index + length
      }
      index += length
    }
    if index > start, terms.count < bound { appendCompound(start..<index, atMost: bound) }
  }

  private func isCodeConnector(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  /// A word, and its parts where it has several; at most until there are `bound` terms.
  private mutating func appendCompound(_ word: Range<Int>, atMost bound: Int = .max) {
    guard !word.isEmpty, terms.count < bound else { return }
    // The full stop of an abbreviation is no part of its term.
    let isDotted = word.count > 1 && bytes[word.upperBound - 1] == UInt8(ascii: ".")
    let range = isDotted ? word.lowerBound..<word.upperBound - 1 : word
    appendFolded(range)
    guard range.count > 2 else { return }
    var start = range.lowerBound
    for index in range where terms.count < bound && isPartBoundary(index, in: range) {
      appendPart(start..<index)
      start = bytes[index].isASCIIAlphanumeric || bytes[index] >= 0x80 ? index : index + 1
    }
    if start > range.lowerBound, start < range.upperBound, terms.count < bound {
      appendPart(start..<range.upperBound)
    }
  }

  /// Whether a part ends before `index`: at an inner sign, or before a capital of `camelCase` or
  /// `XMLReader`.
  private func isPartBoundary(_ index: Int, in range: Range<Int>) -> Bool {
    let byte = bytes[index]
    if byte.isASCIIUppercase, index > range.lowerBound {
      let before = bytes[index - 1]
      if before.isASCIILowercase { return true }
      return before.isASCIIUppercase && index + 1 < range.upperBound
        && bytes[index + 1].isASCIILowercase
    }
    return byte < 0x80 && !byte.isASCIIAlphanumeric && byte != apostrophe
      && byte != UInt8(ascii: "#") && byte != UInt8(ascii: "+")
  }

  private mutating func appendPart(_ range: Range<Int>) {
    // The halves of `e.g.` are no words, nor is the `i` of `iPhone`; a lone digit may be a version.
    guard range.count > 1 || !range.isEmpty && bytes[range.lowerBound].isASCIIDigit else { return }
    appendFolded(range)
  }

  private mutating func appendFolded(_ range: Range<Int>) {
    buffer.removeAll(keepingCapacity: true)
    let isPlain = TextFolding.append(bytes, range, to: &buffer)
    // Combining marks alone fold to nothing.
    guard isPlain, !buffer.isEmpty, buffer.count <= Limits.termBytes else {
      appendBuffer()
      return
    }
    if let cache {
      terms.append(cache.stem(buffer[...]))
    } else {
      stemmer.stem(buffer)
      terms.append(String(decoding: stemmer.word, as: UTF8.self))
    }
  }

  private mutating func appendBuffer() {
    guard !buffer.isEmpty else { return }
    if buffer.count > Limits.termBytes { shortenBuffer() }
    terms.append(String(decoding: buffer, as: UTF8.self))
  }

  /// Keeps the first bytes and a digest (FNV-1a, 64 bits) of all.
  private mutating func shortenBuffer() {
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in buffer { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var end = Limits.termBytes - 24
    while end > 0, buffer[end] & 0xC0 == 0x80 { end -= 1 }
    buffer.removeSubrange(end...)
    buffer.append(contentsOf: "~\(String(digest, radix: 16))".utf8)
  }
}
