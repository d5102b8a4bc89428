/// A word, number, sign or stretch of code of a message, and where it stands.
public struct Token: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    case word
    /// Starts with a digit: `5,282`, `16:20`, `3.5k`, `2024-05-02`.
    case number
    case punctuation
    case symbol
    /// A pictograph, a `:shortcode:` or an emoticon such as `:-)`.
    case emoji
    /// `https://…`, `www.…`, or an email address.
    case link
    /// `@name`.
    case handle
    /// `#name`.
    case tag
    /// Between two backquotes, which are included.
    case inlineCode
    /// Between two fences of three ticks, the fences included.
    case codeBlock
  }

  // 32 bits suffice (`Limits.messageTextBytes`) and keep a token at 12 bytes.
  private var start: UInt32
  private var end: UInt32
  public let kind: Kind
  /// Whether the token stands on a line that starts with `>`.
  public let isQuoted: Bool
  /// Whether the token is the first of its line.
  public let startsLine: Bool
  /// Whether white space, or nothing at all, stands before the token.
  public let followsSpace: Bool

  init(utf8: Range<Int>, kind: Kind, isQuoted: Bool, startsLine: Bool, followsSpace: Bool) {
    start = UInt32(utf8.lowerBound)
    end = UInt32(utf8.upperBound)
    self.kind = kind
    self.isQuoted = isQuoted
    self.startsLine = startsLine
    self.followsSpace = followsSpace
  }

  /// The token's bytes in the text; never empty.
  public var utf8: Range<Int> { Int(start)..<Int(end) }

  /// Whether the token is code, which says nothing about the world.
  public var isCode: Bool { kind == .inlineCode || kind == .codeBlock }
}
