/// Slack's emphasis, taken out: `*bold*`, `_italic_`, `~struck~` become their words.
///
/// A sign opens at the beginning of a word and closes at the end of one, in the same line, as Slack reads it;
/// any other sign stays, and code stays as it is. What was struck out is still what was written.
enum SlackEmphasis {
  private static let signs = [UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~")]
  private static let code = UInt8(ascii: "`")
  private static let newline = UInt8(ascii: "\n")
  private static let angles = [UInt8(ascii: "<"), UInt8(ascii: ">")]

  /// - Complexity: O(n).
  static func removed(from bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: signs.contains) else { return bytes }
    var dropped = [Bool](repeating: false, count: bytes.count)
    let isCode = codeBytes(of: bytes)
    for sign in signs { mark(sign, in: bytes, isCode, &dropped) }
    return bytes.indices.filter { !dropped[$0] }.map { bytes[$0] }
  }

  /// Pairs each opening sign with the next closing one of its line.
  private static func mark(
    _ sign: UInt8, in bytes: [UInt8], _ isCode: [Bool], _ dropped: inout [Bool]
  ) {
    var opening: Int?
    for index in bytes.indices where !isCode[index] {
      if bytes[index] == newline {
        opening = nil
      } else if bytes[index] == sign {
        if let open = opening, index > open + 1, closes(index, in: bytes) {
          dropped[open] = true
          dropped[index] = true
          opening = nil
        } else if opens(index, in: bytes) {
          opening = index
        }
      }
    }
  }

  private static func opens(_ index: Int, in bytes: [UInt8]) -> Bool {
    guard index + 1 < bytes.count, bytes[index + 1] > 0x20, bytes[index + 1] != bytes[index] else {
      return false
    }
    return index == 0 || !isWordLike(bytes[index - 1])
  }

  private static func closes(_ index: Int, in bytes: [UInt8]) -> Bool {
    guard bytes[index - 1] > 0x20, bytes[index - 1] != bytes[index] else { return false }
    return index + 1 == bytes.count || !isWordLike(bytes[index + 1])
  }

  private static func isWordLike(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte >= 0x80
  }

  /// The bytes that emphasis does not reach into: code, and what Slack wrote between angle brackets.
  private static func codeBytes(of bytes: [UInt8]) -> [Bool] {
    var isCode = [Bool](repeating: false, count: bytes.count)
    var index = 0
    var isLastBlockSeen = false
    while index < bytes.count {
      var end: Int?
      if bytes[index] == angles[0] {
        // Not past the next one: a line of nothing else must not be read once for each.
        end = bytes[(index + 1)...].firstIndex { angles.contains($0) || $0 == newline }
          .flatMap { bytes[$0] == angles[1] ? $0 : nil }
      } else if isBlock(index, in: bytes), !isLastBlockSeen {
        end = (index + 3..<bytes.count).first { isBlock($0, in: bytes) }.map { $0 + 2 }
        isLastBlockSeen = end == nil
      } else if bytes[index] == code {
        end = bytes[(index + 1)...].firstIndex { $0 == code || $0 == newline }
          .flatMap { bytes[$0] == code ? $0 : nil }
      }
      let last = end ?? index
      if let end { for place in index...end { isCode[place] = true } }
      index = last + 1
    }
    return isCode
  }

  private static func isBlock(_ index: Int, in bytes: [UInt8]) -> Bool {
    index + 2 < bytes.count && bytes[index] == code && bytes[index + 1] == code
      && bytes[index + 2] == code
  }
}
