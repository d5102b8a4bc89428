import KnowledgeModel
import Logging
import NIOCore
import NIOPosix
import Server
import ServiceLifecycle
import Testing
import WireProtocol

@testable import struct Server.LineDecoder
@testable import enum Server.LineFrame

/// A running server and how to stop it.
struct Harness: Sendable {
  let acceptor: ScriptedAcceptor
  let addresses: [ServerAddress]
  let services: ServiceGroup

  var address: ServerAddress { addresses[0] }

  func shutDown() async {
    await services.triggerGracefulShutdown()
  }
}

/// Runs a server for as long as `body` takes, then shuts it down and waits for its end.
func withServer(
  _ bounds: LineServer.Bounds = LineServer.Bounds(),
  on addresses: [ServerAddress] = [.tcp(host: "127.0.0.1", port: 0)],
  _ body: (Harness) async throws -> Void
) async throws {
  let acceptor = ScriptedAcceptor()
  let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  let (listening, report) = AsyncStream.makeStream(of: [ServerAddress].self)
  let server = LineServer(
    acceptor: acceptor, addresses: addresses, bounds: bounds, logger: logger,
    onListening: { report.yield($0) })
  let services = ServiceGroup(
    configuration: ServiceGroupConfiguration(services: [server], logger: logger))
  try await withThrowingTaskGroup { group in
    group.addTask {
      defer { report.finish() }
      try await services.run()
    }
    if let bound = await listening.first(where: { _ in true }) {
      try await body(Harness(acceptor: acceptor, addresses: bound, services: services))
      await services.triggerGracefulShutdown()
    }
    try await group.waitForAll()
  }
}

/// A peer that sends any bytes and reads any lines.
struct RawPeer {
  fileprivate var lines: NIOAsyncChannelInboundStream<LineFrame>.AsyncIterator
  fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  fileprivate let channel: any NIOCore.Channel

  func send(_ text: String) async throws {
    try await outbound.write(ByteBuffer(string: text))
  }

  func send(_ bytes: [UInt8]) async throws {
    try await outbound.write(ByteBuffer(bytes: bytes))
  }

  /// A lookup whose text the acceptor acts on.
  func ask(_ id: Int, _ text: String, meta: String = "{}") async throws {
    try await send(
      #"{"jsonrpc":"2.0","id":\#(id),"method":"rosemary.v1.Query/Lookup","#
        + #""params":{"_meta":\#(meta),"text":"\#(text)"}}"# + "\n")
  }

  /// The next reply; nil once the server has closed.
  mutating func next() async throws -> Reply? {
    guard case .line(let line) = try await lines.next() else { return nil }
    return try Reply(line: line)
  }

  /// Says that nothing more will be sent.
  func closeOutput() async throws {
    try await channel.close(mode: .output)
  }
}

func withPeer(_ address: ServerAddress, _ body: (inout RawPeer) async throws -> Void) async throws {
  let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .channelOption(.allowRemoteHalfClosure, value: true)
  let wrap:
    @Sendable (any NIOCore.Channel) -> EventLoopFuture<NIOAsyncChannel<LineFrame, ByteBuffer>> =
      { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineDecoder()))
          return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
  let channel =
    switch address {
    case .tcp(let host, let port):
      try await bootstrap.connect(host: host, port: port, channelInitializer: wrap)
    case .unix(let path):
      try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: wrap)
    }
  try await channel.executeThenClose { inbound, outbound in
    var peer = RawPeer(
      lines: inbound.makeAsyncIterator(), outbound: outbound, channel: channel.channel)
    try await body(&peer)
  }
}

extension Reply {
  /// The result's text, or the error's status.
  var summary: String {
    switch result {
    case .success(.string(let text)): text
    case .success: "?"
    case .failure(let error): error.code.name
    }
  }
}
