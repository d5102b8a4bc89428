import KnowledgeModel
import Logging
import NIOCore
import ServiceLifecycle
import WireProtocol

/// Serves one connection: reads its lines in order, runs its calls side by side, writes their replies.
struct ConnectionHandler: Sendable {
  let acceptor: any CallAcceptor
  let session: SessionContext
  let limits: LineServer.Bounds
  let logger: Logger

  /// Until the peer has closed its side and every call is answered, or the connection breaks.
  func serve(_ channel: LineChannel) async {
    let connection = Connection(runningLimit: limits.callsInFlight) {
      Task { await channel.channel.closeGently() }
    }
    await withGracefulShutdownHandler {
      do {
        try await channel.executeThenClose { inbound, outbound in
          try await serve(connection, channel.channel, inbound, outbound)
        }
      } catch {
        logger.debug("connection broke", metadata: ["error": "\(error)"])
      }
    } onGracefulShutdown: {
      Task { await connection.drain() }
      let grace = limits.grace
      channel.channel.eventLoop.scheduleTask(in: TimeAmount(grace)) {
        channel.channel.close(promise: nil)
      }
    }
  }

  private func serve(
    _ connection: Connection, _ channel: any NIOCore.Channel,
    _ inbound: NIOAsyncChannelInboundStream<LineFrame>,
    _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    try await withThrowingDiscardingTaskGroup { calls in
      for try await frame in inbound {
        let arrival = ContinuousClock.now
        switch await connection.receive(read(frame)) {
        case .none, .cancel: break
        case .reply(let line): try await outbound.write(line)
        case .accept(let serial, let call):
          let run = CallRun(
            connection: connection, serial: serial, outbound: outbound,
            deadline: call.meta.deadline.map { arrival + $0 }, logger: logger)
          switch await connection.room(for: serial, until: run.deadline) {
          case .deadlineExceeded: try await run.end(.deadlineExceeded)
          case .shuttingDown: try await run.end(.failed(RosemaryError.shuttingDown))
          case .granted: try await accept(call, run, &calls)
          }
        }
      }
      // A peer that has only closed its side still reads; one that is gone waits for nothing.
      if !channel.isActive { calls.cancelAll() }
    }
    try? await channel.writeAndFlush(ByteBuffer())
  }

  private func read(_ frame: LineFrame) -> Result<Incoming, CallFault> {
    switch frame {
    case .tooLong: .failure(CallFault(guard: .tooLong(limit: limits.lineBytes)))
    case .line(let line): Result { () throws(CallFault) in try Incoming(line: line) }
    }
  }

  private func accept(
    _ call: ValidatedCall, _ run: CallRun, _ calls: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    let accepted = await acceptor.accept(call, session: session)
    if call.method == .sessionOpen {
      if case .fail = accepted {} else { await run.connection.sessionOpened(call.meta) }
    }
    switch accepted {
    case .reply(let result): try await run.end(.finished(result))
    case .fail(let error): try await run.end(.failed(error))
    case .run(let work):
      let endings = await run.connection.began(run.serial)
      calls.addTask { await run.perform(work, endings.0, endings.1) }
    }
  }
}

/// One call from its acceptance to its reply.
struct CallRun: Sendable {
  let connection: Connection
  let serial: Connection.Serial
  let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  let deadline: ContinuousClock.Instant?
  let logger: Logger

  /// Runs the work until it ends or is interrupted, replies at once, and holds the call's place until the
  /// work has really ended and the reply is written.
  func perform(
    _ work: @escaping @Sendable () async throws -> JSONValue,
    _ endings: AsyncStream<Connection.Ending>,
    _ report: AsyncStream<Connection.Ending>.Continuation
  ) async {
    await withDiscardingTaskGroup { group in
      group.addTask {
        do { report.yield(.finished(try await work())) } catch { report.yield(.failed(error)) }
      }
      if let deadline {
        group.addTask {
          if (try? await Task.sleep(until: deadline, clock: .continuous)) != nil {
            report.yield(.deadlineExceeded)
          }
        }
      }
      // The stream ends without an element where the connection broke.
      let ending = await endings.first { _ in true } ?? .cancelled
      group.cancelAll()
      // A peer that is gone has nobody to tell.
      try? await reply(ending)
    }
    await connection.ended(serial)
  }

  /// Ends a call that needs no work.
  func end(_ ending: Connection.Ending) async throws {
    try await reply(ending)
    await connection.ended(serial)
  }

  /// Answers the call, unless it was answered before.
  private func reply(_ ending: Connection.Ending) async throws {
    guard let id = await connection.answered(serial) else { return }
    try await outbound.write(line(id, ending))
  }

  private func line(_ id: CallID, _ ending: Connection.Ending) -> [UInt8] {
    switch ending {
    case .finished(let result): Reply.line(id: id, result: result)
    case .failed(let error): Reply.line(CallFault(id: id, error: publicError(error)))
    case .deadlineExceeded:
      Reply.line(
        CallFault(
          id: id,
          error: RosemaryError(.deadlineExceeded, "deadline_ms passed before the call was done")))
    case .cancelled:
      Reply.line(CallFault(id: id, error: RosemaryError(.cancelled, "the call was cancelled")))
    }
  }

  private func publicError(_ error: any Error) -> RosemaryError {
    switch error {
    case let error as RosemaryError: return error
    case let error as FieldError: return error.error
    case is CancellationError: return RosemaryError(.cancelled, "the call was cancelled")
    default:
      logger.error("call failed", metadata: ["error": "\(error)"])
      return RosemaryError(.internalError, "the call failed; the server's log says why")
    }
  }
}

extension NIOAsyncChannelOutboundWriter<ByteBuffer> {
  /// Writes a line and its newline; waits while the peer does not read.
  func write(_ line: [UInt8]) async throws {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(line.count + 1)
    buffer.writeBytes(line)
    buffer.writeInteger(UInt8(ascii: "\n"))
    try await write(buffer)
  }
}

extension NIOCore.Channel {
  /// Says goodbye: closes this side once all is written, and the whole when the peer has closed its own or
  /// soon after. To close with bytes unread would make the system discard what the peer has not read.
  func closeGently(linger: Duration = .milliseconds(250)) async {
    try? await writeAndFlush(ByteBuffer())
    try? await close(mode: .output)
    eventLoop.scheduleTask(in: TimeAmount(linger)) { self.close(promise: nil) }
  }
}
