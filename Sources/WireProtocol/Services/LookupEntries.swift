public import KnowledgeModel

/// A message that was found.
public struct LookupMessage: WireObject, Hashable {
  public var id: String
  public var channel: String
  public var author: String
  public var sentAt: Timestamp
  public var text: String
  public var score: Double
  public var thread: String?
  /// What people call author and channel; nil where that is their id.
  public var authorName: String?
  public var channelName: String?
  /// They sum to the score; nil unless asked for.
  public var terms: [ScoreTerm]?

  public init(
    id: String, channel: String, author: String, sentAt: Timestamp, text: String, score: Double,
    thread: String? = nil, authorName: String? = nil, channelName: String? = nil,
    terms: [ScoreTerm]? = nil
  ) {
    self.id = id
    self.channel = channel
    self.author = author
    self.sentAt = sentAt
    self.text = text
    self.score = score
    self.thread = thread
    self.authorName = authorName
    self.channelName = channelName
    self.terms = terms
  }

  public enum Field: String, FieldName {
    case id, channel, author
    case sentAt = "sent_at"
    case text, score, thread, terms
    case authorName = "author_name"
    case channelName = "channel_name"
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    id = try fields.required(.id, .identifier)
    channel = try fields.required(.channel, .identifier)
    author = try fields.required(.author, .identifier)
    sentAt = try fields.required(.sentAt, .time)
    text = try fields.required(.text, .anyText)
    score = try fields.required(.score, .anyNumber)
    thread = try fields.optional(.thread, .identifier)
    authorName = try fields.optional(.authorName, .anyText)
    channelName = try fields.optional(.channelName, .anyText)
    terms = try fields.optional(.terms, .list(.object, 0...Limits.results))
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.id, .string(id)), (.channel, .string(channel)), (.author, .string(author)),
      (.sentAt, .time(sentAt)), (.text, .string(text)), (.score, .number(score)),
      (.thread, thread.map(JSONValue.string)),
      (.authorName, authorName.map(JSONValue.string)),
      (.channelName, channelName.map(JSONValue.string)), (.terms, terms.map { .objects($0) }),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .id: .required(.identifier, "Unique within the channel.")
    case .channel: .required(.identifier, "The channel's id.")
    case .author: .required(.identifier, "The author's id.")
    case .sentAt: .required(.time, "When it was sent.")
    case .text: .required(.anyText, "What it says.")
    case .score: .required(.number, "By which the list is sorted.")
    case .thread: .optional(.identifier, "The thread that it belongs to.")
    case .authorName: .optional(.anyText, "What people call the author.")
    case .channelName: .optional(.anyText, "What people call the channel.")
    case .terms: .optional(ScoreTerm.list, "They sum to the score.")
    }
  }
}

/// An entity that was found.
public struct LookupEntity: WireObject, Hashable {
  /// An `EntityKey` as it is written.
  public var id: String
  public var name: String
  public var kind: String
  public var score: Double

  public init(id: String, name: String, kind: String, score: Double) {
    self.id = id
    self.name = name
    self.kind = kind
    self.score = score
  }

  public enum Field: String, FieldName {
    case id, name, kind, score
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    id = try fields.required(.id, .anyText)
    name = try fields.required(.name, .anyText)
    kind = try fields.required(.kind, .anyText)
    score = try fields.required(.score, .anyNumber)
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.id, .string(id)), (.name, .string(name)), (.kind, .string(kind)),
      (.score, .number(score)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .id: .required(.anyText, "A kind and a name.")
    case .name: .required(.anyText, "As people know it.")
    case .kind: .required(.anyText, "Such as user or channel.")
    case .score: .required(.number, "By which the list is sorted.")
    }
  }
}
