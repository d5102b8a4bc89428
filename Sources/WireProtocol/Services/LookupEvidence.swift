public import KnowledgeModel

/// The words of one message that a proposition came from.
public struct LookupEvidence: WireObject, Hashable {
  /// The message's id.
  public var message: String
  public var channel: String
  public var author: String
  public var quote: String
  public var sentAt: Timestamp?
  /// What people call author and channel; nil where that is their id.
  public var authorName: String?
  public var channelName: String?

  public init(
    message: String, channel: String, author: String, quote: String, sentAt: Timestamp? = nil,
    authorName: String? = nil, channelName: String? = nil
  ) {
    self.message = message
    self.channel = channel
    self.author = author
    self.quote = quote
    self.sentAt = sentAt
    self.authorName = authorName
    self.channelName = channelName
  }

  public enum Field: String, FieldName {
    case message, channel, author, quote
    case sentAt = "sent_at"
    case authorName = "author_name"
    case channelName = "channel_name"
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    message = try fields.required(.message, .identifier)
    channel = try fields.required(.channel, .identifier)
    author = try fields.required(.author, .identifier)
    quote = try fields.required(.quote, .anyText)
    sentAt = try fields.optional(.sentAt, .time)
    authorName = try fields.optional(.authorName, .anyText)
    channelName = try fields.optional(.channelName, .anyText)
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.message, .string(message)), (.channel, .string(channel)), (.author, .string(author)),
      (.quote, .string(quote)), (.sentAt, sentAt.map(JSONValue.time)),
      (.authorName, authorName.map(JSONValue.string)),
      (.channelName, channelName.map(JSONValue.string)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .message: .required(.identifier, "The message's id.")
    case .channel: .required(.identifier, "The message's channel.")
    case .author: .required(.identifier, "Who wrote it.")
    case .quote: .required(.anyText, "The words, as written.")
    case .sentAt: .optional(.time, "When they were sent.")
    case .authorName: .optional(.anyText, "What people call the author.")
    case .channelName: .optional(.anyText, "What people call the channel.")
    }
  }
}

/// One summand of a score, and what it is made of.
public struct ScoreTerm: WireObject, Hashable {
  public var name: String
  public var value: Double
  /// How the value came about; empty where there is nothing to add. They need not sum to it.
  public var detail: [ScoreTerm]

  public init(name: String, value: Double, detail: [ScoreTerm] = []) {
    self.name = name
    self.value = value
    self.detail = detail
  }

  public enum Field: String, FieldName {
    case name, value, detail
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    name = try fields.required(.name, .anyText)
    value = try fields.required(.value, .anyNumber)
    detail = try fields.optional(.detail, .list(.object, 0...Limits.lineBytes)) ?? []
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.name, .string(name)), (.value, .number(value)),
      (.detail, detail.isEmpty ? nil : .objects(detail)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .name: .required(.anyText, "Such as lexical.")
    case .value: .required(.number, "What it adds.")
    // A schema that held itself would not end.
    case .detail: .optional(.list(.anything, maxItems: Limits.lineBytes), "More such terms.")
    }
  }

  static var list: Schema { .list(schema, maxItems: Limits.results) }
}
