import NIOCore

typealias LineChannel = NIOAsyncChannel<LineFrame, ByteBuffer>

/// One bound address and the connections that come in by it.
///
/// NIO's own asynchronous listener drops a connection that is accepted while the listener closes, and a
/// dropped `NIOAsyncChannel` traps. Here each one has an owner at every moment: its handler until it is
/// active, then this stream, and whoever reads that must serve it.
struct Listener: Sendable {
  let channel: any NIOCore.Channel
  let address: ServerAddress
  /// Ends once the listener is closed; what was accepted before is still delivered.
  let connections: AsyncStream<LineChannel>

  /// Stops listening, and closes whoever is already there.
  func abandon() async {
    try? await channel.close()
    for await connection in connections { await connection.discard() }
  }
}

/// Hands a connection over once it is active.
final class HandoverHandler: ChannelInboundHandler {
  typealias InboundIn = Never

  private var connection: LineChannel?
  private let connections: AsyncStream<LineChannel>.Continuation

  init(_ connection: LineChannel, to connections: AsyncStream<LineChannel>.Continuation) {
    self.connection = connection
    self.connections = connections
  }

  func channelActive(context: ChannelHandlerContext) {
    if let connection {
      self.connection = nil
      // Nobody is there to serve what comes after the end.
      if case .terminated = connections.yield(connection) { Task { await connection.discard() } }
    }
    context.fireChannelActive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    guard let connection else { return }
    self.connection = nil
    Task { await connection.discard() }
  }
}

extension NIOAsyncChannel {
  /// Closes a channel that nobody will serve.
  func discard() async {
    try? await executeThenClose { _, _ in }
  }
}
