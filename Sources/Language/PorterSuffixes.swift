/// A suffix of Porter's stemmer, what takes its place, and on what condition beyond its region.
struct SuffixRule: Sendable {
  enum Condition: Sendable { case nothing, letterL, validLi, region2 }

  var suffix: StaticString
  var replacement: StaticString
  var needs: Condition

  init(_ suffix: StaticString, _ replacement: StaticString = "", needs: Condition = .nothing) {
    self.suffix = suffix
    self.replacement = replacement
    self.needs = needs
  }
}

let apostrophe = UInt8(ascii: "'")
/// Marks a `y` that is no vowel.
let consonantY = UInt8(ascii: "Y")

/// Words that start so have R1 behind the prefix.
let regionPrefixes: [StaticString] = [
  "gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter",
]

/// With `ing` behind them these are nouns, not forms of a verb.
let nounsInIng: [StaticString] = ["inn", "out", "cann", "herr", "earr", "even"]

let secondStep: [SuffixRule] = [
  SuffixRule("ational", "ate"), SuffixRule("fulness", "ful"), SuffixRule("iveness", "ive"),
  SuffixRule("ization", "ize"), SuffixRule("ousness", "ous"), SuffixRule("biliti", "ble"),
  SuffixRule("lessli", "less"), SuffixRule("tional", "tion"), SuffixRule("alism", "al"),
  SuffixRule("aliti", "al"), SuffixRule("ation", "ate"), SuffixRule("entli", "ent"),
  SuffixRule("fulli", "ful"), SuffixRule("iviti", "ive"), SuffixRule("ousli", "ous"),
  SuffixRule("ogist", "og"), SuffixRule("abli", "able"), SuffixRule("alli", "al"),
  SuffixRule("anci", "ance"), SuffixRule("ator", "ate"), SuffixRule("enci", "ence"),
  SuffixRule("izer", "ize"), SuffixRule("bli", "ble"), SuffixRule("ogi", "og", needs: .letterL),
  SuffixRule("li", needs: .validLi),
]

let thirdStep: [SuffixRule] = [
  SuffixRule("ational", "ate"), SuffixRule("tional", "tion"), SuffixRule("alize", "al"),
  SuffixRule("ative", needs: .region2), SuffixRule("icate", "ic"), SuffixRule("iciti", "ic"),
  SuffixRule("ical", "ic"), SuffixRule("ness"), SuffixRule("ful"),
]

let fourthStep: [SuffixRule] = [
  SuffixRule("ement"), SuffixRule("able"), SuffixRule("ance"), SuffixRule("ence"),
  SuffixRule("ible"), SuffixRule("ment"), SuffixRule("ant"), SuffixRule("ate"),
  SuffixRule("ent"), SuffixRule("ion"), SuffixRule("ism"), SuffixRule("iti"),
  SuffixRule("ive"), SuffixRule("ize"), SuffixRule("ous"), SuffixRule("al"), SuffixRule("er"),
  SuffixRule("ic"),
]

extension UInt8 {
  var isVowel: Bool {
    switch self {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      return true
    default: return false
    }
  }

  /// The letters before which `li` is a suffix.
  var isValidBeforeLi: Bool {
    switch self {
    case UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "e"), UInt8(ascii: "g"),
      UInt8(ascii: "h"), UInt8(ascii: "k"), UInt8(ascii: "m"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      return true
    default: return false
    }
  }
}
