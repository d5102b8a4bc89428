/// Slack's mrkdwn, made readable: what Slack wrote into a text for what its author typed is undone.
///
/// `<@U1>` becomes `@handle`, `<#C1|general>` `#general`, `<https://a.b|label>` `label
/// (https://a.b)`, `<!here>` `@here`, `&lt;` `<`, `*bold*` `bold`. Code and emoji stay as typed. Angle
/// brackets that an author types arrive escaped, in code too, so those that are there are Slack's:
/// also within code they stand for a link or a mention.
struct SlackMarkup: Sendable {
  /// Users' handles by id.
  var handles: [String: String]
  /// Public channels' names by id.
  var channelNames: [String: String]
  /// Ids of channels whose names are not for everyone: a label that names one is not shown.
  var concealed: Set<String>

  /// The readable text of `mrkdwn`.
  ///
  /// - Complexity: O(n + m) for n bytes in and m out; each byte is looked at a few times at most.
  func plainText(_ mrkdwn: String) -> String {
    let bytes = SlackEmphasis.removed(from: Array(mrkdwn.utf8))
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + 16)
    var position = 0
    while position < bytes.count {
      let special =
        bytes[position...].firstIndex { $0 == Byte.open || $0 == Byte.ampersand } ?? bytes.count
      output += bytes[position..<special]
      position = special
      guard special < bytes.count else { break }
      if bytes[special] == Byte.ampersand {
        position += appendEntity(bytes[special...], to: &output)
      } else if let close = closing(bytes, after: special),
        let text = reading(of: bytes[special + 1..<close])
      {
        output += text
        position = close + 1
      } else {
        output.append(Byte.open)
        position += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The place of the `>` that ends what starts at `open`; nil when another `<` comes first.
  private func closing(_ bytes: [UInt8], after open: Int) -> Int? {
    let next = bytes[(open + 1)...].firstIndex { $0 == Byte.close || $0 == Byte.open }
    return next.flatMap { bytes[$0] == Byte.close ? $0 : nil }
  }

  /// What stands for the text between angle brackets; nil when it is none of Slack's forms.
  private func reading(of body: ArraySlice<UInt8>) -> [UInt8]? {
    guard let sign = body.first else { return nil }
    let bar = body.firstIndex(of: Byte.bar)
    let target = body[..<(bar ?? body.endIndex)]
    let label = bar.map { unescaped(body[($0 + 1)...]) }.flatMap { $0.isEmpty ? nil : $0 }
    switch sign {
    case UInt8(ascii: "@"):
      guard target.count > 1 else { return nil }
      let id = string(target.dropFirst())
      if let handle = handles[id] { return Array("@\(handle)".utf8) }
      return prefixed(UInt8(ascii: "@"), label ?? Array(id.utf8))
    case UInt8(ascii: "#"):
      guard target.count > 1 else { return nil }
      return channel(string(target.dropFirst()), label)
    case UInt8(ascii: "!"):
      return special(target.dropFirst(), label)
    default:
      return link(target, label)
    }
  }

  private func channel(_ id: String, _ label: [UInt8]?) -> [UInt8] {
    if concealed.contains(id) { return Array("#\(id)".utf8) }
    let name = label ?? channelNames[id].map { Array($0.utf8) } ?? Array(id.utf8)
    return prefixed(UInt8(ascii: "#"), name)
  }

  /// `!here`, `!subteam^ID`, `!date^SECONDS^FORMAT`, without the exclamation mark.
  private func special(_ command: ArraySlice<UInt8>, _ label: [UInt8]?) -> [UInt8]? {
    guard !command.isEmpty else { return nil }
    let caret = UInt8(ascii: "^")
    if command.elementsEqual("here".utf8) || command.elementsEqual("channel".utf8)
      || command.elementsEqual("everyone".utf8) || command.elementsEqual("group".utf8)
    {
      return prefixed(UInt8(ascii: "@"), Array(command))
    }
    if command.starts(with: "subteam^".utf8) {
      let id = command.dropFirst("subteam^".utf8.count).prefix { $0 != caret }
      return prefixed(UInt8(ascii: "@"), label ?? Array(id))
    }
    return label ?? unescaped(command)
  }

  private func link(_ target: ArraySlice<UInt8>, _ label: [UInt8]?) -> [UInt8]? {
    guard let schemeEnd = schemeEnd(target) else { return nil }
    let url = unescaped(target)
    let rest = unescaped(target[schemeEnd...])
    let isMail =
      target.starts(with: "mailto:".utf8) || target.starts(with: "tel:".utf8)
    let shown = isMail ? rest : url
    guard let label, label != url else { return shown }
    // Slack links what looks like an address; the label is then what was typed.
    if label == rest || label + [UInt8(ascii: "/")] == rest { return label }
    return label + " (".utf8 + shown + ")".utf8
  }

  /// Behind `scheme:` and the slashes after it; nil where the text is no address.
  private func schemeEnd(_ target: ArraySlice<UInt8>) -> Int? {
    guard let colon = target.firstIndex(of: UInt8(ascii: ":")), colon > target.startIndex,
      colon + 1 < target.endIndex, Byte.isLetter(target[target.startIndex]),
      target[..<colon].allSatisfy(Byte.isScheme),
      !target.contains(where: Byte.isSpace)
    else { return nil }
    let rest = target[(colon + 1)...]
    return rest.starts(with: "//".utf8) ? colon + 3 : colon + 1
  }

  private func prefixed(_ sign: UInt8, _ name: [UInt8]) -> [UInt8] {
    name.first == sign ? name : [sign] + name
  }

  private func string(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard bytes.contains(Byte.ampersand) else { return Array(bytes) }
    var output: [UInt8] = []
    var position = bytes.startIndex
    while position < bytes.endIndex {
      if bytes[position] == Byte.ampersand {
        position += appendEntity(bytes[position...], to: &output)
      } else {
        output.append(bytes[position])
        position += 1
      }
    }
    return output
  }

  /// Appends what the entity at the start of `bytes` stands for, or its ampersand where it is none
  /// of Slack's three; returns the bytes that it took.
  private func appendEntity(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) -> Int {
    for (entity, character) in Byte.entities where bytes.starts(with: entity) {
      output.append(character)
      return entity.count
    }
    output.append(Byte.ampersand)
    return 1
  }
}

/// Bytes that mrkdwn gives a meaning to.
private enum Byte {
  static let open = UInt8(ascii: "<")
  static let close = UInt8(ascii: ">")
  static let bar = UInt8(ascii: "|")
  static let ampersand = UInt8(ascii: "&")
  static let entities: [([UInt8], UInt8)] = [
    (Array("&amp;".utf8), ampersand), (Array("&lt;".utf8), open), (Array("&gt;".utf8), close),
  ]

  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  static func isScheme(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte <= 0x20
  }
}
