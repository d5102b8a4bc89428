public import KnowledgeModel

/// What the statements of one channel add up to, for or against one proposition.
///
/// Committed statements sum; hedges inform but do not corroborate, so of them only the strongest counts,
/// and only while nobody has committed. Sums are integers, so the order of arrival never matters and a
/// withdrawal is exact.
public struct Evidence: Hashable, Sendable {
  /// The sum of the committed statements' log-odds.
  public var committed: LogOdds
  /// How many statements are in `committed`.
  public var committedCount: Int
  /// The hedge that claims most; nil without hedges.
  public var strongestHedge: LogOdds?

  public init(committed: LogOdds = .zero, committedCount: Int = 0, strongestHedge: LogOdds? = nil) {
    self.committed = committed
    self.committedCount = committedCount
    self.strongestHedge = strongestHedge
  }

  /// Counts one more statement.
  public mutating func add(_ weight: LogOdds, isHedged: Bool) {
    if isHedged {
      strongestHedge = max(strongestHedge ?? weight, weight)
    } else {
      committed = committed + weight
      committedCount += 1
    }
  }

  /// The evidence of two channels together.
  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.committed = left.committed + right.committed
    sum.committedCount += right.committedCount
    if let hedge = right.strongestHedge {
      sum.strongestHedge = max(left.strongestHedge ?? hedge, hedge)
    }
    return sum
  }

  /// P(it holds) on this evidence: committed evidence if there is any, else the strongest hedge, else
  /// one half.
  public var probability: Probability {
    if committedCount > 0 { return Probability(committed) }
    return strongestHedge.map { Probability($0) } ?? .half
  }
}
