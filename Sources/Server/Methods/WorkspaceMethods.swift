import GraphStore
import KnowledgeModel
import Retrieval
import WireProtocol

/// The methods, on one workspace and on behalf of one principal.
///
/// What must keep the order of its connection happens in ``begin(_:)``; what it returns may run beside others.
struct WorkspaceMethods: Sendable {
  typealias Finish = @Sendable () async throws -> JSONValue

  let workspace: Workspace
  let principal: Principal
  let clock: @Sendable () -> Timestamp

  func begin(_ params: CallParams) async throws -> Finish {
    switch params {
    case .ingestAppend(let params): return try append(params)
    case .ingestDelete(let params): return try await delete(params)
    case .ingestReact(let params): return try await react(params)
    case .ingestPutChannels(let params): return try put(.putChannels(params.channels))
    case .ingestPutUsers(let params): return try put(.putUsers(params.users))
    case .queryLookup(let params): return { try await lookup(params).json }
    case .interestTop(let params): return { try await interestTop(params).json }
    case .adminStats: return { try await stats().json }
    case .adminVerify: return { try await verify().json }
    case .sessionOpen, .adminHealth, .adminMethods:
      throw RosemaryError(.internalError, "\(params.method.rawValue) belongs to no workspace")
    }
  }

  /// The last event that the principal may see and every index holds.
  func horizon() -> Int { workspace.readModel.horizon(for: principal) }
}
