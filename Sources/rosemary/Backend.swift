import KnowledgeModel
import Logging
import Server
import WireProtocol

/// Whoever answers calls: the process that owns the data folder, which may be this one.
///
/// A command takes the folder if it is free and serves itself; if another process has it, the command talks to
/// that one over its socket. Commands do not see the difference.
enum Backend {
  case embedded(Dispatcher, WorkspaceRegistry, DataFolder)
  case remote(LineClient)

  /// - Parameter making: whether the folder is made where there is none.
  /// - Throws: `UNAVAILABLE` where the folder is taken and its owner does not answer.
  static func connect(
    to folder: String, making: Bool = false, logger: Logger = Log.quiet
  ) async throws -> Backend {
    if !making { try DataOptions.require(folder) }
    if let data = try DataFolder(taking: folder) {
      let registry = WorkspaceRegistry(folder: data, clock: SystemClock.now, logger: logger)
      let dispatcher = Dispatcher(
        registry: registry, version: RosemaryCommand.version, clock: SystemClock.now)
      return .embedded(dispatcher, registry, data)
    }
    do {
      return .remote(
        try await LineClient.connect(to: .unix(path: DataFolder.socketPath(of: folder))))
    } catch {
      throw RosemaryError(
        .unavailable,
        "another rosemary has \(folder) and does not answer on its socket: wait until it is done, "
          + "or name another folder by --data")
    }
  }

  /// Makes one call and waits for its result.
  func call(_ params: CallParams, json: JSONValue, meta: Meta) async throws -> JSONValue {
    switch self {
    case .remote(let client):
      return try await client.call(params.method, json, meta: meta)
    case .embedded(let dispatcher, _, _):
      let call = ValidatedCall(id: .integer(1), params: params, meta: meta)
      switch await dispatcher.accept(call, session: SessionContext(connection: 0, peer: .unix)) {
      case .reply(let result): return result
      case .fail(let error): throw error
      case .run(let finish): return try await finish()
      }
    }
  }

  /// Finishes what was accepted and gives the folder back.
  func close() async {
    switch self {
    case .remote(let client): await client.close()
    case .embedded(_, let registry, _): await registry.closeAll()
    }
  }
}
