/// A JSON document (RFC 8259) as a value: what a line holds before it is given a type.
///
/// Foundation's decoder tells neither where a value stood nor which fields were not expected, and both
/// belong in an error that a caller can act on.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number without fraction or exponent that fits.
  case integer(Int64)
  /// Any other number that a double holds.
  case number(Double)
  /// A number as written that neither holds: `1e400`, `9223372036854775808`, and the `NaN` and
  /// `Infinity` that some encoders emit. Every typed reading refuses it by name.
  case unrepresentable(String)
  case string(String)
  case array([JSONValue])
  /// The members as written, names perhaps repeated.
  case object([Member])

  /// A name and its value.
  public struct Member: Hashable, Sendable {
    public var name: String
    public var value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object of the members that have a value.
  public static func members(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { name, value in value.map { Member(name, $0) } })
  }

  /// The first member of an object with this name.
  /// - Complexity: O(members).
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// What kind of value it is, for an error's sentence.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer, .number, .unrepresentable: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The value as an error shows it: short, whatever was sent.
  var excerpt: String {
    switch self {
    case .null: return "null"
    case .bool(let value): return String(value)
    case .integer(let value): return String(value)
    case .number(let value): return value.description
    case .unrepresentable(let text): return shortened(text)
    case .string(let text): return "\"" + shortened(text) + "\""
    case .array: return "an array"
    case .object: return "an object"
    }
  }
}

/// At most 48 characters, control characters blanked.
func shortened(_ text: String) -> String {
  let scalars = text.unicodeScalars.prefix(49).map { $0.properties.isControl ? " " : $0 }
  var short = String(String.UnicodeScalarView(scalars.prefix(48)))
  if scalars.count > 48 { short += "…" }
  return short
}

extension Unicode.Scalar.Properties {
  fileprivate var isControl: Bool { generalCategory == .control }
}
