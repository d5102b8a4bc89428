import SeededTesting
import Testing

@testable import Language

@Suite struct `What the network sees of a word` {
  private static func hash(_ feature: UInt64, _ text: String) -> UInt64 {
    WordFeatures.hash(feature, Array(text.utf8)[...])
  }

  @Test func `hashes are FNV-1a over the feature and the bytes`() {
    // The published vectors of 64-bit FNV-1a hash these bytes from the bare offset.
    #expect(WordFeatures.hash(0, []) == 0xAF63_BD4C_8601_B7DF)
    #expect(WordFeatures.hash(0x61, []) == 0xAF63_DC4C_8601_EC8C)
  }

  @Test(arguments: [
    ("Rescheduling", "rescheduling", ["res", "ng", "ing", "ling", "Xxxx"]),
    ("2024-05-02", "0000-00-00", ["000", "00", "-00", "0-00", "ddd-dd-dd"]),
    ("ÉCOLE", "école", ["éco", "le", "ole", "cole", "XXX"]),
    ("👍", "👍", ["👍", "👍", "👍", "👍", "u"]),
    ("n't", "n't", ["n't", "'t", "n't", "n't", "x'x"]),
    ("", "", ["", "", "", "", ""]),
  ])
  func `a norm, four affixes and a shape`(word: String, norm: String, affixes: [String]) {
    let features = WordFeatures(word.utf8)
    #expect(features.word == Self.hash(0, norm))
    #expect(features.affixes == affixes.enumerated().map { Self.hash(UInt64($0 + 1), $1) })
  }

  @Test func `bytes that are no text have features too`() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      #expect(WordFeatures(HostileText.randomBytes(&generator)).affixes.count == 5)
    }
  }
}

@Suite struct `Lemma scripts` {
  @Test(arguments: [
    ("l3+y", "Companies", "company"), ("k0+", "Zürich", "Zürich"), ("=be", "'m", "be"),
    ("l9+", "dog", "dog"), ("l0+", "ÉTÉ", "été"), ("l1+", "", ""), ("k2+ouse", "mice", "miouse"),
  ])
  func `cut and append`(script: String, word: String, lemma: String) {
    #expect(LemmaScript(script)?.apply(to: word) == lemma)
  }

  @Test(arguments: ["", "l", "x1+a", "l-1+a", "lone+a", "k1"])
  func `what is no script is refused`(script: String) {
    #expect(LemmaScript(script) == nil)
  }
}
