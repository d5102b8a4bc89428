public import KnowledgeModel

/// The parameters of `Ingest/Append`.
public struct AppendParams: WireObject, Hashable {
  /// What the reply waits for.
  public enum Wait: String, FieldName {
    /// The messages are on disk.
    case durable
    /// A lookup on any connection sees them in every index.
    case queryable
  }

  /// At least one; an id may come twice.
  public var messages: [Message]
  public var wait: Wait

  public init(messages: [Message], wait: Wait = .durable) {
    self.messages = messages
    self.wait = wait
  }

  public enum Field: String, FieldName {
    case messages, wait
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    messages = try fields.required(.messages, .list(.object, 0...Limits.messagesPerAppend))
    wait = try fields.optional(.wait, .choice) ?? .durable
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.messages, .objects(messages)),
      (.wait, wait == .durable ? nil : .string(wait.rawValue)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .messages:
      .required(.list(Message.schema, maxItems: Limits.messagesPerAppend), "What to append.")
    case .wait: .optional(.choice(Wait.self), "What the reply waits for; durable by default.")
    }
  }
}

/// The result of `Ingest/Append`, in messages.
public struct AppendResult: WireObject, Hashable {
  public var accepted: Int
  public var duplicates: Int
  public var horizon: Int

  public init(accepted: Int, duplicates: Int, horizon: Int) {
    self.accepted = accepted
    self.duplicates = duplicates
    self.horizon = horizon
  }

  public enum Field: String, FieldName {
    case accepted, duplicates, horizon
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    accepted = try fields.required(.accepted, .count)
    duplicates = try fields.required(.duplicates, .count)
    horizon = try fields.required(.horizon, .count)
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.accepted, .integer(accepted)), (.duplicates, .integer(duplicates)),
      (.horizon, .integer(horizon)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .accepted: .required(.count, "Messages that are new, or revisions.")
    case .duplicates: .required(.count, "Messages that were already there.")
    case .horizon: .required(.count, "The last event that the principal may see.")
    }
  }
}
