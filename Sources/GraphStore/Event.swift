public import KnowledgeModel

/// One immutable entry of the log.
public struct Event: Sendable {
  public var sequence: EventSequence
  /// When it was written, by this machine's clock; never part of a projection's digest.
  public var recordedAt: Timestamp
  /// On whose behalf.
  public var actor: Principal
  public var content: Content

  public init(
    sequence: EventSequence, recordedAt: Timestamp, actor: Principal, content: Content
  ) {
    self.sequence = sequence
    self.recordedAt = recordedAt
    self.actor = actor
    self.content = content
  }
}

extension Event {
  /// What happened. Stage results are events too, so that replay repeats them and decides nothing.
  public enum Content: Sendable {
    case messageAppended(Message)
    case messageRevised(Message)
    case messageDeleted(MessageKey)
    case reacted(ReactionChange)
    case channelPut(Channel)
    case userPut(User)
    case understood(UnderstoodMessage)
    case touched(LookupTouch)
  }

  /// The kinds' numbers in the log; never reused.
  enum Kind: Int {
    case messageAppended = 1
    case messageRevised = 2
    case messageDeleted = 3
    case reacted = 4
    case channelPut = 5
    case userPut = 6
    case understood = 7
    case touched = 8
  }
}

/// A reaction that was left or taken back.
public struct ReactionChange: Hashable, Sendable {
  public var message: MessageKey
  public var name: String
  public var user: String
  public var at: Timestamp
  public var isRemoved: Bool

  public init(message: MessageKey, name: String, user: String, at: Timestamp, isRemoved: Bool) {
    self.message = message
    self.name = name
    self.user = user
    self.at = at
    self.isRemoved = isRemoved
  }
}

/// What an extractor said of a message as it stood at `source`.
public struct UnderstoodMessage: Sendable {
  public var message: MessageKey
  /// The append or revision that was read; if another came since, this result is stale and ignored.
  public var source: EventSequence
  public var understanding: Understanding

  public init(message: MessageKey, source: EventSequence, understanding: Understanding) {
    self.message = message
    self.source = source
    self.understanding = understanding
  }
}

/// A principal asked about these nodes, and wanted that to count as interest.
public struct LookupTouch: Hashable, Sendable {
  public var nodes: [EntityKey]
  public var at: Timestamp

  public init(nodes: [EntityKey], at: Timestamp) {
    self.nodes = nodes
    self.at = at
  }
}
