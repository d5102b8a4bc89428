import Foundation
import KnowledgeModel
import Language
import Testing
import SeededTesting

@Suite struct TermAnalyzerTests {
  private let analyzer = TermAnalyzer()

  @Test func `words are folded and stemmed and punctuation is dropped`() {
    #expect(analyzer.terms(of: "The Meetings, rescheduled!") == ["the", "meet", "reschedul"])
    #expect(analyzer.terms(of: "Café NAÏVE Straße Łódź") == ["cafe", "naiv", "strass", "lodz"])
    #expect(analyzer.terms(of: "cafe\u{301} ПРИВЕТ") == ["cafe", "привет"])
    #expect(analyzer.terms(of: "plan b for a 7") == ["plan", "b", "for", "a", "7"])
  }

  @Test func `possessives vanish and negations are written out`() {
    #expect(analyzer.terms(of: "Bob's dog") == ["bob", "dog"])
    #expect(analyzer.terms(of: "can't won't don’t") == ["can", "not", "will", "not", "do", "not"])
  }

  @Test func `compound words give the whole and the parts`() {
    #expect(analyzer.terms(of: "foo.bar") == ["foo.bar", "foo", "bar"])
    #expect(analyzer.terms(of: "snake_case") == ["snake_case", "snake", "case"])
    #expect(
      analyzer.terms(of: "camelCase XMLReader") == [
        "camelcas", "camel", "case", "xmlreader", "xml", "reader",
      ])
    #expect(
      analyzer.terms(of: "twenty-one and/or") == [
        "twenty-one", "twenti", "one", "and/or", "and", "or",
      ])
    #expect(analyzer.terms(of: "#project-lavender") == ["project-lavender", "project", "lavend"])
    #expect(analyzer.terms(of: "@alice") == ["alic"])
  }

  @Test func `numbers lose their commas and dates give their parts`() {
    #expect(analyzer.terms(of: "$5,282") == ["5282"])
    #expect(analyzer.terms(of: "2024-05-02") == ["2024-05-02", "2024", "5", "2"])
    #expect(analyzer.terms(of: "16:20 3.5k") == ["16:20", "16", "20", "3.5k", "3.5"])
  }

  @Test func `links give their host and words, capped`() {
    #expect(
      analyzer.terms(of: "https://github.com/elm/core") == [
        "github.com", "github", "com", "elm", "core",
      ])
    let long = "https://x.org/" + (0..<100).map { "part\($0)" }.joined(separator: "/")
    #expect(analyzer.terms(of: long).count == Limits.termsPerLink)
  }

  @Test func `code is indexed word by word`() {
    #expect(analyzer.terms(of: "`List.map f (xs)`") == ["list.map", "list", "map", "f", "xs"])
  }

  @Test func `folding agrees with canonical decomposition`() {
    // The oracle is Unicode's own: the base letter, unless there is none.
    for value in UInt32(0xC0)...0x17F {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else { continue }
      let base = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first
      guard let base, base.isASCII else { continue }
      #expect(analyzer.terms(of: "\(scalar)xyz") == analyzer.terms(of: "\(base)xyz"), "\(scalar)")
    }
  }

  @Test func `a memory of stems changes nothing`() {
    let cache = StemCache()
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<3_000 {
      let bytes = Array(HostileText.random(&generator).utf8)
      #expect(analyzer.terms(ofBytes: bytes, cache: cache) == analyzer.terms(ofBytes: bytes))
    }
    // More words than there are slots, all of them with one ending of eight letters.
    let letters = Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
    for first in letters {
      for second in letters {
        for third in letters {
          let word = [first, second, third] + "gwrtpsdk".utf8
          #expect(
            analyzer.terms(ofBytes: word, cache: cache) == [String(decoding: word, as: UTF8.self)])
        }
      }
    }
    for number in 0..<40_000 {
      let word = String(number, radix: 26).utf8.map { $0 < 58 ? $0 + 49 : $0 }
      #expect(analyzer.terms(ofBytes: word, cache: cache) == analyzer.terms(ofBytes: word))
    }
  }

  @Test func `no term is empty, too long, or holds white space, whatever the text`() {
    var generator = SeededGenerator(seed: 3)
    var texts = HostileText.named.map { Array($0.utf8) }
    for _ in 0..<3_000 { texts.append(HostileText.randomBytes(&generator)) }
    for _ in 0..<3_000 { texts.append(Array(HostileText.random(&generator).utf8)) }
    for text in texts {
      let terms = analyzer.terms(ofBytes: text)
      #expect(terms.allSatisfy { !$0.isEmpty && $0.utf8.count <= Limits.termBytes })
      #expect(!terms.contains { $0.utf8.contains(UInt8(ascii: " ")) || $0.utf8.contains(0) })
    }
  }

  @Test func `long terms with one start stay apart`() {
    let start = String(repeating: "a", count: 2 * Limits.termBytes)
    let one = analyzer.terms(of: start + "1")
    #expect(one.count == 1)
    #expect(one != analyzer.terms(of: start + "2"))
    #expect(one == analyzer.terms(of: start + "1"))
  }

  @Test func `stop words are recognised as written and as stemmed`() {
    for text in ["the", "does", "because", "what", "DOING"] {
      #expect(analyzer.terms(of: text).allSatisfy(StopWords.isStopWord), "\(text)")
    }
    for term in ["meet", "lavend", "flu", ""] { #expect(!StopWords.isStopWord(term)) }
  }
}

@Suite struct NamesAndDatesTests {
  @Test func `a day's terms are those that its words give`() throws {
    let moment = try #require(Timestamp("2024-05-02T16:20:00Z"))
    #expect(DateTerms.terms(of: moment) == TermAnalyzer().terms(of: "2024 May 2 Thursday"))
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    for (index, month) in months.enumerated() {
      let day = Timestamp.Day(year: 2023, month: index + 1, day: 28)
      #expect(DateTerms.terms(of: Timestamp(day: day))[1] == TermAnalyzer().terms(of: month)[0])
    }
  }

  @Test func `names lose case, spaces, possessives and signs around them`() {
    #expect(NameNormalizer.normalize("  Alice\t SMITH's ") == "alice smith")
    #expect(NameNormalizer.normalize("“Bob’s”,") == "bob")
    #expect(NameNormalizer.normalize("C++") == "c++")
    #expect(NameNormalizer.normalize("O'Brien") == "o'brien")
    #expect(NameNormalizer.normalize("Zoë") == "zoë")
    for nothing in ["", "  ", "...", "👍", "\u{301}"] {
      #expect(NameNormalizer.normalize(nothing) == nil)
    }
  }

  @Test func `a name past the limit is refused, not cut`() {
    #expect(NameNormalizer.normalize(String(repeating: "n", count: Limits.nameBytes)) != nil)
    #expect(NameNormalizer.normalize(String(repeating: "n", count: Limits.nameBytes + 1)) == nil)
    #expect(NameNormalizer.normalize(String(repeating: "n ", count: 1 << 20)) == nil)
  }

  @Test func `normalising twice changes nothing`() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<5_000 {
      guard let once = NameNormalizer.normalize(HostileText.random(&generator)) else { continue }
      #expect(NameNormalizer.normalize(once) == once, "\(once.debugDescription)")
    }
  }
}
