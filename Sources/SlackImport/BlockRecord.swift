/// A block of Slack's Block Kit, and everything within it: each level has the same shape.
///
/// The type says which fields are there: a `rich_text` block holds sections, lists, quotes and
/// preformatted texts, and these hold texts, links, mentions and emoji.
struct BlockRecord: Decodable {
  var type: String
  /// The characters of a `text`; in a section the mrkdwn of its text object.
  var text: String?
  var url: String?
  var userID: String?
  var usergroupID: String?
  var channelID: String?
  var name: String?
  var range: String?
  var fallback: String?
  var elements: [BlockRecord]

  /// Entries of a list that are read: more than fit in a message that Slack takes.
  static let listLimit = 10_000

  private enum Keys: String, CodingKey {
    case type, text, url, name, range, fallback, elements, fields
    case userID = "user_id"
    case usergroupID = "usergroup_id"
    case channelID = "channel_id"
  }

  private struct TextObject: Decodable {
    var text: String
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    type = try values.decode(String.self, forKey: .type)
    text = values.lenient(.text) ?? values.lenient(.text, as: TextObject.self)?.text
    url = values.lenient(.url)
    userID = values.lenient(.userID)
    usergroupID = values.lenient(.usergroupID)
    channelID = values.lenient(.channelID)
    name = values.lenient(.name)
    range = values.lenient(.range)
    fallback = values.lenient(.fallback)
    // Depth is bounded by ``Limits/jsonDepth``, which was checked before the file was decoded.
    elements =
      values.lenientList(.elements, limit: Self.listLimit)
      + values.lenientList(.fields, limit: Self.listLimit)
  }
}

extension BlockRecord {
  /// The blocks' text in mrkdwn, for ``SlackMarkup`` to read: one line for each section and list
  /// item.
  static func mrkdwn(_ blocks: [BlockRecord]) -> String {
    var lines: [String] = []
    for block in blocks { block.appendLines(to: &lines) }
    return lines.joined(separator: "\n")
  }

  private func appendLines(to lines: inout [String]) {
    switch type {
    case "rich_text", "rich_text_list", "context":
      for element in elements { element.appendLines(to: &lines) }
    case "section":
      if let text { lines.append(text) }
      for field in elements { field.appendLines(to: &lines) }
    case "rich_text_preformatted":
      lines.append("```\(inline)```")
    case "rich_text_section", "rich_text_quote":
      lines.append(inline)
    case "header", "mrkdwn", "plain_text", "markdown":
      if let text { lines.append(text) }
    default: break
    }
  }

  private var inline: String {
    elements.map(\.inlineText).joined()
  }

  private var inlineText: String {
    switch type {
    case "text": escape(text ?? "")
    case "link":
      url.map { "<\($0)\(text.map { "|\(escape($0))" } ?? "")>" } ?? escape(text ?? "")
    case "user": userID.map { "<@\($0)>" } ?? ""
    case "usergroup": usergroupID.map { "<!subteam^\($0)>" } ?? ""
    case "channel": channelID.map { "<#\($0)>" } ?? ""
    case "broadcast": range.map { "<!\($0)>" } ?? ""
    case "emoji": name.map { ":\($0):" } ?? ""
    case "date": escape(fallback ?? "")
    default: escape(text ?? "")
    }
  }
}

/// Characters that mrkdwn gives a meaning to.
private func escape(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3c || $0 == 0x3e }) else { return text }
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "&"): bytes += "&amp;".utf8
    case UInt8(ascii: "<"): bytes += "&lt;".utf8
    case UInt8(ascii: ">"): bytes += "&gt;".utf8
    default: bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
