import GraphStore
public import InterestDecay
public import KnowledgeModel

/// What a principal cares about.
public struct InterestReport: Sendable {
  /// One thing, and how much it is cared for.
  public struct Entry: Sendable {
    public var key: EntityKey
    public var name: String
    public var weight: Double
  }

  public var horizon: Int
  public var entries: [Entry]
}

extension Lookup {
  /// One thing may be cared for under so many of its names; what only a weaker name tells is not counted.
  private static let namesPerNode = 4

  /// The principal's strongest interests at `now`, from touches in channels that it may read.
  public func interests(
    of principal: Principal, decay: ForwardDecay, now: Timestamp, isPast: Bool = false, limit: Int
  ) async throws -> InterestReport {
    let generation = readModel.generation
    let audience = generation.audience(of: principal)
    let records = try await store.interests(
      of: audience.interestOwners(in: generation.directory), in: audience.channels, decay: decay,
      now: now, isPast: isPast, limit: limit * Self.namesPerNode)
    var weights: [EntityKey: Double] = [:]
    for record in records {
      let key = generation.directory.canonical(record.node, for: audience)
      weights[key, default: 0] += record.weight
    }
    let best = weights.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
    return InterestReport(
      horizon: generation.horizon.value(for: audience),
      entries: best.map {
        InterestReport.Entry(
          key: $0.key, name: generation.directory.displayName(of: $0.key, for: audience),
          weight: $0.value)
      })
  }
}
