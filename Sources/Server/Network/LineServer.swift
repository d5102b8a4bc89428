import FoundationEssentials
public import KnowledgeModel
public import Logging
public import NIOCore
public import NIOPosix
public import ServiceLifecycle
import Synchronization
import WireProtocol

/// Listens for connections and serves the line protocol on each, one task a connection.
///
/// Graceful shutdown stops accepting, answers new calls with `UNAVAILABLE`, lets those under way finish
/// for as long as ``Bounds/grace`` says, and closes. Calls that go on after that are cancelled; one whose
/// work ignores cancellation keeps ``run()`` from returning.
public struct LineServer: Service {
  /// The limits that tests make small.
  public struct Bounds: Sendable {
    public var connections: Int
    /// Calls of one connection that may run at once; past it the connection is not read.
    public var callsInFlight: Int
    public var lineBytes: Int
    /// How long calls may go on after shutdown began.
    public var grace: Duration

    public init(
      connections: Int = Limits.connections, callsInFlight: Int = Limits.callsInFlight,
      lineBytes: Int = Limits.lineBytes, grace: Duration = .seconds(10)
    ) {
      self.connections = connections
      self.callsInFlight = callsInFlight
      self.lineBytes = lineBytes
      self.grace = grace
    }
  }

  private let acceptor: any CallAcceptor
  private let addresses: [ServerAddress]
  private let bounds: Bounds
  private let group: any EventLoopGroup
  private let logger: Logger
  private let onListening: @Sendable ([ServerAddress]) async -> Void

  /// - Parameter onListening: called once with the bound addresses, in order, before the first
  ///   connection is accepted.
  public init(
    acceptor: any CallAcceptor, addresses: [ServerAddress], bounds: Bounds = Bounds(),
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, logger: Logger,
    onListening: @escaping @Sendable ([ServerAddress]) async -> Void = { _ in }
  ) {
    self.acceptor = acceptor
    self.addresses = addresses
    self.bounds = bounds
    self.group = group
    self.logger = logger
    self.onListening = onListening
  }

  /// Serves until shutdown.
  /// - Throws: `RosemaryError` where an address can't be had.
  public func run() async throws {
    var listeners: [Listener] = []
    defer { removeSockets(of: listeners) }
    do {
      for address in addresses {
        listeners.append(try await listen(on: address, bounds: bounds, group: group))
      }
    } catch {
      for listener in listeners { await listener.abandon() }
      throw error
    }
    await onListening(listeners.map(\.address))
    let channels = listeners.map(\.channel)
    let count = ConnectionCount()
    await withTaskCancellationOrGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        for listener in listeners {
          group.addTask { await serve(listener, count) }
        }
      }
    } onCancelOrGracefulShutdown: {
      for channel in channels { channel.close(promise: nil) }
    }
  }

  private func removeSockets(of listeners: [Listener]) {
    for case .unix(let path) in listeners.map(\.address) {
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// Until the listener is closed and the last of its connections with it.
  private func serve(_ listener: Listener, _ count: ConnectionCount) async {
    let peer: Peer = if case .unix = listener.address { .unix } else { .tcp }
    await withDiscardingTaskGroup { group in
      for await connection in listener.connections {
        guard let number = count.enter(limit: bounds.connections) else {
          group.addTask { await refuse(connection) }
          continue
        }
        let handler = ConnectionHandler(
          acceptor: acceptor, session: SessionContext(connection: number, peer: peer),
          limits: bounds, logger: logger)
        group.addTask {
          await handler.serve(connection)
          count.leave()
        }
      }
    }
  }

  /// One line that says why, and goodbye.
  private func refuse(_ channel: LineChannel) async {
    try? await channel.executeThenClose { inbound, outbound in
      try await outbound.write(tooManyConnections)
      await channel.channel.closeGently()
      for try await _ in inbound {}
    }
  }

  private var tooManyConnections: [UInt8] {
    Reply.line(
      CallFault(
        id: .null,
        error: RosemaryError(
          .resourceExhausted,
          "the server holds \(bounds.connections) connections, its limit; try again later",
          retryAfter: .seconds(1))))
  }
}
