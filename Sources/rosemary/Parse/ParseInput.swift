import KnowledgeModel
import SystemSeam
import WireProtocol

/// One text to understand, and what is known of who says it.
struct ParseItem {
  var text: String
  var author: String?
  var addressees: [String] = []
  var channel: String?
  var reference: Timestamp?
  /// Given tokens, which ranges then count; nil where the text is to be cut.
  var tokens: [String]?
  /// Comment lines that came with it.
  var comments: [String] = []
  /// Why the input could not be read; then the text is empty.
  var problem: String?

  /// The message that an extractor reads.
  var message: Message {
    Message(
      id: "1", channel: channel ?? "input", author: author ?? "author",
      sentAt: reference ?? Timestamp(microseconds: 0), text: text)
  }
}

/// Reads items in their order, as they come.
struct ParseInput {
  enum Format: String, CaseIterable, Sendable {
    case text, jsonl, conllu
  }

  let format: Format
  /// The present where an item has none.
  let reference: Timestamp?
  private let lines: LineReader

  init(_ lines: LineReader, format: Format, reference: Timestamp?) {
    self.lines = lines
    self.format = format
    self.reference = reference
  }

  /// The next item; nil at the end.
  func next() throws -> ParseItem? {
    var item: ParseItem?
    switch format {
    case .text: item = try lines.line().map(Self.text)
    case .jsonl: item = try lines.line().map(Self.json)
    case .conllu: item = try sentence()
    }
    if item?.reference == nil { item?.reference = reference }
    return item
  }

  private static func text(_ line: LineReader.Line) -> ParseItem {
    guard case .bytes(let bytes) = line else { return tooLong }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.count <= Limits.messageTextBytes else { return tooLong }
    return ParseItem(text: text)
  }

  private static var tooLong: ParseItem {
    ParseItem(
      text: "", problem: "the text is longer than the limit of \(Limits.messageTextBytes) bytes")
  }

  private static func json(_ line: LineReader.Line) -> ParseItem {
    guard case .bytes(let bytes) = line else { return tooLong }
    guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return ParseItem(text: "") }
    do {
      try LineGuard.check(bytes)
    } catch {
      return ParseItem(text: "", problem: error.error.message)
    }
    do {
      return try item(JSONValue(parsing: bytes))
    } catch let error as JSONError {
      return ParseItem(text: "", problem: "not JSON: \(error.problem) (at byte \(error.offset))")
    } catch {
      return ParseItem(text: "", problem: "\(error)")
    }
  }

  /// Other members are for others.
  private static func item(_ json: JSONValue) throws(FieldError) -> ParseItem {
    guard case .string(let text) = json["text"], text.utf8.count <= Limits.messageTextBytes else {
      throw FieldError("text: it is missing, no string, or above \(Limits.messageTextBytes) bytes")
    }
    var item = ParseItem(text: text)
    item.author = string(json["author"])
    item.channel = string(json["channel"])
    if case .array(let names) = json["addressee"] { item.addressees = names.compactMap(string) }
    if let written = string(json["reference_time"]) {
      guard let time = Timestamp(written) ?? Timestamp(written + "Z") else {
        throw FieldError("reference_time: write a time such as 2024-05-02T16:20:00Z")
      }
      item.reference = time
    }
    return item
  }

  private static func string(_ json: JSONValue?) -> String? {
    guard case .string(let text) = json, !text.isEmpty,
      text.utf8.count <= Limits.identifierBytes
    else { return nil }
    return text
  }

  /// Rows up to a blank line: FORM is read; words of several rows and empty nodes are left out.
  private func sentence() throws -> ParseItem? {
    var item = ParseItem(text: "", tokens: [])
    var hasRow = false
    while let line = try lines.line() {
      guard case .bytes(let bytes) = line, !bytes.isEmpty else {
        if hasRow { break }
        continue
      }
      let row = String(decoding: bytes, as: UTF8.self)
      if row.hasPrefix("#") {
        item.comments.append(row)
        continue
      }
      hasRow = true
      let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count > 1, columns[0].allSatisfy({ $0.isASCII && $0.isNumber }) else {
        continue
      }
      item.tokens?.append(String(columns[1]))
    }
    guard hasRow else { return nil }
    item.text = (item.tokens ?? []).joined(separator: " ")
    return item.text.utf8.count <= Limits.messageTextBytes ? item : Self.tooLong
  }
}
