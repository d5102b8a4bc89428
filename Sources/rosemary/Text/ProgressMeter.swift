import KnowledgeModel

/// The words of a progress bar.
struct ProgressMeter: Sendable {
  var title: String
  var unit: String?
  var start: Timestamp

  /// Such as `reading [######······] 52 % · 10,400 messages · 3,200/s · 0:04 left`, within `width` columns.
  func bar(_ share: Double, count: Int?, at now: Timestamp, width: Int) -> String {
    let share = Self.bounded(share)
    let tail = ([percent(share)] + details(share, count, now)).joined(separator: " · ")
    let room = min(30, width - title.count - tail.count - 4)
    guard room >= 5 else { return String("\(title) \(tail)".prefix(max(0, width))) }
    let full = Int((share * Double(room)).rounded(.down))
    let cells = String(repeating: "#", count: full) + String(repeating: "·", count: room - full)
    return "\(title) [\(cells)] \(tail)"
  }

  /// The same without the bar.
  func line(_ share: Double, count: Int?, at now: Timestamp) -> String {
    let share = Self.bounded(share)
    return "\(title): "
      + ([percent(share)] + details(share, count, now)).joined(separator: ", ")
  }

  private func percent(_ share: Double) -> String { "\(Int(share * 100)) %" }

  private func details(_ share: Double, _ count: Int?, _ now: Timestamp) -> [String] {
    let elapsed = max(0, now.seconds - start.seconds)
    var details: [String] = []
    if let count, let unit {
      details.append("\(grouped(count)) \(unit)")
      if elapsed >= 0.5 { details.append("\(grouped(Int(Double(count) / elapsed)))/s") }
    }
    // The first moments tell little about the rest.
    if share >= 0.02, elapsed >= 1 {
      details.append("\(clock(elapsed / share * (1 - share))) left")
    }
    return details
  }

  private static func bounded(_ share: Double) -> Double {
    share.isNaN ? 0 : min(max(share, 0), 1)
  }

  /// `1:05`, or with hours `2:01:05`.
  private func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(), 359_999))
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    let rest = (whole % 60 < 10 ? "0" : "") + String(whole % 60)
    guard hours > 0 else { return "\(minutes):\(rest)" }
    return "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(rest)"
  }
}
