import KnowledgeModel
import WireProtocol

/// Calls on one workspace on one principal's behalf, to whoever owns the data.
struct Session {
  let backend: Backend
  let meta: Meta

  func call<Result: WireObject>(
    _ params: CallParams, _ json: JSONValue = .object([]), returning: Result.Type = Result.self
  ) async throws -> Result {
    let result = try await backend.call(params, json: json, meta: meta)
    do { return try Result(json: result) } catch {
      throw RosemaryError(
        .internalError,
        "the owner of the data answers in another shape (\(error)): is it the same release?")
    }
  }

  func append(_ params: AppendParams) async throws -> AppendResult {
    try await call(.ingestAppend(params), params.json)
  }

  func put(users: [User]) async throws {
    for slice in users.slices(of: 1_000) {
      let params = PutUsersParams(users: slice)
      _ = try await call(.ingestPutUsers(params), params.json, returning: PutResult.self)
    }
  }

  /// Channels hold many members, so few go into one line.
  func put(channels: [Channel]) async throws {
    var batch: [Channel] = []
    var members = 0
    for channel in channels {
      if members + channel.members.count > 20_000 || batch.count == 500 {
        try await send(batch)
        batch = []
        members = 0
      }
      batch.append(channel)
      members += channel.members.count
    }
    try await send(batch)
  }

  private func send(_ channels: [Channel]) async throws {
    guard !channels.isEmpty else { return }
    let params = PutChannelsParams(channels: channels)
    _ = try await call(.ingestPutChannels(params), params.json, returning: PutResult.self)
  }

  func lookup(_ params: LookupParams) async throws -> LookupResult {
    try await call(.queryLookup(params), params.json)
  }
}

extension Array {
  fileprivate func slices(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}

extension WorkspaceOptions {
  /// Runs `body` in a session, and closes it however that ends.
  func withSession<Result>(
    as principal: Principal, making: Bool = false, _ body: (Session) async throws -> Result
  ) async throws -> Result {
    let meta = Meta(workspace: try workspace(), principal: principal)
    let backend = try await Backend.connect(to: data.folder, making: making)
    do {
      let result = try await body(Session(backend: backend, meta: meta))
      await backend.close()
      return result
    } catch {
      await backend.close()
      throw error
    }
  }
}
