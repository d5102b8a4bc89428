import KnowledgeModel

/// The shape of a JSON value, as far as JSON Schema (draft 2020-12) says it.
public indirect enum Schema: Hashable, Sendable {
  case object([Member])
  case list(Schema, maxItems: Int)
  /// At most so many bytes of UTF-8; JSON Schema counts characters, so it is written as a note.
  case text(maxBytes: Int)
  case time
  case choice([String])
  case integer(ClosedRange<Int>)
  case number
  case boolean
  case either([Schema])
  /// Any value.
  case anything

  /// The schema of one field of an object.
  public struct Property: Hashable, Sendable {
    public var schema: Schema
    public var isRequired: Bool
    /// One sentence.
    public var doc: String

    public static func required(_ schema: Schema, _ doc: String) -> Property {
      Property(schema: schema, isRequired: true, doc: doc)
    }

    public static func optional(_ schema: Schema, _ doc: String) -> Property {
      Property(schema: schema, isRequired: false, doc: doc)
    }
  }

  /// A field of an object.
  public struct Member: Hashable, Sendable {
    public var name: String
    public var property: Property
  }

  /// The document that `Admin/Methods` shows.
  public var json: JSONValue {
    switch self {
    case .object(let members):
      let required = members.filter(\.property.isRequired).map(\.name)
      return .members([
        ("type", .string("object")),
        ("additionalProperties", .bool(false)),
        (
          "properties",
          .members(members.map { ($0.name, $0.property.schema.described($0.property.doc)) })
        ),
        ("required", required.isEmpty ? nil : .strings(required)),
      ])
    case .list(let element, let maxItems):
      return .members([
        ("type", .string("array")), ("items", element.json), ("maxItems", .integer(maxItems)),
      ])
    case .text(let maxBytes):
      return .members([("type", .string("string")), ("maxLength", .integer(maxBytes))])
    case .time:
      return .members([("type", .string("string")), ("format", .string("date-time"))])
    case .choice(let words):
      return .members([("type", .string("string")), ("enum", .strings(words))])
    case .integer(let range):
      return .members([
        ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
        ("maximum", range.upperBound == .max ? nil : .integer(range.upperBound)),
      ])
    case .number: return .members([("type", .string("number"))])
    case .boolean: return .members([("type", .string("boolean"))])
    case .either(let schemas): return .members([("anyOf", .array(schemas.map(\.json)))])
    case .anything: return .object([])
    }
  }

  private func described(_ doc: String) -> JSONValue {
    guard case .object(var members) = json, !doc.isEmpty else { return json }
    members.append(JSONValue.Member("description", .string(doc)))
    return .object(members)
  }
}

extension Schema {
  static var identifier: Schema { .text(maxBytes: Limits.identifierBytes) }
  static var name: Schema { .text(maxBytes: Limits.nameBytes) }
  static var anyText: Schema { .text(maxBytes: Limits.lineBytes) }
  /// A count, a place in the log.
  static var count: Schema { .integer(0 ... .max) }

  static func choice<Name: FieldName>(_ names: Name.Type) -> Schema {
    .choice(Name.allCases.map(\.rawValue))
  }
}
