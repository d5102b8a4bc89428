public import KnowledgeModel

/// A text, its tokens and its sentences.
///
/// Tokens are in the order of the text and don't overlap; every byte between them is white space or an
/// invisible control. Sentences cover all tokens, in order, without gaps.
public struct TokenizedText: Hashable, Sendable {
  public let utf8: [UInt8]
  public let tokens: [Token]
  /// Positions in ``tokens``, from 0.
  public let sentences: [Range<Int>]

  /// The bytes of the token at `index`, from 0.
  public func bytes(at index: Int) -> ArraySlice<UInt8> {
    utf8[tokens[index].utf8]
  }

  /// The token at `index`, from 0, as written.
  public func text(at index: Int) -> String {
    String(decoding: bytes(at: index), as: UTF8.self)
  }

  /// The text from the first to the last of some tokens, with what stands between them.
  ///
  /// Empty for an empty range; the range must lie within ``tokens``.
  public func text(of range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return String(
      decoding: utf8[tokens[first].utf8.lowerBound..<tokens[last].utf8.upperBound], as: UTF8.self)
  }

  /// The text of a 1-based, inclusive range; nil where the range is empty or leaves the text.
  public func text(of range: TokenRange) -> String? {
    guard contains(range) else { return nil }
    return text(of: range.first - 1..<range.last)
  }

  /// Whether a 1-based, inclusive range is not empty and lies within the text.
  public func contains(_ range: TokenRange) -> Bool {
    range.first >= 1 && range.first <= range.last && range.last <= tokens.count
  }
}
