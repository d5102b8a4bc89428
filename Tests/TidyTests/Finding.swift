/// Something that is not tidy, and where.
struct Finding: Hashable, CustomStringConvertible {
  let path: String
  /// From 1; nil where the finding is about a whole file or folder.
  var line: Int?
  let message: String

  var description: String {
    line.map { "\(path):\($0): \(message)" } ?? "\(path): \(message)"
  }
}

extension [Finding] {
  /// One finding a line, for a test's comment.
  var report: String { "\n" + map(\.description).joined(separator: "\n") }
}
