import KnowledgeModel
@testable import Server
import Testing
import WireProtocol
import SeededTesting

/// Two servers that outsiders can't tell apart: all that differs between them is private.
private struct TwoWorlds: Sendable {
  let worlds: [House]
  private let tokens: [String: String]

  init(seed: UInt64) async throws {
    let principals = Gossip.outsiders + Gossip.insiders + ["*", "admin"]
    tokens = Dictionary(uniqueKeysWithValues: principals.map { ($0, "token-of-\($0)-0123456789") })
    var grants: [String: Access.Grant] = [:]
    if seed.isMultiple(of: 2), let workspace = WorkspaceName(rawValue: "w") {
      for (principal, token) in tokens {
        let isTrusted = principal == "*" || principal == "admin"
        grants[token] = Access.Grant(
          workspace: workspace, principal: Principal(rawValue: principal),
          rights: isTrusted ? .admin : .write)
      }
    }
    let access = Access(grants: grants)
    worlds = [try House(access: access, capacity: 1), try House(access: access, capacity: 1)]
    for world in worlds.indices {
      _ = await reply(
        in: world, to: .ingestPutUsers(PutUsersParams(users: Gossip.users)), as: "admin")
      _ = await reply(
        in: world, to: .ingestPutChannels(PutChannelsParams(channels: Gossip.channels)),
        as: "admin")
      // The outsiders own a channel that nobody declared.
      for outsider in Gossip.outsiders {
        let first = Message.said(outsider, in: "X1", by: outsider, "hello")
        _ = await reply(
          in: world,
          to: .ingestAppend(AppendParams(messages: [first], wait: .queryable)), as: outsider)
      }
    }
  }

  func reply(in world: Int, to params: CallParams, as principal: String) async -> String {
    await worlds[world].line(params, as: principal, token: tokens[principal])
  }

  /// Puts the workspace away, so that the next call reads it from disk.
  func forget(in world: Int) async throws {
    guard let other = WorkspaceName(rawValue: "other") else { return }
    let registry = worlds[world].registry
    _ = try await registry.lease(other, making: true)
    await registry.release(other)
  }

  func close() async {
    for world in worlds { await world.registry.closeAll() }
  }
}

struct NoninterferenceTests {
  /// How many sequences, each of 250 calls; more on request.
  private static let sequences = UInt64(Int.environment("ROSEMARY_SEQUENCES") ?? 40)
  private static let first = UInt64(Int.environment("ROSEMARY_SEED") ?? 1)

  @Test(arguments: first..<first + sequences)
  func `what is private changes no byte of what an outsider is told`(seed: UInt64) async throws {
    let worlds = try await TwoWorlds(seed: seed)
    var gossip = Gossip(seed: seed)
    // Secrets in one world only, or others in each.
    var secrets = [Gossip(seed: seed &+ 1_000_000), Gossip(seed: seed &+ 2_000_000)]
    var choice = SeededGenerator(seed: seed &+ 3_000_000)
    let isOneSided = choice.once(in: 2)
    for step in 0..<250 {
      var background: [Task<Void, Never>] = []
      for world in isOneSided ? [0] : [0, 1] {
        for _ in 0..<choice.below(2) {
          let secret = secrets[world].secretCall()
          let task = Task {
            _ = await worlds.reply(in: world, to: secret.params, as: secret.principal)
          }
          if choice.once(in: 2) { await task.value } else { background.append(task) }
        }
      }
      let call = gossip.openCall()
      let isOutsiders = Gossip.outsiders.contains(call.principal)
      let left = await worlds.reply(in: 0, to: call.params, as: call.principal)
      var right = ""
      for part in isOutsiders ? [call.params] : oneByOne(call.params) {
        right = await worlds.reply(in: 1, to: part, as: call.principal)
      }
      for task in background { await task.value }
      if isOutsiders, left != right {
        Issue.record(
          "seed \(seed), step \(step), \(call.principal): \(call.params)\n\(left)\n\(right)")
        break
      }
      if choice.once(in: 100) { try await worlds.forget(in: 0) }
    }
    await worlds.close()
  }

  /// The same messages in calls of their own.
  private func oneByOne(_ params: CallParams) -> [CallParams] {
    guard case .ingestAppend(let append) = params else { return [params] }
    return append.messages.map {
      .ingestAppend(AppendParams(messages: [$0], wait: append.wait))
    }
  }
}
