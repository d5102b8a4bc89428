import Foundation
import KnowledgeModel
import Logging
@testable import Server
import WireProtocol

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("rosemary-server-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A server without a network: calls go to the dispatcher, replies come back as the lines they would be.
struct House: Sendable {
  static let now = Timestamp(microseconds: 1_760_000_000_000_000)

  let folder: TemporaryFolder
  let registry: WorkspaceRegistry
  let dispatcher: Dispatcher

  init(
    in folder: TemporaryFolder? = nil, access: Access = .open,
    capacity: Int = Limits.openWorkspaces,
    clock: @escaping @Sendable () -> Timestamp = { House.now }
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    guard let data = try DataFolder(taking: folder.path) else {
      throw RosemaryError(.unavailable, "the folder is taken")
    }
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    self.folder = folder
    registry = WorkspaceRegistry(folder: data, clock: clock, logger: logger, capacity: capacity)
    dispatcher = Dispatcher(registry: registry, access: access, version: "test", clock: clock)
  }

  /// Takes a call on and hands over the rest of its work, as a connection would.
  func begin(
    _ params: CallParams, as principal: String?, in workspace: String? = "w", token: String? = nil,
    peer: Peer = .tcp
  ) async -> AcceptedCall {
    let meta = Meta(
      workspace: workspace.flatMap { WorkspaceName(rawValue: $0) },
      principal: principal.map { Principal(rawValue: $0) }, token: token)
    return await dispatcher.accept(
      ValidatedCall(id: .integer(1), params: params, meta: meta),
      session: SessionContext(connection: 1, peer: peer))
  }

  /// The result of a call.
  func result(
    _ params: CallParams, as principal: String?, in workspace: String? = "w", token: String? = nil,
    peer: Peer = .tcp
  ) async throws -> JSONValue {
    switch await begin(params, as: principal, in: workspace, token: token, peer: peer) {
    case .reply(let result): return result
    case .fail(let error): throw error
    case .run(let work): return try await work()
    }
  }

  /// The line that a caller would read.
  func line(
    _ params: CallParams, as principal: String?, in workspace: String? = "w", token: String? = nil
  ) async -> String {
    do {
      let result = try await result(params, as: principal, in: workspace, token: token)
      return String(decoding: Reply.line(id: .integer(1), result: result), as: UTF8.self)
    } catch let error as RosemaryError {
      return String(
        decoding: Reply.line(CallFault(id: .integer(1), error: error)), as: UTF8.self)
    } catch {
      return "\(error)"
    }
  }

  /// The code of a call's refusal; nil where it was served.
  func refusal(
    _ params: CallParams, as principal: String?, in workspace: String? = "w", token: String? = nil,
    peer: Peer = .tcp
  ) async -> RosemaryError.Code? {
    do {
      _ = try await result(params, as: principal, in: workspace, token: token, peer: peer)
      return nil
    } catch let error as RosemaryError {
      return error.code
    } catch {
      return .unknown
    }
  }
}

// What the tests say most.
extension House {
  @discardableResult
  func append(
    _ messages: [Message], as principal: String, in workspace: String = "w"
  ) async throws -> AppendResult {
    try AppendResult(
      json: await result(
        .ingestAppend(AppendParams(messages: messages, wait: .queryable)), as: principal,
        in: workspace))
  }

  func lookup(
    _ params: LookupParams, as principal: String, in workspace: String = "w"
  ) async throws -> LookupResult {
    try LookupResult(json: await result(.queryLookup(params), as: principal, in: workspace))
  }

  func put(_ channels: [Channel], in workspace: String = "w") async throws {
    _ = try await result(
      .ingestPutChannels(PutChannelsParams(channels: channels)), as: "admin", in: workspace)
  }

  func put(_ users: [User], in workspace: String = "w") async throws {
    _ = try await result(
      .ingestPutUsers(PutUsersParams(users: users)), as: "admin", in: workspace)
  }
}

extension Message {
  /// A message of the channel, so many minutes before ``House/now``.
  static func said(
    _ id: String, in channel: String, by author: String, _ text: String, minutesAgo: Int = 0,
    thread: String? = nil, editedAt: Timestamp? = nil
  ) -> Message {
    Message(
      id: id, channel: channel, thread: thread, author: author,
      sentAt: House.now.minutes(-minutesAgo), text: text, editedAt: editedAt)
  }
}

extension Timestamp {
  func minutes(_ count: Int) -> Timestamp {
    Timestamp(microseconds: microseconds + Int64(count) * 60_000_000)
  }
}

extension Int {
  /// A number that whoever runs the tests may set.
  static func environment(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init)
  }
}
