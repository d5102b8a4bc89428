/// How much structure a JSON text has, found in one pass without memory: what decoding it would
/// cost.
///
/// Exact for well-formed JSON in UTF-8; for anything else a decoder stops where the first fault is,
/// and up to there it is exact too.
struct JSONShape: Hashable {
  /// The deepest nesting of brackets.
  private(set) var depth = 0
  /// Commas between the entries of the outermost list.
  private(set) var outerCommas = 0
  /// Commas anywhere.
  private(set) var commas = 0

  /// - Complexity: O(bytes).
  init(_ bytes: [UInt8]) {
    var level = 0
    var inString = false
    var isEscaped = false
    for byte in bytes {
      if inString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): inString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        level += 1
        depth = max(depth, level)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): level -= 1
      case UInt8(ascii: ","):
        commas += 1
        if level == 1 { outerCommas += 1 }
      default: break
      }
    }
  }
}
