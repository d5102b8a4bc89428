import KnowledgeModel

/// Something of an export that was left out, or taken in on an assumption, and why.
public struct ImportNotice: Hashable, Sendable, CustomStringConvertible {
  /// The path from the export's root.
  public var file: String
  /// The place in the file's list, from 0; nil for the whole file.
  public var index: Int?
  /// A sentence for a person.
  public var reason: String

  public init(file: String, index: Int? = nil, reason: String) {
    self.file = file
    self.index = index
    self.reason = reason
  }

  init(file: String, error: RosemaryError) {
    self.init(file: file, reason: error.message)
  }

  /// `general/2024-05-02.json[17]: it has no ts`.
  public var description: String {
    "\(file)\(index.map { "[\($0)]" } ?? ""): \(reason)"
  }
}
