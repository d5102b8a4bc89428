import Glibc
public import KnowledgeModel

/// A lock on a file that the kernel holds for this process and drops when the process dies, however
/// it dies.
///
/// `flock(2)`: it belongs to the open file, so a second ``acquire(_:)`` of the same path fails
/// within one process too, and children that `exec` do not inherit it. It is advisory: it stops
/// only those who ask. The file itself stays behind, empty, and means nothing.
public final class FileLock: Sendable {
  private let file: FileDescriptor

  private init(_ file: consuming FileDescriptor) {
    self.file = file
  }

  /// Takes the lock at once, making the file where there is none.
  ///
  /// - Returns: nil when somebody else holds it.
  /// - Throws: ``KnowledgeModel/RosemaryError`` that names the path and the remedy, when the file can't be opened
  ///   or made (no permission, no such folder, a read-only file system) or has no locks.
  public static func acquire(_ path: String) throws(RosemaryError) -> FileLock? {
    // Whoever deletes the file between our opening and our locking leaves us a lock that nobody
    // else can see; then we try anew, on the file that has the name now.
    for _ in 0..<attempts {
      let file = try FileDescriptor(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600, to: "lock")
      guard try lock(file) else { return nil }
      if try isStillNamed(file) { return FileLock(file) }
    }
    throw RosemaryError(.unavailable, "can't lock \(path): somebody keeps deleting it")
  }

  private static let attempts = 100

  private static func lock(_ file: borrowing FileDescriptor) throws(RosemaryError) -> Bool {
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return false
      default: throw SystemFailure.error(errno, "lock", file.path)
      }
    }
    return true
  }

  private static func isStillNamed(
    _ file: borrowing FileDescriptor
  ) throws(RosemaryError) -> Bool {
    let opened = try file.status()
    var named = stat()
    guard lstat(file.path, &named) == 0 else { return false }
    return named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
  }
}
