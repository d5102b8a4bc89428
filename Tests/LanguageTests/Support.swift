import Foundation
import Language
import SeededTesting

/// Texts that broke tokenizers, and random ones.
enum HostileText {
  static let named: [String] = [
    "", " ", "\u{0}", "\u{0}a\u{0}b", "\r\n\r\n", "'", "''", "'s", "n't", "’s", "`", "``", "```",
    "````", "`````", "``````", "`a\n`", "```a", ":", "::", ":a", ":+1:", ":1:", "@", "#", "@@@",
    "##",
    "@_", "#_", "@.", "#-a-", "a@", "a@b", "a@b.", "a@b.c", "a@b.cd", "+@b.cd", "a+b+c+d",
    "http://", "https://)", "www.", "mailto:", "mailto:a@b.cd", ">", ">>>", "> ", "1,", "1,,2",
    "1:",
    "...", "?!?!", "e.g.", "a.b.c.d.", "J. S", "J. ", "\u{301}\u{301}", "e\u{301}", "\u{200D}",
    "👩‍👩‍👧‍👦🇩🇪🇩", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "\u{202E}abc\u{202C}", "שלום עולם", "مرحبا بالعالم",
    "日本語のテキスト", "\u{FEFF}x", "\u{10FFFF}", "<3 :) :-( ;P =D (:", "C# F# C++ c++d",
    String(repeating: "a", count: 100_000), String(repeating: "a.", count: 50_000),
    String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000),
    String(repeating: "`", count: 50_001), String(repeating: "``` ", count: 20_000),
    String(repeating: "`\n", count: 20_000), String(repeating: "a@", count: 40_000),
    String(repeating: "a+", count: 40_000), String(repeating: ":a", count: 40_000),
    String(repeating: "e\u{301}\u{302}\u{303}", count: 10_000),
    String(repeating: "'s", count: 40_000),
    String(repeating: "https://", count: 10_000), String(repeating: "👩‍", count: 10_000),
    String(repeating: "A", count: 50_000), String(repeating: "Bob ", count: 20_000),
  ]

  private static let alphabet: [String] = [
    "a", "B", "n't", "'s", "'", "’", "can", "could", "we", "I", "1", "2,", ".", "..", ",", "?", "!",
    ":", ";", "`", "```", "\n", "\r", " ", " ", "\t", "@", "#", "<", ">", "|", "(", ")", "[", "\"",
    "http://", "www.", "mailto:", "x.y", "_", "-", "/", "\\", "é", "e\u{301}", "ß", "日", "ع", "👍",
    "👩‍💻", "🇩", "\u{200D}", "\u{FE0F}", "\u{0}", "\u{7F}", "\u{A0}", "\u{2028}", "…", "”", "e.g.",
    "Dr.", "please", "but", "might", "Bob", "Alice", "+", "%", "&", "$5", "if",
  ]

  /// Bits of chat in random order.
  static func random(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...60, using: &generator)).map { _ in
      alphabet.randomElement(using: &generator) ?? ""
    }.joined()
  }

  /// Random bytes, mostly not UTF-8.
  static func randomBytes(_ generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...200, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
  }
}

/// The first thing wrong with a tokenized text's shape; nil where all is well.
func flaw(of text: TokenizedText) -> String? {
  var end = 0
  for (index, token) in text.tokens.enumerated() {
    let range = token.utf8
    if range.isEmpty || range.lowerBound < end || range.upperBound > text.utf8.count {
      return "token \(index) at \(range)"
    }
    if hasVisibleASCII(text.utf8[end..<range.lowerBound]) { return "text lost before \(index)" }
    end = range.upperBound
  }
  if hasVisibleASCII(text.utf8[end...]) { return "text lost at the end" }
  var next = 0
  for sentence in text.sentences {
    if sentence.lowerBound != next || sentence.isEmpty { return "sentence \(sentence)" }
    next = sentence.upperBound
  }
  return next == text.tokens.count ? nil : "tokens without a sentence"
}

private func hasVisibleASCII(_ bytes: ArraySlice<UInt8>) -> Bool {
  bytes.contains { (33...126).contains($0) }
}
