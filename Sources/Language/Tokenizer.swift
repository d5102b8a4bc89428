public import KnowledgeModel

/// Cuts chat into tokens and sentences, in the manner of the English Web Treebank.
///
/// Contractions and possessives are split (`ca n't`, `I 'm`, `Bob 's`), a full stop stays with its
/// abbreviation (`e.g.`, `Dr.`), and what is particular to chat is one token each: links, handles, tags,
/// emoji, code. Hyphenated and dotted words stay whole, unlike in the treebank.
public struct Tokenizer: Sendable {
  public init() {}

  /// The tokens and sentences of a text.
  /// - Complexity: O(n) in the bytes of the text, whatever they are.
  /// - Throws: `invalidArgument` past `Limits.tokensPerMessage`.
  public func tokenize(_ text: String) throws(RosemaryError) -> TokenizedText {
    try tokenize(utf8: Array(text.utf8))
  }

  /// The tokens and sentences of UTF-8; bytes that are not well-formed are symbols.
  /// - Complexity: O(n).
  /// - Throws: `invalidArgument` past `Limits.tokensPerMessage`, and past 2³¹ bytes.
  public func tokenize(utf8: [UInt8]) throws(RosemaryError) -> TokenizedText {
    guard utf8.count <= Int32.max else {
      throw RosemaryError(.invalidArgument, "a text of more than \(Int32.max) bytes")
    }
    let text = Self.scan(utf8, atMost: Limits.tokensPerMessage)
    guard text.tokens.count <= Limits.tokensPerMessage else {
      throw RosemaryError(
        .invalidArgument, "the text has more than \(Limits.tokensPerMessage) tokens")
    }
    return text
  }

  /// Stops soon after `limit` tokens.
  static func scan(_ utf8: [UInt8], atMost limit: Int) -> TokenizedText {
    var scanner = TokenScanner(bytes: utf8)
    scanner.scan(atMost: limit)
    let splitter = SentenceSplitter(bytes: utf8, tokens: scanner.tokens)
    return TokenizedText(utf8: utf8, tokens: scanner.tokens, sentences: splitter.sentences())
  }
}
