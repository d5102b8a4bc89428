import KnowledgeModel

/// The parameters of `Ingest/Delete`: `{"messages":["1.0",{"channel":"C2","id":"2.0"}],"channel":"C1"}`.
public struct DeleteParams: WireObject, Hashable {
  /// A message, in the channel that its reference or the call names; without either, in whichever
  /// channel that the principal may write holds that id.
  public struct Reference: Hashable, Sendable {
    public var channel: String?
    public var id: String

    public init(channel: String? = nil, id: String) {
      self.channel = channel
      self.id = id
    }
  }

  /// At least one; ``Reference/channel`` is already the call's where a reference names none.
  public var messages: [Reference]

  public init(messages: [Reference]) {
    self.messages = messages
  }

  public enum Field: String, FieldName {
    case messages, channel
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    let channel = try fields.optional(.channel, .identifier)
    messages = try fields.required(.messages, .list(.reference, 1...Limits.messagesPerDelete))
    if let channel {
      for index in messages.indices where messages[index].channel == nil {
        messages[index].channel = channel
      }
    }
  }

  public var fields: [(Field, JSONValue?)] { [(.messages, .array(messages.map(\.json)))] }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .messages:
      .required(
        .list(
          .either([.identifier, ReferenceFields.schema]), maxItems: Limits.messagesPerDelete),
        "Ids, or objects with channel and id.")
    case .channel: .optional(.identifier, "The channel of the ids that stand alone.")
    }
  }
}

extension DeleteParams.Reference {
  var json: JSONValue {
    guard let channel else { return .string(id) }
    return ReferenceFields(channel: channel, id: id).json
  }
}

extension Rule where Value == DeleteParams.Reference {
  fileprivate static var reference: Rule {
    let identifier = Rule<String>.identifier
    return Rule { (value: JSONValue) throws(FieldError) -> DeleteParams.Reference in
      if case .object = value {
        let fields = try ReferenceFields(json: value)
        return DeleteParams.Reference(channel: fields.channel, id: fields.id)
      }
      return DeleteParams.Reference(id: try identifier.read(value))
    }
  }
}

/// A reference written as an object.
struct ReferenceFields: WireObject {
  var channel: String
  var id: String

  init(channel: String, id: String) {
    self.channel = channel
    self.id = id
  }

  enum Field: String, FieldName {
    case channel, id
  }

  init(_ fields: FieldReader<Field>) throws(FieldError) {
    channel = try fields.required(.channel, .identifier)
    id = try fields.required(.id, .identifier)
  }

  var fields: [(Field, JSONValue?)] { [(.channel, .string(channel)), (.id, .string(id))] }

  static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .channel: .required(.identifier, "The channel's id.")
    case .id: .required(.identifier, "The message's id.")
    }
  }
}

/// The result of `Ingest/Delete`, in messages.
public struct DeleteResult: WireObject, Hashable {
  public var deleted: Int
  /// Referred to, but not there.
  public var missing: Int
  public var horizon: Int

  public init(deleted: Int, missing: Int, horizon: Int) {
    self.deleted = deleted
    self.missing = missing
    self.horizon = horizon
  }

  public enum Field: String, FieldName {
    case deleted, missing, horizon
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    deleted = try fields.required(.deleted, .count)
    missing = try fields.required(.missing, .count)
    horizon = try fields.required(.horizon, .count)
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.deleted, .integer(deleted)), (.missing, .integer(missing)), (.horizon, .integer(horizon)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .deleted: .required(.count, "Messages that are gone now.")
    case .missing: .required(.count, "Messages that were not there.")
    case .horizon: .required(.count, "The last event that the principal may see.")
    }
  }
}
