import func Glibc.exp
import func Glibc.log
public import KnowledgeModel

extension LogOdds {
  /// ln(p / (1 − p)), held within ±``KnowledgeModel/LogOdds/bound``: no single statement is certain.
  public init(_ probability: Probability) {
    let p = probability.rawValue
    guard p > 0 else { self = -Self.bound; return }
    guard p < 1 else { self = Self.bound; return }
    let micronats = (log(p / (1 - p)) * 1_000_000).rounded()
    self.init(
      micronats: max(-Self.bound.micronats, min(Self.bound.micronats, Int64(micronats))))
  }
}

extension Probability {
  /// The logistic function of the log-odds.
  public init(_ logOdds: LogOdds) {
    self.init(clamping: 1 / (1 + exp(-Double(logOdds.micronats) / 1_000_000)))
  }
}
