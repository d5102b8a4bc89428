import Glibc
import KnowledgeModel

/// An open file that is closed when its owner goes.
struct FileDescriptor: ~Copyable {
  let number: CInt
  let path: String

  /// Opens `path`, close-on-exec, retrying when a signal interrupts.
  ///
  /// - Parameter action: what it is opened for, for the error's sentence.
  init(_ path: String, _ flags: CInt, mode: mode_t = 0, to action: String) throws(RosemaryError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw RosemaryError(.invalidArgument, "can't \(action) a path that is empty or holds a NUL")
    }
    var number: CInt
    repeat {
      number = open(path, flags | O_CLOEXEC, mode)
    } while number < 0 && errno == EINTR
    guard number >= 0 else { throw SystemFailure.error(errno, action, path) }
    self.number = number
    self.path = path
  }

  deinit {
    close(number)
  }

  func status() throws(RosemaryError) -> stat {
    var info = stat()
    guard fstat(number, &info) == 0 else { throw SystemFailure.error(errno, "inspect", path) }
    return info
  }

  /// Refuses folders, pipes and devices, which would block or have no size.
  func sizeOfRegularFile() throws(RosemaryError) -> Int {
    let info = try status()
    switch info.st_mode & S_IFMT {
    case S_IFREG: return Int(info.st_size)
    case S_IFDIR: throw SystemFailure.error(EISDIR, "read", path)
    default:
      throw RosemaryError(
        .invalidArgument, "can't read \(path): it is not a regular file; check the path")
    }
  }

  /// Writes every byte, however often the kernel takes only a part.
  func write(_ bytes: RawSpan) throws(RosemaryError) {
    var written = 0
    while written < bytes.byteCount {
      let count = bytes.extracting(written..<bytes.byteCount).withUnsafeBytes {
        Glibc.write(number, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemFailure.error(errno, "write", path)
      }
      written += count
    }
  }

  /// Reads to the end, at most `limit` bytes.
  func readToEnd(expecting size: Int, limit: Int) throws(RosemaryError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(size, limit) + 1)
    var failure: CInt = 0
    while failure == 0 {
      let chunk = max(64 << 10, min(size - bytes.count, 1 << 20))
      let part = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        var got: Int
        repeat {
          got = read(number, buffer.baseAddress, chunk)
        } while got < 0 && errno == EINTR
        if got < 0 { failure = errno }
        count = max(0, got)
      }
      if part.isEmpty { break }
      guard bytes.count + part.count <= limit else { throw FileBytes.tooLarge(path, limit) }
      bytes += part
    }
    guard failure == 0 else { throw SystemFailure.error(failure, "read", path) }
    return bytes
  }
}
