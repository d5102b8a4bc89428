public import KnowledgeModel

extension Message: WireObject {
  public enum Field: String, FieldName {
    case id, channel, thread, author
    case sentAt = "sent_at"
    case text
    case editedAt = "edited_at"
    case replyTo = "reply_to"
    case kind, zone, attachments, reactions
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    self.init(
      id: try fields.required(.id, .identifier),
      channel: try fields.required(.channel, .identifier),
      thread: try fields.optional(.thread, .identifier),
      author: try fields.required(.author, .identifier),
      sentAt: try fields.required(.sentAt, .time),
      text: try fields.required(.text, .text(0...Limits.messageTextBytes)),
      editedAt: try fields.optional(.editedAt, .time),
      replyTo: try fields.optional(.replyTo, .identifier),
      kind: try fields.optional(.kind, .identifier),
      zone: try fields.optional(.zone, .identifier),
      attachments: try fields.optional(
        .attachments, .list(.object, 0...Limits.attachmentsPerMessage)) ?? [],
      reactions: try fields.optional(
        .reactions, .list(.object, 0...Limits.reactionsPerMessage)) ?? [])
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.id, .string(id)), (.channel, .string(channel)), (.thread, thread.map(JSONValue.string)),
      (.author, .string(author)), (.sentAt, .time(sentAt)), (.text, .string(text)),
      (.editedAt, editedAt.map(JSONValue.time)), (.replyTo, replyTo.map(JSONValue.string)),
      (.kind, kind.map(JSONValue.string)), (.zone, zone.map(JSONValue.string)),
      (.attachments, attachments.isEmpty ? nil : .objects(attachments)),
      (.reactions, reactions.isEmpty ? nil : .objects(reactions)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .id: .required(.identifier, "Unique within the channel.")
    case .channel: .required(.identifier, "The channel's id; made where it is unknown.")
    case .thread: .optional(.identifier, "Any string that a thread's messages share.")
    case .author: .required(.identifier, "The author's id; made where it is unknown.")
    case .sentAt: .required(.time, "When it was sent.")
    case .text: .required(.text(maxBytes: Limits.messageTextBytes), "What it says; may be empty.")
    case .editedAt: .optional(.time, "Later than the stored one makes this a revision.")
    case .replyTo: .optional(.identifier, "The id of the message that it answers.")
    case .kind: .optional(.identifier, "Such as join or topic; missing for an ordinary message.")
    case .zone: .optional(.identifier, "The author's IANA time zone.")
    case .attachments:
      .optional(
        .list(Attachment.schema, maxItems: Limits.attachmentsPerMessage), "What hangs on it.")
    case .reactions:
      .optional(.list(Reaction.schema, maxItems: Limits.reactionsPerMessage), "Who reacted how.")
    }
  }
}

extension Attachment: WireObject {
  public enum Field: String, FieldName {
    case kind, caption
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    self.init(
      kind: try fields.required(.kind, .identifier),
      caption: try fields.required(.caption, .text(0...Limits.captionBytes)))
  }

  public var fields: [(Field, JSONValue?)] {
    [(.kind, .string(kind)), (.caption, .string(caption))]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .kind: .required(.identifier, "Such as image, file or link.")
    case .caption: .required(.text(maxBytes: Limits.captionBytes), "What a person would read.")
    }
  }
}

extension Reaction: WireObject {
  public enum Field: String, FieldName {
    case name, users
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    self.init(
      name: try fields.required(.name, .identifier),
      users: try fields.required(.users, .list(.identifier, 0...Limits.usersPerReaction)))
  }

  public var fields: [(Field, JSONValue?)] { [(.name, .string(name)), (.users, .strings(users))] }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .name: .required(.identifier, "The emoji's name.")
    case .users:
      .required(.list(.identifier, maxItems: Limits.usersPerReaction), "Who left it.")
    }
  }
}
