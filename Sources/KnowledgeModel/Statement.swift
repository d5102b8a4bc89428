/// A range of tokens of one message: 1-based, inclusive at both ends.
public struct TokenRange: Hashable, Comparable, Sendable {
  public var first: Int
  public var last: Int

  public init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.first, left.last) < (right.first, right.last)
  }
}

/// A sense of a predicate, such as `reschedule-01`, as in PropBank and AMR.
public struct Frame: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public var rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  public var description: String { rawValue }
}

/// How a filler takes part in a frame: `ARG0`…`ARG5`, or AMR's `topic`, `time`, `location`, ….
public struct Role: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public var rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  public var description: String { rawValue }
}

/// What fills a role.
public enum Filler: Hashable, Sendable {
  /// Something that is named.
  case entity(EntityKey)
  /// The message itself, as what was said.
  case utterance
  /// A stretch of the message that has not been analysed further.
  case clause(TokenRange)
}

/// A role and its filler.
public struct Argument: Hashable, Sendable {
  public var role: Role
  public var filler: Filler
  /// The words that the filler is grounded in; nil where the message's envelope says it (its author).
  public var tokens: TokenRange?

  public init(role: Role, filler: Filler, tokens: TokenRange? = nil) {
    self.role = role
    self.filler = filler
    self.tokens = tokens
  }
}

/// One frame instance as one message says it.
public struct Statement: Hashable, Sendable {
  public var frame: Frame
  /// The words that evoke the frame; nil for a frame that the envelope evokes (`say-01` of a message).
  public var predicate: TokenRange?
  public var arguments: [Argument]
  /// P(it holds) by this statement alone.
  public var commitment: Probability
  /// Whether the writer holds back ("might", "I think"): hedges inform but do not corroborate.
  public var isHedged: Bool
  /// The words that say it; nil for the whole message.
  public var tokens: TokenRange?

  public init(
    frame: Frame, predicate: TokenRange? = nil, arguments: [Argument], commitment: Probability,
    isHedged: Bool = false, tokens: TokenRange? = nil
  ) {
    self.frame = frame
    self.predicate = predicate
    self.arguments = arguments
    self.commitment = commitment
    self.isHedged = isHedged
    self.tokens = tokens
  }
}

/// A token range that refers to an entity.
public struct Mention: Hashable, Sendable {
  public var entity: EntityKey
  public var tokens: TokenRange
  /// As written.
  public var surface: String

  public init(entity: EntityKey, tokens: TokenRange, surface: String) {
    self.entity = entity
    self.tokens = tokens
    self.surface = surface
  }
}

/// Who understood a message. Recorded with what it said, so that replay never asks it again.
public struct ExtractorVersion: Hashable, Sendable, CustomStringConvertible {
  public var name: String
  public var version: Int

  public init(name: String, version: Int) {
    self.name = name
    self.version = version
  }

  public var description: String { "\(name)/\(version)" }
}

/// All that an extractor says of one message.
public struct Understanding: Hashable, Sendable {
  public var extractor: ExtractorVersion
  public var mentions: [Mention]
  public var statements: [Statement]

  public init(extractor: ExtractorVersion, mentions: [Mention], statements: [Statement]) {
    self.extractor = extractor
    self.mentions = mentions
    self.statements = statements
  }
}
