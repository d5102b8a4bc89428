import CZlib

/// The cyclic redundancy check of zip, gzip and PNG (ISO 3309, polynomial 0x04C11DB7 reflected).
///
/// It finds accidents, not forgery.
public struct CRC32: Hashable, Sendable {
  /// Of all the bytes so far; 0 before the first.
  public private(set) var value: UInt32 = 0

  public init() {}

  public init(_ bytes: RawSpan) {
    update(bytes)
  }

  /// Takes more bytes in.
  ///
  /// - Complexity: O(bytes).
  public mutating func update(_ bytes: RawSpan) {
    value = bytes.withUnsafeBytes { buffer in
      // A null pointer would reset the sum.
      guard let start = buffer.bindMemory(to: UInt8.self).baseAddress else { return value }
      return UInt32(truncatingIfNeeded: crc32_z(UInt(value), start, buffer.count))
    }
  }
}
