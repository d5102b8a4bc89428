import KnowledgeModel
import Server

/// Says what became of an import.
enum ImportSummary {
  static func show(_ report: ImportReport, asJSON: Bool) throws {
    guard !asJSON else { return try Console.write(report.json) }
    if let position = report.resumedAfter {
      try Console.writeLine("resumed after \(position)")
    }
    if report.users + report.channels > 0 {
      try Console.writeLine(
        "\(counted(report.users, "user")), \(counted(report.channels, "channel"))")
    }
    try Console.writeLine(
      "\(counted(report.read, "message")) read in \(fixed(report.seconds, 1)) s"
        + " (\(grouped(Int(report.rate)))/s): \(grouped(report.accepted)) new or revised, "
        + "\(grouped(report.duplicates)) already there")
    try show("skipped", report.skips)
    try show("assumed", report.notes)
  }

  private static func show(_ title: String, _ notices: [ImportReport.Notice]) throws {
    guard !notices.isEmpty else { return }
    try Console.writeLine("\(title): \(grouped(notices.count)) (--json lists all)")
    let layout = TextLayout(columns: Console.columns)
    let groups = ImportReport.groups(notices)
    for group in groups.prefix(20) {
      try Console.writeLine(
        layout.paragraph(group.reason, lead: "  " + padLeft(grouped(group.count), 6) + "  "))
      let places = group.first.map(\.place).joined(separator: ", ")
      let more = group.count > group.first.count ? ", …" : ""
      try Console.writeLine(layout.paragraph(places + more, lead: "          in "))
    }
    if groups.count > 20 {
      try Console.writeLine("          … and \(groups.count - 20) other reasons")
    }
  }

  private static func padLeft(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
