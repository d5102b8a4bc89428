import FoundationEssentials
import KnowledgeModel

/// Reading of lists in JSON whose entries may each be broken on their own.
enum SlackJSON {
  /// The entries of the list that `bytes` hold, each read or the reason why it can't be.
  ///
  /// - Throws: `DATA_LOSS` when `bytes` are not one JSON list, as when an export broke off;
  ///   `RESOURCE_EXHAUSTED` when they nest too deeply to be read safely.
  static func list<Record: Decodable>(
    _: Record.Type, _ bytes: [UInt8]
  ) throws(RosemaryError) -> [Result<Record, any Error>] {
    // UTF-16 and UTF-32 would hide their brackets from the check of nesting.
    guard !bytes.contains(0) else {
      throw RosemaryError(.dataLoss, "not JSON in UTF-8: it holds a NUL byte")
    }
    guard nesting(bytes) <= Limits.jsonDepth else {
      throw RosemaryError(
        .resourceExhausted, "it nests deeper than the limit of \(Limits.jsonDepth) levels")
    }
    do {
      return try JSONDecoder().decode([Lenient<Record>].self, from: Data(bytes)).map(\.result)
    } catch {
      throw RosemaryError(.dataLoss, "not a list in JSON; was the export cut off? \(explain(error))")
    }
  }

  /// What a decoder's error says, as a part of a sentence.
  static func explain(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
      .dataCorrupted(let found):
      context = found
    @unknown default: return "\(error)"
    }
    let detail = context.underlyingError.map { " \($0)" } ?? ""
    return "\(context.debugDescription.prefix(200))\(detail.prefix(200))"
  }

  /// The deepest nesting of brackets outside strings, in one pass.
  private static func nesting(_ bytes: [UInt8]) -> Int {
    var depth = 0
    var deepest = 0
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
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return deepest
  }
}

/// An entry whose failure to decode does not fail the list.
private struct Lenient<Record: Decodable>: Decodable {
  var result: Result<Record, any Error>

  init(from decoder: any Decoder) throws {
    result = Result { try Record(from: decoder) }
  }
}

extension KeyedDecodingContainer {
  /// The value of `key`; nil where it is absent, null or of another type.
  func lenient<Value: Decodable>(_ key: Key, as _: Value.Type = Value.self) -> Value? {
    try? decodeIfPresent(Value.self, forKey: key)
  }

  /// The readable entries of the list at `key`; empty where there is none.
  func lenientList<Record: Decodable>(_ key: Key, of _: Record.Type = Record.self) -> [Record] {
    guard contains(key), let entries = lenient(key, as: [Lenient<Record>].self) else { return [] }
    return entries.compactMap { try? $0.result.get() }
  }
}
