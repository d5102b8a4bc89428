/// P(it holds), from 0 to 1: the one meaning of every probability in Rosemary.
public struct Probability: RawRepresentable, Hashable, Comparable, Sendable {
  public let rawValue: Double

  /// Nil for anything outside 0…1, NaN included.
  public init?(rawValue: Double) {
    guard (0...1).contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// The nearest probability to `value`; NaN becomes one half, which claims nothing.
  public init(clamping value: Double) {
    rawValue = value.isNaN ? 0.5 : min(max(value, 0), 1)
  }

  public static let half = Probability(clamping: 0.5)

  public static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The natural logarithm of p / (1 − p), in whole micro-nats, so that sums are exact, commute, and are
/// undone by subtraction.
public struct LogOdds: Hashable, Comparable, Sendable {
  /// Millionths of a nat.
  public var micronats: Int64

  public init(micronats: Int64) {
    self.micronats = micronats
  }

  /// Certainty is not to be had: beyond this bound (p ≈ 1 − 10⁻⁶) one statement weighs no more.
  public static let bound = LogOdds(micronats: 13_815_510)
  public static let zero = LogOdds(micronats: 0)

  public static func + (left: Self, right: Self) -> Self {
    LogOdds(micronats: left.micronats + right.micronats)
  }

  public static func - (left: Self, right: Self) -> Self {
    LogOdds(micronats: left.micronats - right.micronats)
  }

  public static prefix func - (value: Self) -> Self {
    LogOdds(micronats: -value.micronats)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.micronats < right.micronats
  }
}
