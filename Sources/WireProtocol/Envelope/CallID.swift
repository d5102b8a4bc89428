import KnowledgeModel

/// The id by which a caller matches a reply to its call: never a fraction.
public enum CallID: Hashable, Sendable, CustomStringConvertible {
  case integer(Int64)
  /// At most `Limits.identifierBytes` bytes.
  case string(String)
  case null

  /// Nil for a value that is no id.
  public init?(json: JSONValue) {
    switch json {
    case .null: self = .null
    case .integer(let value): self = .integer(value)
    case .string(let text) where text.utf8.count <= Limits.identifierBytes: self = .string(text)
    default: return nil
    }
  }

  public var json: JSONValue {
    switch self {
    case .integer(let value): .integer(value)
    case .string(let text): .string(text)
    case .null: .null
    }
  }

  public var description: String { json.excerpt }
}
