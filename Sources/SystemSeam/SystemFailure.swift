import Glibc
import KnowledgeModel

/// Turns an `errno` into an error that names the path and what to do about it.
enum SystemFailure {
  /// - Parameters:
  ///   - number: the `errno` of the call that failed.
  ///   - action: what was tried, such as `open`; it follows "can't".
  ///   - path: what it was tried on.
  static func error(_ number: CInt, _ action: String, _ path: String) -> RosemaryError {
    let (code, cause) = explain(number)
    return RosemaryError(code, "can't \(action) \(path): \(cause)")
  }

  private static func explain(_ number: CInt) -> (RosemaryError.Code, String) {
    switch number {
    case ENOENT: (.notFound, "no such file or folder; check the path")
    case EACCES, EPERM: (.permissionDenied, "permission denied; give this user access to it")
    case EROFS: (.failedPrecondition, "the file system is read-only; choose another folder")
    case ENOSPC: (.resourceExhausted, "no space is left on the device; free some and try again")
    case EDQUOT: (.resourceExhausted, "the disk quota is used up; free some space and try again")
    case EMFILE, ENFILE: (.resourceExhausted, "too many open files; raise the limit (ulimit -n)")
    case ENOMEM: (.resourceExhausted, "out of memory")
    case ENOTDIR: (.invalidArgument, "a part of the path is not a folder; check the path")
    case EISDIR: (.invalidArgument, "it is a folder, not a file; check the path")
    case ELOOP: (.invalidArgument, "it is a symbolic link; name the file that it points to")
    case ENAMETOOLONG: (.invalidArgument, "the path is too long; choose a shorter one")
    case ENOLCK, EOPNOTSUPP:
      (.failedPrecondition, "the file system does not support this; choose a local disk")
    case EIO: (.dataLoss, "the device reports an input/output error; check the disk")
    default: (.internalError, "system error \(number)")
    }
  }
}
