public import KnowledgeModel

extension JSONValue {
  /// The document on one line: names sorted by their bytes, no white space, no escaped slashes. Equal
  /// values give equal bytes.
  /// - Throws: `INTERNAL` for a number that JSON can't write, which is a programmer's error that must
  ///   not reach the caller as broken JSON.
  /// - Complexity: O(n log m) for n bytes and objects of at most m members.
  public func encoded() throws(RosemaryError) -> [UInt8] {
    var writer = JSONWriter()
    try writer.write(self)
    return writer.bytes
  }
}

struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: JSONValue) throws(RosemaryError) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(String(value))
    case .number(let value):
      guard value.isFinite else {
        throw RosemaryError(.internalError, "a result holds a number that is not finite")
      }
      append(value.description)
    case .unrepresentable(let text):
      throw RosemaryError(.internalError, "a result holds the number \(shortened(text))")
    case .string(let text): write(text)
    case .array(let elements):
      try list(elements, "[", "]") { (writer, element) throws(RosemaryError) in
        try writer.write(element)
      }
    case .object(let members):
      let sorted = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      try list(sorted, "{", "}") { (writer, member) throws(RosemaryError) in
        writer.write(member.name)
        writer.append(":")
        try writer.write(member.value)
      }
    }
  }

  private mutating func list<Element>(
    _ elements: [Element], _ opening: String, _ closing: String,
    _ write: (inout JSONWriter, Element) throws(RosemaryError) -> Void
  ) throws(RosemaryError) {
    append(opening)
    for (index, element) in elements.enumerated() {
      if index > 0 { append(",") }
      try write(&self, element)
    }
    append(closing)
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let content = Array(text.utf8)
    // Most bytes stand for themselves: they are copied by the run.
    var run = 0
    for (index, byte) in content.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
      bytes.append(contentsOf: content[run..<index])
      escape(byte)
      run = index + 1
    }
    bytes.append(contentsOf: content[run...])
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22: append("\\\"")
    case 0x5C: append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    default:
      append(byte < 0x10 ? "\\u000" : "\\u001")
      append(String(byte & 0x0F, radix: 16))
    }
  }
}
