import Glibc
public import KnowledgeModel

/// The lines of a file or of standard input, one at a time, in bounded memory.
///
/// Not safe for concurrent use. Lines end with a newline, or with the file; a carriage return before it is dropped.
public final class LineReader {
  /// One line.
  public enum Line: Hashable, Sendable {
    case bytes([UInt8])
    /// A line above the limit, its bytes skipped.
    case tooLong
  }

  private let file: FileDescriptor
  private let limit: Int
  private var buffer: [UInt8] = []
  private var next = 0
  private var isAtEnd = false
  /// Bytes read from the file so far.
  public private(set) var bytesRead = 0

  /// - Parameters:
  ///   - path: a file or a pipe; `-` is standard input.
  ///   - limit: the most bytes of a line, its end not counted.
  /// - Throws: an error that names the path, where it can't be opened.
  public init(_ path: String, limit: Int) throws(RosemaryError) {
    file = try FileDescriptor(path == "-" ? "/dev/stdin" : path, O_RDONLY, to: "read")
    self.limit = limit
  }

  /// The file's size, where it has one.
  public func size() throws(RosemaryError) -> Int? {
    let info = try file.status()
    return info.st_mode & S_IFMT == S_IFREG ? Int(info.st_size) : nil
  }

  /// The next line; nil at the end.
  /// - Complexity: O(bytes), amortised.
  public func line() throws(RosemaryError) -> Line? {
    var isTooLong = false
    var searched = next
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { next = end + 1 }
        return finished(end, isTooLong)
      }
      if isAtEnd {
        guard next < buffer.count || isTooLong else { return nil }
        defer { next = buffer.count }
        return finished(buffer.count, isTooLong)
      }
      if buffer.count - next > limit + 1 {
        isTooLong = true
        next = buffer.count
      }
      buffer.removeFirst(next)
      next = 0
      searched = buffer.count
      try fill()
    }
  }

  private func finished(_ end: Int, _ isTooLong: Bool) -> Line {
    var line = buffer[next..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return isTooLong || line.count > limit ? .tooLong : .bytes(Array(line))
  }

  private func fill() throws(RosemaryError) {
    let chunk = 1 << 16
    var count = 0
    var failure: CInt = 0
    let number = file.number
    let bytes = [UInt8](unsafeUninitializedCapacity: chunk) { space, initialized in
      repeat {
        count = read(number, space.baseAddress, chunk)
      } while count < 0 && errno == EINTR
      if count < 0 { failure = errno }
      initialized = max(count, 0)
    }
    guard count >= 0 else { throw SystemFailure.error(failure, "read", file.path) }
    isAtEnd = count == 0
    bytesRead += count
    buffer += bytes
  }
}
