import CZlib
public import KnowledgeModel

/// Unpacking of raw deflate data (RFC 1951), as the members of a zip archive hold it.
public enum Inflate {
  /// How much may come out before it is refused.
  public struct Bounds: Hashable, Sendable {
    /// Bytes.
    public var bytes: Int
    /// How many bytes one packed byte may become.
    public var ratio: Int

    public init(bytes: Int, ratio: Int = Limits.inflationRatio) {
      self.bytes = bytes
      self.ratio = ratio
    }
  }

  /// Unpacks `packed` piece by piece.
  ///
  /// - Parameters:
  ///   - name: what it is, for the error's sentence.
  ///   - sink: takes each piece, lent for the time of the call; at most 64 KiB.
  /// - Throws: `RESOURCE_EXHAUSTED` past `bounds`, `DATA_LOSS` for damaged or truncated data and
  ///   for bytes after its end, or what `sink` throws.
  /// - Complexity: O(packed + unpacked) time, O(1) memory.
  public static func unpack(
    _ packed: RawSpan, bounds: Bounds, name: String,
    into sink: (RawSpan) throws(RosemaryError) -> Void
  ) throws(RosemaryError) {
    var stream = z_stream()
    // Minus: no zlib header. 15: the largest window that deflate has.
    let opened = inflateInit2_(
      &stream, -15, zlibVersion(), CInt(MemoryLayout<z_stream>.size))
    guard opened == Z_OK else {
      throw RosemaryError(.resourceExhausted, "can't unpack \(name): out of memory")
    }
    defer { inflateEnd(&stream) }
    let (product, overflow) = packed.byteCount.multipliedReportingOverflow(by: bounds.ratio)
    let limit = min(bounds.bytes, overflow ? .max : product)
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    var consumed = 0
    var produced = 0
    while true {
      let step = advance(&stream, packed, from: consumed, into: &piece)
      consumed += step.consumed
      produced += step.produced
      guard produced <= limit else { throw tooLarge(name, bounds) }
      if step.produced > 0 { try sink(piece.span.bytes.extracting(0..<step.produced)) }
      switch step.status {
      case Z_STREAM_END:
        guard consumed == packed.byteCount else {
          throw RosemaryError(.dataLoss, "\(name) is damaged: bytes follow the packed data's end")
        }
        return
      case Z_OK where step.produced > 0 || step.consumed > 0: continue
      case Z_OK, Z_BUF_ERROR:
        throw RosemaryError(.dataLoss, "\(name) is damaged: the packed data ends too early")
      case Z_MEM_ERROR:
        throw RosemaryError(.resourceExhausted, "can't unpack \(name): out of memory")
      default:
        throw RosemaryError(.dataLoss, "\(name) is damaged: the packed data is not deflate")
      }
    }
  }

  /// Unpacks all of `packed` into memory. See ``unpack(_:bounds:name:into:)``.
  public static func bytes(
    _ packed: RawSpan, bounds: Bounds, name: String
  ) throws(RosemaryError) -> [UInt8] {
    var bytes: [UInt8] = []
    try unpack(packed, bounds: bounds, name: name) { piece throws(RosemaryError) in
      piece.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  private static let pieceBytes = 64 << 10
  /// zlib counts its input in 32 bits.
  private static let inputBytes = 1 << 30

  private struct Step {
    var status: CInt
    var consumed: Int
    var produced: Int
  }

  private static func advance(
    _ stream: inout z_stream, _ packed: RawSpan, from offset: Int, into piece: inout [UInt8]
  ) -> Step {
    let end = min(packed.byteCount, offset + inputBytes)
    return packed.extracting(offset..<end).withUnsafeBytes { input in
      piece.withUnsafeMutableBufferPointer { output in
        // zlib declares its input mutable for old compilers' sake; it only reads it.
        stream.next_in = UnsafeMutablePointer(
          mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        stream.next_in = nil
        stream.next_out = nil
        return Step(
          status: status, consumed: input.count - Int(stream.avail_in),
          produced: output.count - Int(stream.avail_out))
      }
    }
  }

  private static func tooLarge(_ name: String, _ bounds: Bounds) -> RosemaryError {
    RosemaryError(
      .resourceExhausted,
      "\(name) unpacks to more than \(bounds.bytes) bytes or \(bounds.ratio) times its size")
  }
}
