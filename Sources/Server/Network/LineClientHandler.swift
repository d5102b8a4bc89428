import KnowledgeModel
import NIOCore
import Synchronization
import WireProtocol

/// Matches replies to calls, on the channel's event loop.
final class LineClientHandler: ChannelDuplexHandler {
  /// A line to write, and the call that it makes.
  struct Outgoing: Sendable {
    var id: CallID?
    var line: [UInt8]
    var promise: EventLoopPromise<JSONValue>?
  }

  typealias InboundIn = LineFrame
  typealias OutboundIn = Outgoing
  typealias OutboundOut = ByteBuffer

  private var waiting: [CallID: EventLoopPromise<JSONValue>] = [:]
  /// Why no call can be made any more.
  private var end: RosemaryError?

  func write(
    context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
  ) {
    let outgoing = unwrapOutboundIn(data)
    if let end {
      outgoing.promise?.fail(end)
      promise?.fail(end)
      return
    }
    if let id = outgoing.id { waiting[id] = outgoing.promise }
    var buffer = context.channel.allocator.buffer(capacity: outgoing.line.count + 1)
    buffer.writeBytes(outgoing.line)
    buffer.writeInteger(UInt8(ascii: "\n"))
    context.write(wrapOutboundOut(buffer), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .line(let line) = unwrapInboundIn(data) else {
      return fail(context, RosemaryError(.internalError, "the server's line is too long"))
    }
    do throws(RosemaryError) {
      let reply = try Reply(line: line)
      if let promise = waiting.removeValue(forKey: reply.id) {
        promise.completeWith(reply.result.mapError { $0 as any Error })
      } else if reply.id == .null, case .failure(let error) = reply.result {
        // The server refused a line, or the connection, and can't say which call it was.
        fail(context, error)
      }
    } catch {
      fail(context, error)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(context, RosemaryError(.unavailable, "the server closed the connection"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(context, RosemaryError(.unavailable, "the connection broke: \(error)"))
  }

  private func fail(_ context: ChannelHandlerContext, _ error: RosemaryError) {
    end = end ?? error
    let calls = waiting.values
    waiting = [:]
    for promise in calls { promise.fail(error) }
    context.close(promise: nil)
  }
}

/// Numbers the calls of a client.
final class CallCounter: Sendable {
  private let last = Atomic<Int64>(0)

  func next() -> Int64 { last.add(1, ordering: .relaxed).newValue }
}
