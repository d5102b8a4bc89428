import WireProtocol

/// One promise and what shows that it is kept.
struct DemoStep {
  var title: String
  /// What one would type.
  var command: String
  /// What it prints.
  var output = ""
  /// Sentences, and whether they hold.
  var checks: [(sentence: String, holds: Bool)] = []
  var json: JSONValue = .null

  var holds: Bool { checks.allSatisfy(\.holds) }

  func text(number: Int, columns: Int, isColoured: Bool) -> String {
    let heading = "\(number). \(title)"
    var text = (isColoured ? "\u{1B}[1m\(heading)\u{1B}[0m" : heading) + "\n"
    let layout = TextLayout(columns: columns)
    text += layout.paragraph(command, lead: "   $ ") + "\n"
    for line in output.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      text += line.isEmpty ? "\n" : "   \(line)\n"
    }
    for check in checks {
      text += layout.paragraph(check.sentence, lead: check.holds ? "   ✓ " : "   ✗ ") + "\n"
    }
    return text + "\n"
  }

  func transcript(number: Int) -> JSONValue {
    .members([
      ("step", .integer(Int64(number))), ("title", .string(title)),
      ("command", .string(command)), ("result", json),
      (
        "checks",
        .array(
          checks.map {
            .members([("sentence", .string($0.sentence)), ("holds", .bool($0.holds))])
          })
      ),
    ])
  }
}
