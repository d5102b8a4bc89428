/// Lays out text for people.
struct TextLayout {
  /// The widest line, in characters.
  var columns: Int

  /// `text` on as few lines as fit, the first after `lead`, the others indented as far.
  ///
  /// White space of the text, newlines included, becomes single spaces; longer words stay whole. Control
  /// characters are dropped, so that no message commands the terminal.
  func paragraph(_ text: String, lead: String = "", isIndented: Bool = true) -> String {
    let indent = isIndented ? String(repeating: " ", count: lead.count) : ""
    var lines: [String] = []
    var line = lead
    var hasWord = false
    var length = lead.count
    for word in Self.plain(text).split(separator: " ") {
      if hasWord, length + 1 + word.count > columns {
        lines.append(line)
        line = indent
        length = indent.count
        hasWord = false
      }
      if hasWord {
        line += " "
        length += 1
      }
      line += word
      length += word.count
      hasWord = true
    }
    return (lines + [line]).joined(separator: "\n")
  }

  /// At most `limit` characters of the text, on one line.
  static func excerpt(_ text: String, limit: Int) -> String {
    let plain = plain(text)
    guard plain.count > limit else { return plain }
    return plain.prefix(max(0, limit - 1)) + "…"
  }

  /// Without control characters, white space as single spaces.
  static func plain(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).map { word in
      String(
        String.UnicodeScalarView(
          word.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }
    .joined(separator: " ")
  }

  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// A bar of `share` (0 to 1) of `width` columns, to an eighth of one.
  static func bar(_ share: Double, width: Int) -> String {
    let eighths = Int((min(max(share, 0), 1) * Double(width) * 8).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
