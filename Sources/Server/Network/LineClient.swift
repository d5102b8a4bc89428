import KnowledgeModel
public import NIOCore
public import NIOPosix
public import WireProtocol

/// A connection to a server of the line protocol, for the command line and for tests.
///
/// Calls may be made from any number of tasks at once; replies are matched by id, in whatever order they
/// come. Cancelling the task that waits tells the server.
public struct LineClient: Sendable {
  private let channel: any NIOCore.Channel
  private let ids = CallCounter()

  /// - Throws: `UNAVAILABLE` where nobody listens there.
  public static func connect(
    to address: ServerAddress, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
  ) async throws -> LineClient {
    let bootstrap = ClientBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(
            ByteToMessageHandler(LineDecoder()), LineClientHandler())
        }
      }
    do {
      switch address {
      case .tcp(let host, let port):
        return LineClient(channel: try await bootstrap.connect(host: host, port: port).get())
      case .unix(let path):
        return LineClient(
          channel: try await bootstrap.connect(unixDomainSocketPath: path).get())
      }
    } catch {
      throw RosemaryError(.unavailable, "nobody listens on \(address): \(error)")
    }
  }

  private init(channel: any NIOCore.Channel) {
    self.channel = channel
  }

  /// Makes a call and waits for its result.
  /// - Throws: the server's error; `UNAVAILABLE` where the connection ended before the reply.
  public func call(
    _ method: Method, _ params: JSONValue = .object([]), meta: Meta = Meta()
  ) async throws -> JSONValue {
    let id = CallID.integer(ids.next())
    let line = try Request(id: id, method: method.rawValue, params: params, meta: meta).line()
    let promise = channel.eventLoop.makePromise(of: JSONValue.self)
    let written = channel.eventLoop.makePromise(of: Void.self)
    // Once the channel is closed no handler is left to answer for the call.
    written.futureResult.whenFailure { _ in
      promise.fail(RosemaryError(.unavailable, "the connection is closed"))
    }
    return try await withTaskCancellationHandler {
      channel.writeAndFlush(
        LineClientHandler.Outgoing(id: id, line: line, promise: promise), promise: written)
      return try await promise.futureResult.get()
    } onCancel: {
      channel.writeAndFlush(
        LineClientHandler.Outgoing(id: nil, line: Request.cancellation(of: id), promise: nil),
        promise: nil)
    }
  }

  /// Makes a call with typed parameters and reads its result.
  public func call<Result: WireObject>(
    _ method: Method, _ params: some WireObject, meta: Meta = Meta(),
    returning type: Result.Type = Result.self
  ) async throws -> Result {
    let json = try await call(method, params.json, meta: meta)
    do { return try Result(json: json) } catch {
      throw RosemaryError(.internalError, "the server's result has another shape: \(error)")
    }
  }

  /// Closes the connection; calls under way end with `UNAVAILABLE`.
  public func close() async {
    try? await channel.close()
  }
}
