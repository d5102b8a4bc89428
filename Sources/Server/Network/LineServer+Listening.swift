import FoundationEssentials
import KnowledgeModel
import NIOCore
import NIOPosix
import Synchronization

extension LineServer {
  /// Binds one address.
  func listen(
    on address: ServerAddress, bounds: Bounds, group: any EventLoopGroup
  ) async throws -> NIOAsyncChannel<LineChannel, Never> {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
    let lineBytes = bounds.lineBytes
    let wrap: @Sendable (any NIOCore.Channel) -> EventLoopFuture<LineChannel> = { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(
          ByteToMessageHandler(LineDecoder(limit: lineBytes)))
        return try LineChannel(
          wrappingChannelSynchronously: channel,
          configuration: .init(isOutboundHalfClosureEnabled: false))
      }
    }
    do {
      switch address {
      case .tcp(let host, let port):
        return try await bootstrap.childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
          .bind(host: host, port: port, childChannelInitializer: wrap)
      case .unix(let path):
        try await refuseLiveSocket(at: path, group: group)
        let listener = try await bootstrap.bind(
          unixDomainSocketPath: path, cleanupExistingSocketFile: true,
          childChannelInitializer: wrap)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return listener
      }
    } catch let error as RosemaryError {
      throw error
    } catch {
      throw RosemaryError(
        .failedPrecondition, "can't listen on \(address): \(error); choose another address")
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
