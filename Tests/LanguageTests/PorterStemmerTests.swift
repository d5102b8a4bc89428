import Language
import Testing
import SeededTesting

@Suite struct PorterStemmerTests {
  /// Pairs that the Snowball project's page or its own stemmer give.
  static let published: [(String, String)] = [
    ("running", "run"), ("ponies", "poni"), ("caresses", "caress"), ("generously", "generous"),
    ("generate", "generat"), ("ties", "tie"), ("cries", "cri"), ("gas", "gas"), ("gaps", "gap"),
    ("kiwis", "kiwi"), ("luxuriated", "luxuri"), ("hopping", "hop"), ("hoped", "hope"),
    ("hoping", "hope"), ("falling", "fall"), ("hissing", "hiss"), ("agreed", "agre"),
    ("feed", "feed"), ("cry", "cri"), ("by", "by"), ("say", "say"), ("relational", "relat"),
    ("conditional", "condit"), ("rationally", "ration"), ("consignment", "consign"),
    ("consistency", "consist"), ("knightly", "knight"), ("knack", "knack"), ("skies", "sky"),
    ("sky", "sky"), ("dying", "die"), ("lying", "lie"), ("news", "news"), ("inning", "inning"),
    ("succeed", "succeed"), ("early", "earli"), ("only", "onli"), ("communication", "communic"),
    ("adoption", "adopt"), ("electrical", "electr"), ("hopefulness", "hope"), ("goodness", "good"),
    ("probate", "probat"), ("rate", "rate"), ("controlling", "control"), ("roll", "roll"),
    ("rescheduling", "reschedul"), ("reschedule", "reschedul"), ("meetings", "meet"),
    ("organization", "organiz"), ("university", "universiti"), ("added", "add"), ("egged", "egg"),
    ("dog's", "dog"), ("'tis", "tis"), ("yes", "yes"), ("syzygy", "syzygi"), ("sayings", "say"),
  ]

  @Test func `stems are the published ones`() {
    for (word, stem) in Self.published { #expect(PorterStemmer.stem(word) == stem, "\(word)") }
  }

  @Test func `what is no lower-case English word stays as it is`() {
    for word in ["", "a", "is", "Running", "naïve", "x1", "日本", "a b", "running!"] {
      #expect(PorterStemmer.stem(word) == word)
    }
  }

  @Test func `no word of random letters traps or grows by more than one letter`() {
    var generator = SeededGenerator(seed: 11)
    let letters = Array("aeiouybcdglnstz'".utf8)
    let endings = [
      "", "ing", "eedly", "ational", "iveness", "li", "s'", "'s'", "ied", "ss", "ement",
    ]
    for _ in 0..<30_000 {
      let count = Int.random(in: 0...9, using: &generator)
      let body = (0..<count).map { _ in letters.randomElement(using: &generator) ?? 97 }
      let word =
        String(decoding: body, as: UTF8.self) + (endings.randomElement(using: &generator) ?? "")
      #expect(PorterStemmer.stem(word).utf8.count <= word.utf8.count + 1, "\(word)")
    }
  }
}
