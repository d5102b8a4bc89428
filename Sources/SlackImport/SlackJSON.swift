import FoundationEssentials
import KnowledgeModel

/// Reading of lists in JSON whose entries may each be broken on their own.
enum SlackJSON {
  /// The entries of the list that `bytes` hold, each read or the reason why it can't be.
  ///
  /// - Throws: `DATA_LOSS` when `bytes` are not one JSON list, as when an export broke off;
  ///   `RESOURCE_EXHAUSTED` when they hold more than can be read safely.
  static func list<Record: Decodable>(
    _: Record.Type, _ bytes: [UInt8]
  ) throws(RosemaryError) -> [Lenient<Record>] {
    try check(bytes)
    do {
      return try JSONDecoder().decode([Lenient<Record>].self, from: Data(bytes))
    } catch {
      throw RosemaryError(
        .dataLoss, "not a list in JSON; was the export cut off? \(explain(error))")
    }
  }

  private static func check(_ bytes: [UInt8]) throws(RosemaryError) {
    // UTF-16 and UTF-32 would hide their brackets from the count.
    guard !bytes.contains(0) else {
      throw RosemaryError(.dataLoss, "not JSON in UTF-8: it holds a NUL byte")
    }
    let shape = JSONShape(bytes)
    let bounds = [
      (shape.depth, Limits.jsonDepth, "levels of nesting"),
      (shape.outerCommas + 1, Limits.importFileEntries, "entries"),
      (shape.commas + 1, Limits.importFileValues, "values"),
    ]
    for (count, limit, noun) in bounds where count > limit {
      throw RosemaryError(.resourceExhausted, "it has \(count) \(noun); the limit is \(limit)")
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
}

/// An entry whose failure to decode does not fail the list.
enum Lenient<Record: Decodable>: Decodable {
  case entry(Record)
  /// Why it can't be read.
  case broken(String)

  init(from decoder: any Decoder) throws {
    do {
      self = .entry(try Record(from: decoder))
    } catch {
      self = .broken(SlackJSON.explain(error))
    }
  }
}

extension KeyedDecodingContainer {
  /// The value of `key`; nil where it is absent, null or of another type.
  func lenient<Value: Decodable>(_ key: Key, as _: Value.Type = Value.self) -> Value? {
    try? decodeIfPresent(Value.self, forKey: key)
  }

  /// The readable ones of the first `limit` entries of the list at `key`; empty where there is
  /// none.
  func lenientList<Record: Decodable>(
    _ key: Key, limit: Int, of _: Record.Type = Record.self
  ) -> [Record] {
    guard contains(key), var list = try? nestedUnkeyedContainer(forKey: key) else { return [] }
    var records: [Record] = []
    while !list.isAtEnd, list.currentIndex < limit,
      let next = try? list.decode(Lenient<Record>.self)
    {
      if case .entry(let record) = next { records.append(record) }
    }
    return records
  }
}
