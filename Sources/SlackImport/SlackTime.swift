import KnowledgeModel

/// Reads Slack's `ts`: seconds since the Unix epoch, a point, digits that make it unique in its
/// channel.
///
/// Exact: no floating point is involved.
enum SlackTime {
  /// Nil for anything but digits, at most one point with digits behind it, before the year 10000.
  static func timestamp(_ ts: String) -> Timestamp? {
    var seconds: Int64 = 0
    var microseconds: Int64 = 0
    var digits = 0
    var fraction: Int?
    for byte in ts.utf8 {
      if byte == UInt8(ascii: "."), fraction == nil, digits > 0 {
        fraction = 0
        continue
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let digit = Int64(byte - UInt8(ascii: "0"))
      if let count = fraction {
        if count < 6 { microseconds = microseconds * 10 + digit }
        fraction = count + 1
      } else {
        seconds = seconds * 10 + digit
        digits += 1
        guard seconds < secondsOfYear10000 else { return nil }
      }
    }
    guard digits > 0, fraction != 0 else { return nil }
    for _ in min(fraction ?? 0, 6)..<6 { microseconds *= 10 }
    return Timestamp(microseconds: seconds * 1_000_000 + microseconds)
  }

  private static let secondsOfYear10000: Int64 = 253_402_300_800
}
