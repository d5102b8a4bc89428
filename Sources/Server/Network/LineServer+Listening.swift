import FoundationEssentials
import KnowledgeModel
import NIOCore
import NIOPosix
import Synchronization

extension LineServer {
  /// Binds one address.
  func listen(
    on address: ServerAddress, bounds: Bounds, group: any EventLoopGroup
  ) async throws -> Listener {
    let (connections, report) = AsyncStream.makeStream(of: LineChannel.self)
    let bootstrap = bootstrap(group, lineBytes: bounds.lineBytes, report)
    let channel: any NIOCore.Channel
    do {
      switch address {
      case .tcp(let host, let port):
        channel = try await bootstrap.bind(host: host, port: port).get()
      case .unix(let path):
        try await refuseLiveSocket(at: path, group: group)
        channel = try await bootstrap.bind(
          unixDomainSocketPath: path, cleanupExistingSocketFile: true
        ).get()
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      }
    } catch let error as RosemaryError {
      throw error
    } catch {
      throw RosemaryError(
        .failedPrecondition, "can't listen on \(address): \(error); choose another address")
    }
    channel.closeFuture.whenComplete { _ in report.finish() }
    return Listener(
      channel: channel, address: ServerAddress(bound: channel.localAddress) ?? address,
      connections: connections)
  }

  private func bootstrap(
    _ group: any EventLoopGroup, lineBytes: Int,
    _ connections: AsyncStream<LineChannel>.Continuation
  ) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(ByteToMessageHandler(LineDecoder(limit: lineBytes)))
          // Few lines wait unread, because each may be as long as the limit.
          let connection = try LineChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(backPressureStrategy: .init(lowWatermark: 1, highWatermark: 4)))
          try pipeline.addHandler(HandoverHandler(connection, to: connections))
        }
      }
  }

  /// A socket's file outlives its server; only where nobody answers may it be replaced.
  private func refuseLiveSocket(at path: String, group: any EventLoopGroup) async throws {
    guard
      let channel = try? await ClientBootstrap(group: group)
        .connect(unixDomainSocketPath: path).get()
    else { return }
    try await channel.close()
    throw RosemaryError(.failedPrecondition, "another server listens on \(path); stop it first")
  }
}

/// How many connections there are, over all addresses, and how many there have been.
final class ConnectionCount: Sendable {
  private let current = Atomic<Int>(0)
  private let total = Atomic<UInt64>(0)

  /// The number of the connection that is let in; nil beyond the limit.
  func enter(limit: Int) -> UInt64? {
    guard current.add(1, ordering: .relaxed).newValue <= limit else {
      leave()
      return nil
    }
    return total.add(1, ordering: .relaxed).newValue
  }

  func leave() {
    current.subtract(1, ordering: .relaxed)
  }
}
