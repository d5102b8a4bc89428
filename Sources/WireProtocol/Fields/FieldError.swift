public import KnowledgeModel

/// Why a field can't be read: its path from the call's parameters, and a sentence with the value, the
/// limit and the remedy.
public struct FieldError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Such as `messages[3].sent_at`; empty for the parameters as a whole.
  public private(set) var path: String
  public var problem: String

  public init(_ problem: String) {
    path = ""
    self.problem = problem
  }

  /// The same error seen from the object that holds the field.
  func inside(_ field: String) -> Self {
    var error = self
    error.path = path.isEmpty || path.hasPrefix("[") ? field + path : "\(field).\(path)"
    return error
  }

  /// The same error seen from the array that holds the value.
  func inside(element index: Int) -> Self { inside("[\(index)]") }

  public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }

  /// `INVALID_ARGUMENT`.
  public var error: RosemaryError { RosemaryError(.invalidArgument, description) }
}
