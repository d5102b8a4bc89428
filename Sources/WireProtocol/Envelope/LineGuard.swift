public import KnowledgeModel

/// What is checked of a line before it is read as JSON: its length, that it is UTF-8, and its nesting.
public enum LineGuard {
  /// What is wrong with a line.
  public enum Fault: Error, Hashable, Sendable {
    case tooLong(limit: Int)
    /// The offset of the first byte that is not UTF-8.
    case notUTF8(offset: Int)
    case tooDeep(limit: Int)

    /// `INVALID_ARGUMENT`, with the limit and the remedy.
    public var error: RosemaryError {
      switch self {
      case .tooLong(let limit):
        RosemaryError(
          .invalidArgument,
          "a line is longer than \(limit) bytes; send less in one call, such as fewer messages")
      case .notUTF8(let offset):
        RosemaryError(
          .invalidArgument, "byte \(offset) of the line is not UTF-8; encode the line as UTF-8")
      case .tooDeep(let limit):
        RosemaryError(
          .invalidArgument, "the JSON nests deeper than \(limit) levels; no call needs so many")
      }
    }
  }

  /// One pass over the line. The nesting is that of brackets outside strings, so it is an upper bound on
  /// the depth to which a reader of JSON recurses.
  /// - Complexity: O(bytes), in constant space.
  public static func check(
    _ line: [UInt8], bytes: Int = Limits.lineBytes, depth limit: Int = Limits.jsonDepth
  ) throws(Fault) {
    guard line.count <= bytes else { throw .tooLong(limit: bytes) }
    var depth = 0
    var inString = false
    var index = 0
    while index < line.count {
      let byte = line[index]
      guard byte < 0x80 else {
        index = try sequenceEnd(line, at: index)
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): inString.toggle()
      // In a string a backslash hides the next byte, were it a quote.
      case UInt8(ascii: "\\") where inString && index + 1 < line.count && line[index + 1] < 0x80:
        index += 1
      case UInt8(ascii: "{") where !inString, UInt8(ascii: "[") where !inString:
        depth += 1
        guard depth <= limit else { throw .tooDeep(limit: limit) }
      case UInt8(ascii: "}") where !inString, UInt8(ascii: "]") where !inString: depth -= 1
      default: break
      }
      index += 1
    }
  }

  /// The end of the multi-byte sequence at `start`, by the table of well-formed sequences (Unicode
  /// Standard, table 3-7).
  private static func sequenceEnd(_ line: [UInt8], at start: Int) throws(Fault) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch line[start] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: throw .notUTF8(offset: start)
    }
    guard start + length <= line.count, second.contains(line[start + 1]) else {
      throw .notUTF8(offset: start)
    }
    for index in (start + 2)..<max(start + length, start + 2)
    where !(0x80...0xBF).contains(line[index]) {
      throw .notUTF8(offset: start)
    }
    return start + length
  }
}
