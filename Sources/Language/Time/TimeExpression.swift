public import KnowledgeModel

/// Words that say when, how long or how often, and what they mean.
public struct TimeExpression: Hashable, Sendable {
  /// Whether it is a point, a stretch, a length or a recurrence, and whether of days, hours or both.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    case date, dateRange, time, timeRange, dateTime, dateTimeRange, duration, recurrence, timeZone
  }

  /// The tokens that it lies in.
  public var tokens: TokenRange
  /// Its bytes, which may begin and end within a token (`Dec31`, `8am-5pm`).
  public var utf8: Range<Int>
  public var kind: Kind
  /// In the notation of TIMEX3 with ranges as triples: `2016-11-07`, `XXXX-WXX-1`, `(T17,T18,PT1H)`; empty for
  /// a zone.
  public var timex: String
  /// Resolved against the reference; where the words leave open which, the next one.
  public var value: TimeValue
  /// The last one before the reference, where the words leave open which.
  public var earlier: TimeValue?
  /// As written.
  public var text: String
}
