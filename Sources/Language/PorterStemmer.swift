/// Martin Porter's second stemmer for English, as the Snowball project publishes it (release 3;
/// snowballstem.org/algorithms/english/stemmer.html). The steps bear the page's numbers.
public struct PorterStemmer {
  var word: [UInt8] = []
  /// Where the page's regions R1 and R2 start.
  private var region1 = 0
  private var region2 = 0

  public init() {}

  /// The stem of a word of lower-case ASCII letters and apostrophes; anything else comes back as it is.
  /// - Complexity: O(n).
  public static func stem(_ text: String) -> String {
    var stemmer = PorterStemmer()
    stemmer.stem(Array(text.utf8))
    return String(decoding: stemmer.word, as: UTF8.self)
  }

  /// Leaves the stem in ``word``.
  mutating func stem(_ bytes: some Sequence<UInt8>) {
    word.removeAll(keepingCapacity: true)
    word.append(contentsOf: bytes)
    guard word.count > 2, word.allSatisfy({ $0.isASCIILowercase || $0 == apostrophe }),
      !stemsIrregularly()
    else { return }
    if word[0] == apostrophe { word.removeFirst() }
    markConsonantY()
    findRegions()
    step0()
    step1a()
    step1b()
    step1c()
    step2()
    step3()
    step4()
    step5()
    for index in word.indices where word[index] == consonantY { word[index] = UInt8(ascii: "y") }
  }

  private mutating func stemsIrregularly() -> Bool {
    guard word.count <= 6 else { return false }
    let stem: StaticString
    switch word[0] {
    case UInt8(ascii: "s") where equals("skis"): stem = "ski"
    case UInt8(ascii: "s") where equals("skies"): stem = "sky"
    case UInt8(ascii: "s") where equals("singly"): stem = "singl"
    case UInt8(ascii: "s"): return equals("sky")
    case UInt8(ascii: "i") where equals("idly"): stem = "idl"
    case UInt8(ascii: "g") where equals("gently"): stem = "gentl"
    case UInt8(ascii: "u") where equals("ugly"): stem = "ugli"
    case UInt8(ascii: "e") where equals("early"): stem = "earli"
    case UInt8(ascii: "o") where equals("only"): stem = "onli"
    case UInt8(ascii: "n"): return equals("news")
    case UInt8(ascii: "h"): return equals("howe")
    case UInt8(ascii: "a"): return equals("atlas") || equals("andes")
    case UInt8(ascii: "c"): return equals("cosmos")
    case UInt8(ascii: "b"): return equals("bias")
    default: return false
    }
    replaceSuffix(word.count, with: stem)
    return true
  }

  private mutating func markConsonantY() {
    for index in word.indices where word[index] == UInt8(ascii: "y") {
      if index == 0 || word[index - 1].isVowel { word[index] = consonantY }
    }
  }

  private mutating func findRegions() {
    region1 = regionStart(after: 0)
    for prefix in regionPrefixes where hasPrefix(prefix) { region1 = prefix.utf8CodeUnitCount }
    region2 = regionStart(after: region1)
  }

  /// Behind the first non-vowel that follows a vowel, from `start` on.
  private func regionStart(after start: Int) -> Int {
    var index = start
    while index < word.count, !word[index].isVowel { index += 1 }
    while index < word.count, word[index].isVowel { index += 1 }
    return min(index + 1, word.count)
  }
}

extension PorterStemmer {
  private mutating func step0() {
    if hasSuffix("'s'") {
      word.removeLast(3)
    } else if hasSuffix("'s") {
      word.removeLast(2)
    } else if hasSuffix("'") {
      word.removeLast()
    }
  }

  private mutating func step1a() {
    if hasSuffix("sses") {
      word.removeLast(2)
    } else if hasSuffix("ied") || hasSuffix("ies") {
      replaceSuffix(3, with: word.count > 4 ? "i" : "ie")
    } else if hasSuffix("s"), !hasSuffix("ss"), !hasSuffix("us"),
      hasVowel(before: word.count - 2)
    {
      word.removeLast()
    }
  }

  private mutating func step1b() {
    let eed = hasSuffix("eedly") ? 5 : hasSuffix("eed") ? 3 : 0
    if eed > 0 {
      let rest = word.count - eed
      let isWhole =
        rest == 4 && (hasPrefix("succ") || hasPrefix("proc")) || rest == 3 && hasPrefix("exc")
      if rest >= region1, !isWhole { replaceSuffix(eed, with: "ee") }
      return
    }
    let length: Int
    if hasSuffix("ed") {
      length = 2
    } else if hasSuffix("ing") {
      length = 3
    } else if hasSuffix("edly") {
      length = 4
    } else if hasSuffix("ingly") {
      length = 5
    } else {
      return
    }
    let rest = word.count - length
    if length == 3 {
      if rest == 2, word[1] == UInt8(ascii: "y"), !word[0].isVowel {
        replaceSuffix(4, with: "ie")
        return
      }
      if nounsInIng.contains(where: { $0.utf8CodeUnitCount == rest && hasPrefix($0) }) { return }
    }
    guard hasVowel(before: rest) else { return }
    word.removeLast(length)
    repairEnding()
  }

  /// Puts back an `e`, or takes off one of two consonants, behind what step 1b removed.
  private mutating func repairEnding() {
    if hasSuffix("at") || hasSuffix("bl") || hasSuffix("iz") {
      word.append(UInt8(ascii: "e"))
    } else if endsInDouble() {
      let isWhole =
        word.count == 3
        && (word[0] == UInt8(ascii: "a") || word[0] == UInt8(ascii: "e")
          || word[0] == UInt8(ascii: "o"))
      if !isWhole { word.removeLast() }
    } else if region1 >= word.count, endsInShortSyllable(word.count) {
      word.append(UInt8(ascii: "e"))
    }
  }

  private mutating func step1c() {
    guard word.count > 2, word[word.count - 1] == UInt8(ascii: "y") || word.last == consonantY,
      !word[word.count - 2].isVowel
    else { return }
    word[word.count - 1] = UInt8(ascii: "i")
  }

  private mutating func step2() {
    guard let rule = longestRule(secondStep), word.count - rule.suffix.utf8CodeUnitCount >= region1
    else { return }
    let rest = word.count - rule.suffix.utf8CodeUnitCount
    switch rule.needs {
    case .nothing: break
    case .letterL: guard rest > 0, word[rest - 1] == UInt8(ascii: "l") else { return }
    case .validLi: guard rest > 0, word[rest - 1].isValidBeforeLi else { return }
    case .region2: guard rest >= region2 else { return }
    }
    replaceSuffix(rule.suffix.utf8CodeUnitCount, with: rule.replacement)
  }

  private mutating func step3() {
    guard let rule = longestRule(thirdStep) else { return }
    let rest = word.count - rule.suffix.utf8CodeUnitCount
    guard rest >= (rule.needs == .region2 ? region2 : region1) else { return }
    replaceSuffix(rule.suffix.utf8CodeUnitCount, with: rule.replacement)
  }

  private mutating func step4() {
    guard let rule = longestRule(fourthStep) else { return }
    let rest = word.count - rule.suffix.utf8CodeUnitCount
    guard rest >= region2 else { return }
    if rule.suffix.utf8CodeUnitCount == 3, hasSuffix("ion") {
      guard rest > 0, word[rest - 1] == UInt8(ascii: "s") || word[rest - 1] == UInt8(ascii: "t")
      else { return }
    }
    word.removeLast(rule.suffix.utf8CodeUnitCount)
  }

  private mutating func step5() {
    let rest = word.count - 1
    if hasSuffix("e") {
      if rest >= region2 || rest >= region1 && !endsInShortSyllable(rest) { word.removeLast() }
    } else if hasSuffix("l"), rest >= region2, rest > 0, word[rest - 1] == UInt8(ascii: "l") {
      word.removeLast()
    }
  }
}

extension PorterStemmer {
  func hasSuffix(_ suffix: StaticString) -> Bool {
    matches(suffix, at: word.count - suffix.utf8CodeUnitCount)
  }

  private func hasPrefix(_ prefix: StaticString) -> Bool { matches(prefix, at: 0) }

  private func equals(_ other: StaticString) -> Bool {
    word.count == other.utf8CodeUnitCount && matches(other, at: 0)
  }

  private func matches(_ other: StaticString, at start: Int) -> Bool {
    guard start >= 0, start + other.utf8CodeUnitCount <= word.count else { return false }
    let pointer = other.utf8Start
    for offset in 0..<other.utf8CodeUnitCount where word[start + offset] != pointer[offset] {
      return false
    }
    return true
  }

  private mutating func replaceSuffix(_ length: Int, with replacement: StaticString) {
    word.removeLast(length)
    replacement.withUTF8Buffer { word.append(contentsOf: $0) }
  }

  private func hasVowel(before end: Int) -> Bool {
    end > 0 && word[..<end].contains(where: \.isVowel)
  }

  private func endsInDouble() -> Bool {
    guard word.count >= 2, word[word.count - 1] == word[word.count - 2] else { return false }
    switch word[word.count - 1] {
    case UInt8(ascii: "b"), UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "g"),
      UInt8(ascii: "m"), UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "r"),
      UInt8(ascii: "t"):
      return true
    default: return false
    }
  }

  /// Whether the first `end` letters end in the page's short syllable.
  private func endsInShortSyllable(_ end: Int) -> Bool {
    if end == 2 { return word[0].isVowel && !word[1].isVowel }
    if end == 4, hasPrefix("past") { return true }
    guard end > 2 else { return false }
    let last = word[end - 1]
    let isOpen = last.isVowel || last == UInt8(ascii: "w") || last == UInt8(ascii: "x")
    return !isOpen && last != consonantY && word[end - 2].isVowel && !word[end - 3].isVowel
  }

  /// The rule with the longest suffix that the word has; `rules` are in order of falling length.
  private func longestRule(_ rules: [SuffixRule]) -> SuffixRule? {
    rules.first { hasSuffix($0.suffix) }
  }
}
