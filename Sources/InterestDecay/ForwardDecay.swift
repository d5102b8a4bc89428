import func Glibc.exp
import func Glibc.log
import func Glibc.log1p
public import KnowledgeModel

/// Exponential decay that never sweeps (Cormode, Shkapenyuk, Srivastava, Xu, "Forward Decay", ICDE 2009).
///
/// A sum of touches is kept as `ℓ = ln Σ w·exp(λ(t − landmark))`. Two sums keep their order however much
/// time passes, because "now" divides both alike; a touch costs O(1), late ones commute, and nothing
/// overflows since ℓ is a logarithm.
public struct ForwardDecay: Hashable, Sendable {
  /// The fixed moment from which growth is counted; any will do, it must only never change.
  public static let landmark = Timestamp(day: .init(year: 2020, month: 1, day: 1))

  /// Seconds in which a touch loses half of its weight.
  public let halfLife: Double
  private let rate: Double

  /// - Precondition: `halfLife` is positive and finite; callers check what comes from outside.
  public init(halfLife: Double) {
    precondition(halfLife > 0 && halfLife.isFinite, "A half-life is a positive number of seconds.")
    self.halfLife = halfLife
    rate = log(2) / halfLife
  }

  /// One week: what a principal cares about this week outweighs last month's.
  public static let standard = ForwardDecay(halfLife: 7 * 86_400)

  /// The ℓ of one touch.
  public func level(weight: Double, at time: Timestamp) -> Double {
    log(weight) + rate * (time.seconds - Self.landmark.seconds)
  }

  /// The ℓ of two sums together: ln(exp a + exp b) without overflow.
  public static func combine(_ a: Double, _ b: Double) -> Double {
    let (high, low) = a >= b ? (a, b) : (b, a)
    guard low > -.infinity else { return high }
    return high + log1p(exp(low - high))
  }

  /// The decayed weight at `now`: what the touches are worth then.
  public func weight(level: Double, at now: Timestamp) -> Double {
    exp(level - rate * (now.seconds - Self.landmark.seconds))
  }
}

extension ForwardDecay {
  /// The most that `rows` sums of at most `level` each can come to together.
  public static func ceiling(of level: Double, rows: Double) -> Double {
    level + log(rows)
  }
}
