import Glibc
public import KnowledgeModel

/// Files that are replaced whole: after a crash either the old bytes or the new ones are there.
public enum DurableFile {
  /// Writes `bytes` to `path`; when it returns they survive a loss of power.
  ///
  /// They go to a file beside it (`.NAME.partial`), which is synced and renamed over `path`, and
  /// the folder is synced. One writer of a path at a time; the data folder's ``FileLock`` sees to
  /// that.
  ///
  /// - Parameter mode: permissions of the file, before the process's umask.
  /// - Throws: ``KnowledgeModel/RosemaryError`` that names the path (`RESOURCE_EXHAUSTED` when the disk is full);
  ///   the old file is then untouched.
  public static func write(
    _ bytes: RawSpan, to path: String, mode: UInt32 = 0o600
  ) throws(RosemaryError) {
    let (folder, name) = split(path)
    guard !name.isEmpty else {
      throw RosemaryError(.invalidArgument, "can't write \(path): it names no file")
    }
    let partial = "\(folder)/.\(name).partial"
    do throws(RosemaryError) {
      try writeAndSync(bytes, to: partial, mode: mode)
      guard rename(partial, path) == 0 else { throw SystemFailure.error(errno, "write", path) }
    } catch {
      unlink(partial)
      throw error
    }
    try syncFolder(folder)
  }

  /// Makes the names in a folder (files made, renamed, deleted) survive a loss of power.
  public static func syncFolder(_ path: String) throws(RosemaryError) {
    let folder = try FileDescriptor(path, O_RDONLY | O_DIRECTORY, to: "sync")
    try sync(folder)
  }

  private static func writeAndSync(
    _ bytes: RawSpan, to path: String, mode: UInt32
  ) throws(RosemaryError) {
    let file = try FileDescriptor(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: mode, to: "write")
    try file.write(bytes)
    try sync(file)
  }

  private static func sync(_ file: borrowing FileDescriptor) throws(RosemaryError) {
    // Not retried: after a failed fsync the kernel forgets which pages were dirty, and a second
    // call would claim success.
    guard fsync(file.number) == 0 else { throw SystemFailure.error(errno, "sync", file.path) }
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let name = String(path[path.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }
}
