public import KnowledgeModel

/// The parameters of `Ingest/PutChannels`.
public struct PutChannelsParams: WireObject, Hashable {
  public var channels: [Channel]

  public init(channels: [Channel]) {
    self.channels = channels
  }

  public enum Field: String, FieldName {
    case channels
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    channels = try fields.required(.channels, .list(.object, 0...Limits.entriesPerPut))
  }

  public var fields: [(Field, JSONValue?)] { [(.channels, .objects(channels))] }

  public static func property(_ field: Field) -> Schema.Property {
    .required(.list(Channel.schema, maxItems: Limits.entriesPerPut), "What holds from now on.")
  }
}

/// The parameters of `Ingest/PutUsers`.
public struct PutUsersParams: WireObject, Hashable {
  public var users: [User]

  public init(users: [User]) {
    self.users = users
  }

  public enum Field: String, FieldName {
    case users
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    users = try fields.required(.users, .list(.object, 0...Limits.entriesPerPut))
  }

  public var fields: [(Field, JSONValue?)] { [(.users, .objects(users))] }

  public static func property(_ field: Field) -> Schema.Property {
    .required(.list(User.schema, maxItems: Limits.entriesPerPut), "What holds from now on.")
  }
}

/// The result of `Ingest/PutChannels` and `Ingest/PutUsers`.
public struct PutResult: WireObject, Hashable {
  /// How many entries hold as they were sent.
  public var accepted: Int
  public var horizon: Int

  public init(accepted: Int, horizon: Int) {
    self.accepted = accepted
    self.horizon = horizon
  }

  public enum Field: String, FieldName {
    case accepted, horizon
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    accepted = try fields.required(.accepted, .count)
    horizon = try fields.required(.horizon, .count)
  }

  public var fields: [(Field, JSONValue?)] {
    [(.accepted, .integer(accepted)), (.horizon, .integer(horizon))]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .accepted: .required(.count, "How many entries hold as they were sent.")
    case .horizon: .required(.count, "The last event that the principal may see.")
    }
  }
}

extension Channel: WireObject {
  /// The kinds that can be declared; `undeclared` is the absence of a declaration.
  enum DeclaredKind: String, FieldName {
    case `public`, `private`, direct

    var kind: Channel.Kind {
      switch self {
      case .public: .public
      case .private: .private
      case .direct: .direct
      }
    }
  }

  public enum Field: String, FieldName {
    case id, name, kind, members
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    self.init(
      id: try fields.required(.id, .identifier),
      name: try fields.required(.name, .name),
      kind: try fields.required(.kind, Rule<DeclaredKind>.choice).kind,
      members: try fields.optional(.members, .list(.identifier, 0...Limits.membersPerChannel))
        ?? [])
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.id, .string(id)), (.name, .string(name)),
      (.kind, DeclaredKind.allCases.first { $0.kind == kind }.map { .string($0.rawValue) }),
      (.members, .strings(members)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .id: .required(.identifier, "The channel's id.")
    case .name: .required(.name, "Its name, without #.")
    case .kind: .required(.choice(DeclaredKind.self), "Who may read it: everyone, or its members.")
    case .members:
      .optional(.list(.identifier, maxItems: Limits.membersPerChannel), "The ids of its users.")
    }
  }
}

extension User: WireObject {
  public enum Field: String, FieldName {
    case id, name, aliases, zone
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    self.init(
      id: try fields.required(.id, .identifier),
      name: try fields.required(.name, .name),
      aliases: try fields.optional(.aliases, .list(.name, 0...Limits.aliasesPerUser)) ?? [],
      zone: try fields.optional(.zone, .identifier))
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.id, .string(id)), (.name, .string(name)), (.aliases, .strings(aliases)),
      (.zone, zone.map(JSONValue.string)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .id: .required(.identifier, "The user's id.")
    case .name: .required(.name, "The handle, without @.")
    case .aliases:
      .optional(.list(.name, maxItems: Limits.aliasesPerUser), "Other names; the first is shown.")
    case .zone: .optional(.identifier, "The user's IANA time zone.")
    }
  }
}
