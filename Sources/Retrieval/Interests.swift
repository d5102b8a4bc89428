import GraphStore
public import InterestDecay
public import KnowledgeModel

/// What a principal cares about.
public struct InterestReport: Sendable {
  public struct Entry: Sendable {
    public var key: EntityKey
    public var name: String
    public var weight: Double
  }

  public var horizon: Int
  public var entries: [Entry]
}

extension Lookup {
  /// The principal's strongest interests at `now`, from touches in channels that it may read.
  public func interests(
    of principal: Principal, decay: ForwardDecay, now: Timestamp, limit: Int
  ) async throws -> InterestReport {
    let generation = readModel.generation
    let audience = generation.audience(of: principal)
    let records = try await store.interests(
      of: audience.interestOwners(in: generation.directory), in: audience.channels, decay: decay,
      now: now, limit: limit)
    return InterestReport(
      horizon: generation.horizon.value(for: audience),
      entries: records.map {
        InterestReport.Entry(
          key: $0.node, name: generation.directory.displayName(of: $0.node, for: audience),
          weight: $0.weight)
      })
  }
}
