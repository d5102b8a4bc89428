import Server
import WireProtocol

extension WorkspaceProof {
  var json: JSONValue {
    .members([
      ("workspace", .string(workspace.rawValue)), ("ok", .bool(isSound)),
      ("events", .integer(Int64(events))), ("digest", digest.map(JSONValue.string)),
      (
        "checks",
        .array(
          checks.map {
            .members([
              ("name", .string($0.name)), ("ok", .bool($0.problems.isEmpty)),
              ("problems", .array($0.problems.map(JSONValue.string))),
            ])
          })
      ),
      ("rows", .members(rows.map { ($0.table, .integer(Int64($0.count))) })),
      ("problems", .array(checks.flatMap(\.problems).map(JSONValue.string))),
    ])
  }

  /// A line a check, the rows in one paragraph, the digest last.
  var text: String {
    var text = "\(workspace): \(isSound ? "sound" : "NOT SOUND"), \(counted(events, "event"))\n"
    for check in checks {
      text += "  \(check.problems.isEmpty ? "ok " : "BAD") \(check.name)\n"
      for problem in check.problems { text += "        \(problem)\n" }
    }
    if !rows.isEmpty {
      let list = rows.map { "\($0.table) \(grouped($0.count))" }.joined(separator: ", ")
      text += TextLayout(columns: 100).paragraph(list, lead: "  rows ") + "\n"
    }
    if let digest { text += "  digest \(digest)\n" }
    return text
  }
}
