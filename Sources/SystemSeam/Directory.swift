import Glibc
public import KnowledgeModel

/// The entries of a folder.
public enum Directory {
  public enum Kind: Hashable, Sendable {
    case file
    case folder
    case link
    /// A pipe, socket or device.
    case other
  }

  /// A name in a folder and what stands behind it.
  public struct Entry: Hashable, Sendable {
    /// One part of a path. Bytes that are not UTF-8 are replaced, so such an entry can't be opened.
    public var name: String
    /// Of the entry itself: links are not followed.
    public var kind: Kind
    /// Of a file, in bytes.
    public var size: Int
  }

  /// The entries of `path` in the order of their names, `.` and `..` left out.
  ///
  /// - Throws: ``KnowledgeModel/RosemaryError`` that names the path, when it can't be read or holds more than
  ///   `limit` entries (`RESOURCE_EXHAUSTED`).
  /// - Complexity: O(n log n).
  public static func entries(_ path: String, limit: Int) throws(RosemaryError) -> [Entry] {
    // Checks the path as every opening does.
    _ = try FileDescriptor(path, O_RDONLY | O_DIRECTORY, to: "read")
    guard let stream = opendir(path) else { throw SystemFailure.error(errno, "read", path) }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while true {
      errno = 0
      guard let next = readdir(stream) else {
        guard errno == 0 else { throw SystemFailure.error(errno, "read", path) }
        break
      }
      let name = withUnsafePointer(to: &next.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      guard entries.count < limit else {
        throw RosemaryError(.resourceExhausted, "\(path) holds more than \(limit) entries")
      }
      entries.append(inspect(name, in: path))
    }
    return entries.sorted { $0.name < $1.name }
  }

  /// What is at `path`, links followed, or nil when nothing is, or none that can be seen.
  public static func kind(_ path: String) -> Kind? {
    var info = stat()
    guard !path.utf8.contains(0), stat(path, &info) == 0 else { return nil }
    return kind(info)
  }

  private static func inspect(_ name: String, in folder: String) -> Entry {
    var info = stat()
    guard lstat("\(folder)/\(name)", &info) == 0 else {
      return Entry(name: name, kind: .other, size: 0)
    }
    return Entry(name: name, kind: kind(info), size: Int(info.st_size))
  }

  private static func kind(_ info: stat) -> Kind {
    switch info.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }
}
