import KnowledgeModel

/// The result of `Admin/Health`.
public struct HealthResult: WireObject, Hashable {
  /// gRPC's words for a server's health.
  public enum Status: String, FieldName {
    case serving = "SERVING"
    case notServing = "NOT_SERVING"
  }

  public var status: Status
  public var version: String

  public init(status: Status, version: String) {
    self.status = status
    self.version = version
  }

  public enum Field: String, FieldName {
    case status, version
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    status = try fields.required(.status, .choice)
    version = try fields.required(.version, .name)
  }

  public var fields: [(Field, JSONValue?)] {
    [(.status, .string(status.rawValue)), (.version, .string(version))]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .status: .required(.choice(Status.self), "Whether calls are served.")
    case .version: .required(.name, "The server's version.")
    }
  }
}

/// The result of `Admin/Stats`: what the principal may read, counted.
public struct StatsResult: WireObject, Hashable {
  public var horizon: Int
  public var messages: Int
  public var channels: Int
  public var users: Int
  public var entities: Int
  public var propositions: Int
  public var statements: Int

  public init(
    horizon: Int, messages: Int, channels: Int, users: Int, entities: Int, propositions: Int,
    statements: Int
  ) {
    self.horizon = horizon
    self.messages = messages
    self.channels = channels
    self.users = users
    self.entities = entities
    self.propositions = propositions
    self.statements = statements
  }

  public enum Field: String, FieldName {
    case horizon, messages, channels, users, entities, propositions, statements
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    horizon = try fields.required(.horizon, .count)
    messages = try fields.required(.messages, .count)
    channels = try fields.required(.channels, .count)
    users = try fields.required(.users, .count)
    entities = try fields.required(.entities, .count)
    propositions = try fields.required(.propositions, .count)
    statements = try fields.required(.statements, .count)
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.horizon, .integer(horizon)), (.messages, .integer(messages)),
      (.channels, .integer(channels)), (.users, .integer(users)),
      (.entities, .integer(entities)), (.propositions, .integer(propositions)),
      (.statements, .integer(statements)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .horizon: .required(.count, "The last event that the principal may see.")
    case .messages: .required(.count, "Messages, without those that were deleted.")
    case .channels: .required(.count, "Channels that the principal may read.")
    case .users: .required(.count, "Users of the directory.")
    case .entities: .required(.count, "Entities that are mentioned.")
    case .propositions: .required(.count, "Propositions with evidence.")
    case .statements: .required(.count, "What the messages say, one by one.")
    }
  }
}

/// The result of `Admin/Verify`.
public struct VerifyResult: WireObject, Hashable {
  /// Whether nothing was found.
  public var isSound: Bool
  /// Events of the log; only for who reads as everyone, since the number tells of every channel.
  public var events: Int?
  /// The digest of the projection, in hexadecimal; likewise.
  public var digest: String?
  /// One sentence each.
  public var problems: [String]

  public init(isSound: Bool, events: Int? = nil, digest: String? = nil, problems: [String]) {
    self.isSound = isSound
    self.events = events
    self.digest = digest
    self.problems = problems
  }

  public enum Field: String, FieldName {
    case isSound = "ok"
    case events, digest, problems
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    isSound = try fields.required(.isSound, .boolean)
    events = try fields.optional(.events, .count)
    digest = try fields.optional(.digest, .anyText)
    problems = try fields.required(.problems, .list(.anyText, 0...Limits.lineBytes))
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.isSound, .bool(isSound)), (.events, events.map { .integer($0) }),
      (.digest, digest.map(JSONValue.string)),
      (.problems, .strings(problems)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .isSound: .required(.boolean, "Whether nothing was found.")
    case .events: .optional(.count, "Events of the log; for the principal * only.")
    case .digest: .optional(.anyText, "The digest of the projection; for * only.")
    case .problems:
      .required(.list(.anyText, maxItems: Limits.lineBytes), "What was found, a sentence each.")
    }
  }
}
