import Glibc
public import KnowledgeModel

/// A file's bytes as they were sized when it was opened, read through the page cache.
///
/// Growth of the file is not followed. It must not shrink while it is mapped: the kernel answers a
/// read past the new end with `SIGBUS`, which nothing here can catch. Files that others may cut
/// belong to ``FileBytes``.
///
/// Immutable, so any number of threads may read it.
// Unchecked because of the raw pointer: the memory is mapped read-only, and the pointer never
// changes.
public final class MappedFile: @unchecked Sendable {
  /// As given.
  public let path: String
  /// Bytes.
  public let count: Int
  /// Nil for an empty file, which can't be mapped.
  private let start: UnsafeRawPointer?

  /// - Throws: ``KnowledgeModel/RosemaryError`` that names the path, when it can't be opened, is not a regular
  ///   file, or there is no room to map it.
  public init(_ path: String) throws(RosemaryError) {
    let file = try FileDescriptor(path, O_RDONLY | O_NONBLOCK, to: "read")
    self.path = path
    count = try file.sizeOfRegularFile()
    guard count > 0 else {
      start = nil
      return
    }
    guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, file.number, 0),
      address != UnsafeMutableRawPointer(bitPattern: -1)
    else { throw SystemFailure.error(errno, "map", path) }
    start = UnsafeRawPointer(address)
  }

  deinit {
    if let start { munmap(UnsafeMutableRawPointer(mutating: start), count) }
  }

  /// The byte at `offset`, or nil outside the file.
  public subscript(offset: Int) -> UInt8? {
    guard let start, (0..<count).contains(offset) else { return nil }
    return start.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// Lends the bytes of `range` for the time of the call.
  ///
  /// - Throws: what `body` throws, or `OUT_OF_RANGE` when `range` is not within the file.
  public func withBytes<Result>(
    in range: Range<Int>, _ body: (RawSpan) throws(RosemaryError) -> Result
  ) throws(RosemaryError) -> Result {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw RosemaryError(
        .outOfRange, "\(path) has \(count) bytes; \(range.lowerBound)..<\(range.upperBound) asked")
    }
    guard let start, !range.isEmpty else { return try body(RawSpan()) }
    let bytes = UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
    defer { withExtendedLifetime(self) {} }
    return try body(bytes.bytes)
  }

  /// A copy of the bytes of `range`.
  ///
  /// - Throws: `OUT_OF_RANGE` when `range` is not within the file.
  public func bytes(in range: Range<Int>) throws(RosemaryError) -> [UInt8] {
    try withBytes(in: range) { span throws(RosemaryError) in
      span.withUnsafeBytes { Array($0) }
    }
  }

  /// The little-endian number at `offset`, aligned or not, or nil where it would leave the file.
  public func littleEndian<Number: FixedWidthInteger & BitwiseCopyable>(
    _: Number.Type = Number.self, at offset: Int
  ) -> Number? {
    let size = MemoryLayout<Number>.size
    guard let start, offset >= 0, offset <= count - size else { return nil }
    return Number(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}
