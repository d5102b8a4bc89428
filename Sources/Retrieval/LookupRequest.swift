public import KnowledgeModel

/// A question on behalf of a principal.
public struct LookupRequest: Sendable {
  /// In plain words; nil or blank asks for what is latest.
  public var text: String?
  /// Names, or ids such as `user:U1`, that the answer should be about.
  public var entities: [String]
  /// Only propositions of these frames; empty for any.
  public var frames: [String]
  /// Only these channels, by id or name; empty for all that the principal may read.
  public var channels: [String]
  /// The present, for recency and interest.
  public var now: Timestamp
  /// Bounds each list of the answer.
  public var limit: Int
  /// Bounds the whole answer, in tokens of about four bytes; nil for no bound.
  public var tokenBudget: Int?
  /// Whether scores come with the terms that they are sums of.
  public var explain: Bool

  public init(
    text: String?, entities: [String] = [], frames: [String] = [], channels: [String] = [],
    now: Timestamp, limit: Int = 10, tokenBudget: Int? = nil, explain: Bool = false
  ) {
    self.text = text
    self.entities = entities
    self.frames = frames
    self.channels = channels
    self.now = now
    self.limit = limit
    self.tokenBudget = tokenBudget
    self.explain = explain
  }
}

/// What a reader gets: three lists, each best first.
public struct LookupAnswer: Sendable {
  /// The last event of the reader's audience that is in every index.
  public var horizon = 0
  public var messages: [FoundMessage] = []
  public var propositions: [FoundProposition] = []
  public var entities: [FoundEntity] = []
  /// The nodes that the question named, for a touch.
  public var asked: [EntityKey] = []
}

/// A part of a score; parts sum to it in their order.
public struct ScorePart: Sendable {
  public var name: String
  public var value: Double
  public var detail: [ScorePart] = []
}

/// A message that bears on the question.
public struct FoundMessage: Sendable {
  public var message: Message
  public var score: Double
  public var parts: [ScorePart]
}

/// A proposition that bears on the question, with the quotes it rests on.
public struct FoundProposition: Sendable {
  /// A quotation.
  public struct Evidence: Sendable {
    public var message: MessageKey
    public var author: String
    public var sentAt: Timestamp
    public var quote: String
  }

  /// Its natural key.
  public var id: String
  /// In words.
  public var text: String
  public var penman: String
  public var frame: Frame
  /// From what the reader may read.
  public var probability: Probability
  public var evidence: [Evidence]
  public var score: Double
  public var parts: [ScorePart]
}

/// Something that the question names, or that the found messages are about.
public struct FoundEntity: Sendable {
  public var key: EntityKey
  public var name: String
  public var score: Double
}
