import KnowledgeModel

/// A value that travels as a JSON object with a closed list of fields.
///
/// The list (`Field`), the schema and the reading are one type's business and can't drift apart:
/// ``property(_:)`` switches over every field, and a field that is not listed is refused.
public protocol WireObject: Sendable {
  associatedtype Field: FieldName

  init(_ fields: FieldReader<Field>) throws(FieldError)
  /// What ``init(_:)`` reads, nil values left out.
  var fields: [(Field, JSONValue?)] { get }
  /// The schema of one field.
  static func property(_ field: Field) -> Schema.Property
}

extension WireObject {
  public init(json: JSONValue) throws(FieldError) {
    try self.init(FieldReader<Field>(json))
  }

  public var json: JSONValue { .members(fields.map { ($0.0.rawValue, $0.1) }) }

  public static var schema: Schema {
    .object(Field.allCases.map { Schema.Member(name: $0.rawValue, property: property($0)) })
  }
}

/// An object without fields.
public struct Empty: WireObject, Hashable {
  /// Lists no fields. It has one value only because the optimiser warns of code that an empty type makes
  /// unreachable.
  public enum Field: FieldName {
    case none
    public static var allCases: [Field] { [] }
    public init?(rawValue: String) { return nil }
    public var rawValue: String { "" }
  }

  public init() {}
  public init(_ fields: FieldReader<Field>) throws(FieldError) {}
  public var fields: [(Field, JSONValue?)] { [] }
  public static func property(_ field: Field) -> Schema.Property { .optional(.boolean, "") }
}

extension JSONValue {
  static func integer(_ value: Int) -> JSONValue { .integer(Int64(value)) }
  static func time(_ value: Timestamp) -> JSONValue { .string(value.description) }
  static func strings(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
  static func objects(_ values: [some WireObject]) -> JSONValue { .array(values.map(\.json)) }
}
