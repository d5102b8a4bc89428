/// Turns text into the terms by which it is searched: folded, stemmed words, numbers and names.
///
/// Words with inner signs or capitals (`foo.bar`, `snake_case`, `camelCase`, `a/b`, `twenty-one`) give
/// the whole and its parts, so do handles and tags; links give their host and words. A possessive `'s`
/// and punctuation give nothing. Questions and messages are analysed alike.
public struct TermAnalyzer: Sendable {
  public init() {}

  /// The terms of a text, in its order, repeated ones repeated.
  /// - Complexity: O(n).
  public func terms(of text: String) -> [String] {
    terms(ofBytes: Array(text.utf8), cache: nil)
  }

  /// The terms of UTF-8; bytes that are not well-formed give nothing.
  public func terms(ofBytes utf8: [UInt8]) -> [String] {
    terms(ofBytes: utf8, cache: nil)
  }

  /// The terms of a text that is already cut into tokens.
  public func terms(of tokenized: TokenizedText) -> [String] {
    terms(of: tokenized, cache: nil)
  }

  /// As ``terms(ofBytes:)``, with a memory that the caller keeps between texts.
  public func terms(ofBytes utf8: [UInt8], cache: StemCache?) -> [String] {
    terms(of: Tokenizer.scan(utf8, atMost: Int.max - 1), cache: cache)
  }

  /// As for a tokenized text alone, with a memory that the caller keeps between texts.
  public func terms(of tokenized: TokenizedText, cache: StemCache?) -> [String] {
    var builder = TermBuilder(bytes: tokenized.utf8, cache: cache)
    append(tokenized, to: &builder)
    return builder.terms
  }

  /// As ``terms(ofBytes:cache:)``, with the words of links apart: what a link's address says in passing is not
  /// what the message says.
  public func termsAndLinkTerms(
    ofBytes utf8: [UInt8], cache: StemCache?
  ) -> (terms: [String], linkTerms: [String]) {
    let tokenized = Tokenizer.scan(utf8, atMost: Int.max - 1)
    var builder = TermBuilder(bytes: tokenized.utf8, cache: cache, keepsLinksApart: true)
    append(tokenized, to: &builder)
    return (builder.terms, builder.linkTerms)
  }

  private func append(_ tokenized: TokenizedText, to builder: inout TermBuilder) {
    for (index, token) in tokenized.tokens.enumerated() {
      let next = index + 1 < tokenized.tokens.count ? tokenized.tokens[index + 1].utf8 : nil
      builder.append(token, next: next)
    }
  }
}
