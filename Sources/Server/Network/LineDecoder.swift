import KnowledgeModel
import NIOCore

/// What a stream of bytes holds, line by line.
enum LineFrame: Hashable, Sendable {
  /// Without its newline, and without the carriage return before it.
  case line([UInt8])
  /// A line beyond the limit, which was skipped.
  case tooLong
}

/// Cuts a stream at its newlines, holding at most one line of the permitted length.
///
/// Empty lines are dropped. A last line need not end.
struct LineDecoder: ByteToMessageDecoder {
  typealias InboundOut = LineFrame

  private let limit: Int
  /// Bytes of the unfinished line that are known to hold no newline, so that none is looked at twice.
  private var scanned = 0
  /// Whether the line that is being read was already reported as too long.
  private var isSkipping = false

  init(limit: Int = Limits.lineBytes) {
    self.limit = limit
  }

  mutating func decode(
    context: ChannelHandlerContext, buffer: inout ByteBuffer
  ) throws -> DecodingState {
    let view = buffer.readableBytesView
    guard let newline = view[(view.startIndex + scanned)...].firstIndex(of: UInt8(ascii: "\n"))
    else {
      // One byte more than the limit may be the carriage return.
      if isSkipping || view.count > limit + 1 {
        if !isSkipping { context.fireChannelRead(wrapInboundOut(.tooLong)) }
        isSkipping = true
        scanned = 0
        buffer.moveReaderIndex(forwardBy: view.count)
      } else {
        scanned = view.count
      }
      return .needMoreData
    }
    let line = view[..<newline]
    scanned = 0
    if isSkipping { isSkipping = false } else { emit(line, context) }
    buffer.moveReaderIndex(forwardBy: line.count + 1)
    return .continue
  }

  mutating func decodeLast(
    context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
  ) throws -> DecodingState {
    while try decode(context: context, buffer: &buffer) == .continue {}
    if !isSkipping { emit(buffer.readableBytesView, context) }
    buffer.clear()
    scanned = 0
    return .needMoreData
  }

  private func emit(_ line: ByteBufferView, _ context: ChannelHandlerContext) {
    let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    guard !line.isEmpty else { return }
    context.fireChannelRead(wrapInboundOut(line.count > limit ? .tooLong : .line(Array(line))))
  }
}
