public import KnowledgeModel
public import WireProtocol

/// Gives calls their meaning: who calls, on which workspace, and what the method does there.
public struct Dispatcher: CallAcceptor {
  let registry: WorkspaceRegistry
  let access: Access
  let version: String
  let clock: @Sendable () -> Timestamp

  /// - Parameter clock: tells the present where a caller does not fix it.
  public init(
    registry: WorkspaceRegistry, access: Access = .open, version: String,
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.registry = registry
    self.access = access
    self.version = version
    self.clock = clock
  }

  public func accept(_ call: ValidatedCall, session: SessionContext) async -> AcceptedCall {
    do {
      switch call.params {
      case .adminHealth:
        return .reply(HealthResult(status: .serving, version: version).json)
      case .adminMethods:
        return .reply(MethodTable.json)
      case .sessionOpen:
        return .reply(try open(call.meta, session).json)
      default:
        return try await accept(
          call, in: access.scope(of: call.meta, for: call.method, peer: session.peer))
      }
    } catch let error as RosemaryError {
      return .fail(error)
    } catch {
      return .fail(RosemaryError(.internalError, "\(call.method.rawValue): \(error)"))
    }
  }

  private func open(_ meta: Meta, _ session: SessionContext) throws -> SessionOpenResult {
    guard access.isOpen || session.peer == .unix || meta.token == nil else {
      let scope = try access.scope(of: meta, for: .queryLookup, peer: session.peer)
      return SessionOpenResult(
        version: version, workspace: scope.workspace, principal: scope.principal)
    }
    return SessionOpenResult(
      version: version, workspace: meta.workspace, principal: meta.principal)
  }

  /// Takes the workspace for as long as the call lasts.
  private func accept(_ call: ValidatedCall, in scope: Access.Scope) async throws -> AcceptedCall {
    let workspace = try await registry.lease(
      scope.workspace, making: call.method.makesWorkspaces)
    let methods = WorkspaceMethods(
      workspace: workspace, principal: scope.principal, clock: clock)
    do {
      let finish = try await methods.begin(call.params)
      let registry = registry
      return .run {
        do {
          let result = try await finish()
          await registry.release(scope.workspace)
          return result
        } catch {
          await registry.release(scope.workspace)
          throw error
        }
      }
    } catch {
      await registry.release(scope.workspace)
      throw error
    }
  }
}

extension Method {
  /// Whether it brings something that a new workspace could begin with.
  fileprivate var makesWorkspaces: Bool {
    switch self {
    case .ingestAppend, .ingestPutChannels, .ingestPutUsers: true
    default: false
    }
  }
}
