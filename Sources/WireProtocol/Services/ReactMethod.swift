public import KnowledgeModel

/// The parameters of `Ingest/React`.
public struct ReactParams: WireObject, Hashable {
  /// The message's id.
  public var message: String
  /// Where the message is; nil for whichever channel that the principal may write holds that id.
  public var channel: String?
  /// The emoji's name.
  public var name: String
  /// Who reacted.
  public var user: String
  public var at: Timestamp
  /// Whether the reaction was taken back.
  public var isRemoved: Bool

  public init(
    message: String, channel: String? = nil, name: String, user: String, at: Timestamp,
    isRemoved: Bool = false
  ) {
    self.message = message
    self.channel = channel
    self.name = name
    self.user = user
    self.at = at
    self.isRemoved = isRemoved
  }

  public enum Field: String, FieldName {
    case message, channel, name, user, at
    case isRemoved = "removed"
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    message = try fields.required(.message, .identifier)
    channel = try fields.optional(.channel, .identifier)
    name = try fields.required(.name, .identifier)
    user = try fields.required(.user, .identifier)
    at = try fields.required(.at, .time)
    isRemoved = try fields.optional(.isRemoved, .boolean) ?? false
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.message, .string(message)), (.channel, channel.map(JSONValue.string)),
      (.name, .string(name)), (.user, .string(user)), (.at, .time(at)),
      (.isRemoved, isRemoved ? .bool(true) : nil),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .message: .required(.identifier, "The message's id.")
    case .channel: .optional(.identifier, "The message's channel.")
    case .name: .required(.identifier, "The emoji's name.")
    case .user: .required(.identifier, "Who reacted.")
    case .at: .required(.time, "When.")
    case .isRemoved: .optional(.boolean, "Whether the reaction was taken back.")
    }
  }
}

/// The result of `Ingest/React`.
public struct ReactResult: WireObject, Hashable {
  /// Whether anything changed.
  public var isApplied: Bool
  public var horizon: Int

  public init(isApplied: Bool, horizon: Int) {
    self.isApplied = isApplied
    self.horizon = horizon
  }

  public enum Field: String, FieldName {
    case isApplied = "applied"
    case horizon
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    isApplied = try fields.required(.isApplied, .boolean)
    horizon = try fields.required(.horizon, .count)
  }

  public var fields: [(Field, JSONValue?)] {
    [(.isApplied, .bool(isApplied)), (.horizon, .integer(horizon))]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .isApplied: .required(.boolean, "Whether anything changed.")
    case .horizon: .required(.count, "The last event that the principal may see.")
    }
  }
}
