public import KnowledgeModel

/// What a transaction changed, in the form in which views that live in memory take it in.
public struct CommittedChanges: Sendable {
  /// Channels that are new or were put again, or whose members changed.
  public var channels: [ChannelRecord] = []
  /// Users that were put.
  public var users: [User] = []
  /// Messages that have been understood, or understood anew, and still stand so when the transaction ends.
  public var understood: [UnderstoodRecord] = []
  /// Messages that no longer say what they said: revised, and not yet understood again.
  public var withdrawn: [MessageID] = []
  /// Messages that say nothing any more.
  public var deleted: [MessageID] = []
  /// The events by which somebody told us something, stage results not among them.
  public var sources: [SourceEvent] = []

  public init() {}

  /// Notes that a message waits to be understood anew; what was understood before in this transaction is void.
  mutating func withdraw(_ message: MessageID) {
    understood.removeAll { $0.id == message }
    withdrawn.append(message)
  }

  /// Notes that a message says nothing any more.
  mutating func delete(_ message: MessageID) {
    understood.removeAll { $0.id == message }
    deleted.append(message)
  }

  public var isEmpty: Bool {
    channels.isEmpty && users.isEmpty && understood.isEmpty && withdrawn.isEmpty
      && deleted.isEmpty && sources.isEmpty
  }
}

/// What lives in memory and follows the store: told of every commit, in order.
public protocol WorkspaceView: Sendable {
  /// Takes in what one commit changed. Calls come one at a time.
  func apply(_ changes: CommittedChanges) async
}

/// Whose audience an event belongs to, for the horizon that a reader is shown.
public struct SourceEvent: Hashable, Sendable {
  /// Nil for what every principal of the workspace may see.
  public var channel: ChannelID?
  /// The message that must be understood before the event counts as seen; nil where it counts at once.
  public var awaits: MessageID?

  public init(channel: ChannelID?, awaits: MessageID?) {
    self.channel = channel
    self.awaits = awaits
  }
}

/// A channel with its row and its audience.
public struct ChannelRecord: Hashable, Sendable {
  public var id: ChannelID
  /// `members` holds the principals who may read it unless it is public.
  public var channel: Channel

  public init(id: ChannelID, channel: Channel) {
    self.id = id
    self.channel = channel
  }
}

/// A message with its row and the entities that it mentions, in order, without repetition.
public struct UnderstoodRecord: Sendable {
  public var id: MessageID
  public var channel: ChannelID
  public var message: Message
  public var mentions: [EntityKey]
  /// The message that it replies to, where that is known already.
  public var parent: MessageID?

  public init(
    id: MessageID, channel: ChannelID, message: Message, mentions: [EntityKey],
    parent: MessageID? = nil
  ) {
    self.id = id
    self.channel = channel
    self.message = message
    self.mentions = mentions
    self.parent = parent
  }
}

/// A message that waits to be understood.
public struct WaitingMessage: Sendable {
  public var id: MessageID
  public var source: EventSequence
  public var message: Message

  public init(id: MessageID, source: EventSequence, message: Message) {
    self.id = id
    self.source = source
    self.message = message
  }
}
