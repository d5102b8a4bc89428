import GraphStore
import KnowledgeModel
import Retrieval
import WireProtocol

extension WorkspaceMethods {
  /// Counts of what the principal may read, so that they tell nothing of what it may not.
  func stats() async throws -> StatsResult {
    let audience = workspace.readModel.audience(of: principal)
    let counts = try await workspace.store.statistics(in: audience.channels)
    return StatsResult(
      horizon: horizon(), messages: counts.messages, channels: audience.channels.count,
      users: counts.users, entities: counts.entities, propositions: counts.propositions,
      statements: counts.statements)
  }

  /// Whether everything is sound. The number of events and the digest depend on every channel, so only who
  /// reads as everyone is told.
  func verify() async throws -> VerifyResult {
    let report = try await workspace.store.verify()
    guard principal.isEveryone else {
      let problems = report.isSound ? [] : ["ask again as * for what is wrong"]
      return VerifyResult(isSound: report.isSound, problems: problems)
    }
    return VerifyResult(
      isSound: report.isSound, events: report.events, digest: report.digest ?? "",
      problems: report.checks.flatMap { check in check.problems.map { "\(check.name): \($0)" } })
  }
}
