import KnowledgeModel

/// The bytes of events. A payload begins with the version of its layout; old versions stay readable.
enum EventCodec {
  private static let version: UInt64 = 1

  static func kind(of content: Event.Content) -> Event.Kind {
    switch content {
    case .messageAppended: .messageAppended
    case .messageRevised: .messageRevised
    case .messageDeleted: .messageDeleted
    case .reacted: .reacted
    case .channelPut: .channelPut
    case .userPut: .userPut
    case .understood: .understood
    case .touched: .touched
    }
  }

  static func encode(_ content: Event.Content) -> [UInt8] {
    var writer = ByteWriter(reserving: 256)
    writer.unsigned(version)
    switch content {
    case .messageAppended(let message), .messageRevised(let message): writer.message(message)
    case .messageDeleted(let key): writer.messageKey(key)
    case .reacted(let change): writer.reactionChange(change)
    case .channelPut(let channel): writer.channel(channel)
    case .userPut(let user): writer.user(user)
    case .understood(let understood):
      writer.messageKey(understood.message)
      writer.signed(understood.source.rawValue)
      writer.understanding(understood.understanding)
    case .touched(let touch):
      writer.signed(touch.at.microseconds)
      writer.list(touch.nodes) { $0.entity($1) }
    }
    return writer.bytes
  }

  static func decode(kind: Int, payload: [UInt8]) throws -> Event.Content {
    guard let kind = Event.Kind(rawValue: kind) else {
      throw RosemaryError(.dataLoss, "an event has the unknown kind \(kind)")
    }
    var reader = ByteReader(payload)
    let version = try reader.unsigned()
    guard version == Self.version else {
      throw RosemaryError(
        .failedPrecondition,
        "an event has payload version \(version), this release reads \(Self.version): upgrade")
    }
    let content = try decode(kind, &reader)
    try reader.finish()
    return content
  }

  private static func decode(
    _ kind: Event.Kind, _ reader: inout ByteReader
  ) throws -> Event.Content {
    switch kind {
    case .messageAppended: .messageAppended(try reader.message())
    case .messageRevised: .messageRevised(try reader.message())
    case .messageDeleted: .messageDeleted(try reader.messageKey())
    case .reacted: .reacted(try reader.reactionChange())
    case .channelPut: .channelPut(try reader.channel())
    case .userPut: .userPut(try reader.user())
    case .understood:
      .understood(
        UnderstoodMessage(
          message: try reader.messageKey(),
          source: EventSequence(rawValue: try reader.signed()),
          understanding: try reader.understanding()))
    case .touched:
      .touched(try reader.lookupTouch())
    }
  }
}

extension ByteWriter {
  mutating func messageKey(_ key: MessageKey) {
    string(key.channel)
    string(key.id)
  }

  mutating func attachments(_ attachments: [Attachment]) {
    list(attachments) {
      $0.string($1.kind)
      $0.string($1.caption)
    }
  }

  fileprivate mutating func message(_ message: Message) {
    messageKey(message.key)
    optional(message.thread) { $0.string($1) }
    string(message.author)
    signed(message.sentAt.microseconds)
    string(message.text)
    optional(message.editedAt) { $0.signed($1.microseconds) }
    optional(message.replyTo) { $0.string($1) }
    optional(message.kind) { $0.string($1) }
    optional(message.zone) { $0.string($1) }
    attachments(message.attachments)
    list(message.reactions) {
      $0.string($1.name)
      $0.list($1.users) { $0.string($1) }
    }
  }

  fileprivate mutating func reactionChange(_ change: ReactionChange) {
    messageKey(change.message)
    string(change.name)
    string(change.user)
    signed(change.at.microseconds)
    flag(change.isRemoved)
  }

  fileprivate mutating func channel(_ channel: Channel) {
    string(channel.id)
    string(channel.name)
    count(channel.kind.rawValue)
    list(channel.members) { $0.string($1) }
  }

  fileprivate mutating func user(_ user: User) {
    string(user.id)
    string(user.name)
    list(user.aliases) { $0.string($1) }
    optional(user.zone) { $0.string($1) }
  }

  fileprivate mutating func entity(_ key: EntityKey) {
    count(key.kind.rawValue)
    string(key.name)
  }

  private mutating func range(_ range: TokenRange) {
    count(range.first)
    count(range.last)
  }

  fileprivate mutating func understanding(_ understanding: Understanding) {
    string(understanding.extractor.name)
    count(understanding.extractor.version)
    list(understanding.mentions) {
      $0.entity($1.entity)
      $0.range($1.tokens)
      $0.string($1.surface)
    }
    list(understanding.statements) { $0.statement($1) }
  }

  private mutating func statement(_ statement: Statement) {
    string(statement.frame.rawValue)
    optional(statement.predicate) { $0.range($1) }
    list(statement.arguments) {
      $0.string($1.role.rawValue)
      $0.filler($1.filler)
      $0.optional($1.tokens) { $0.range($1) }
    }
    // The exact bits: replay must not round again.
    unsigned(statement.commitment.rawValue.bitPattern)
    flag(statement.isHedged)
    optional(statement.tokens) { $0.range($1) }
  }

  private mutating func filler(_ filler: Filler) {
    switch filler {
    case .entity(let key):
      count(0)
      entity(key)
    case .utterance: count(1)
    case .clause(let tokens):
      count(2)
      range(tokens)
    }
  }
}

extension ByteReader {
  mutating func messageKey() throws -> MessageKey {
    MessageKey(channel: try string(), id: try string())
  }

  mutating func attachments() throws -> [Attachment] {
    try list { Attachment(kind: try $0.string(), caption: try $0.string()) }
  }

  private mutating func timestamp() throws -> Timestamp {
    Timestamp(microseconds: try signed())
  }

  fileprivate mutating func message() throws -> Message {
    let key = try messageKey()
    return Message(
      id: key.id, channel: key.channel,
      thread: try optional { try $0.string() },
      author: try string(),
      sentAt: try timestamp(),
      text: try string(),
      editedAt: try optional { try $0.timestamp() },
      replyTo: try optional { try $0.string() },
      kind: try optional { try $0.string() },
      zone: try optional { try $0.string() },
      attachments: try attachments(),
      reactions: try list {
        Reaction(name: try $0.string(), users: try $0.list { try $0.string() })
      })
  }

  fileprivate mutating func reactionChange() throws -> ReactionChange {
    ReactionChange(
      message: try messageKey(), name: try string(), user: try string(), at: try timestamp(),
      isRemoved: try flag())
  }

  fileprivate mutating func channel() throws -> Channel {
    Channel(
      id: try string(), name: try string(),
      kind: try known(Channel.Kind(rawValue: try integer())),
      members: try list { try $0.string() })
  }

  fileprivate mutating func user() throws -> User {
    User(
      id: try string(), name: try string(), aliases: try list { try $0.string() },
      zone: try optional { try $0.string() })
  }

  private mutating func entity() throws -> EntityKey {
    EntityKey(kind: try known(EntityKey.Kind(rawValue: try integer())), name: try string())
  }

  private mutating func range() throws -> TokenRange {
    TokenRange(first: try integer(), last: try integer())
  }

  fileprivate mutating func lookupTouch() throws -> LookupTouch {
    let at = try timestamp()
    return LookupTouch(nodes: try list { try $0.entity() }, at: at)
  }

  fileprivate mutating func understanding() throws -> Understanding {
    Understanding(
      extractor: ExtractorVersion(name: try string(), version: try integer()),
      mentions: try list {
        Mention(entity: try $0.entity(), tokens: try $0.range(), surface: try $0.string())
      },
      statements: try list { try $0.statement() })
  }

  private mutating func statement() throws -> Statement {
    Statement(
      frame: Frame(rawValue: try string()),
      predicate: try optional { try $0.range() },
      arguments: try list {
        Argument(
          role: Role(rawValue: try $0.string()), filler: try $0.filler(),
          tokens: try $0.optional { try $0.range() })
      },
      commitment: try known(Probability(rawValue: Double(bitPattern: try unsigned()))),
      isHedged: try flag(),
      tokens: try optional { try $0.range() })
  }

  private mutating func filler() throws -> Filler {
    switch try integer() {
    case 0: .entity(try entity())
    case 1: .utterance
    case 2: .clause(try range())
    default: try known(nil)
    }
  }

  private func known<Value>(_ value: Value?) throws -> Value {
    guard let value else {
      throw RosemaryError(.dataLoss, "an event's payload holds a value that no release wrote")
    }
    return value
  }
}
