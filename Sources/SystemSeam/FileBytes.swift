import Glibc
public import KnowledgeModel

/// Reading a whole file of bounded size.
public enum FileBytes {
  /// The file's bytes.
  ///
  /// They are copied, so that a file that shrinks meanwhile can't hurt; ``MappedFile`` is for files
  /// too large to copy.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that it may hold.
  ///   - followsLinks: whether the last part of the path may be a symbolic link.
  /// - Throws: ``KnowledgeModel/RosemaryError`` that names the path: it can't be opened, is not a regular file
  ///   (`INVALID_ARGUMENT`) or is larger than `limit` (`RESOURCE_EXHAUSTED`).
  /// - Complexity: O(size).
  public static func read(
    _ path: String, limit: Int, followsLinks: Bool = true
  ) throws(RosemaryError) -> [UInt8] {
    // Without O_NONBLOCK the opening of a pipe waits for its writer.
    let flags = O_RDONLY | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
    let file = try FileDescriptor(path, flags, to: "read")
    let size = try file.sizeOfRegularFile()
    guard size <= limit else { throw tooLarge(path, limit) }
    return try file.readToEnd(expecting: size, limit: limit)
  }

  static func tooLarge(_ path: String, _ limit: Int) -> RosemaryError {
    RosemaryError(.resourceExhausted, "\(path) is larger than the limit of \(limit) bytes")
  }
}
