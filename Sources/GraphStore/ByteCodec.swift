import KnowledgeModel

/// Writes the log's payloads: LEB128 integers and length-prefixed UTF-8, in the order the reader knows.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving capacity: Int = 128) {
    bytes.reserveCapacity(capacity)
  }

  mutating func unsigned(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func count(_ value: Int) {
    unsigned(UInt64(value))
  }

  /// Zigzag, so that small negatives stay short.
  mutating func signed(_ value: Int64) {
    unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      count(utf8.count)
      bytes.append(contentsOf: utf8)
    }
  }

  mutating func optional<Value>(_ value: Value?, _ write: (inout Self, Value) -> Void) {
    guard let value else { return bytes.append(0) }
    bytes.append(1)
    write(&self, value)
  }

  mutating func list<Element>(_ elements: [Element], _ write: (inout Self, Element) -> Void) {
    count(elements.count)
    for element in elements { write(&self, element) }
  }

  mutating func flag(_ value: Bool) {
    bytes.append(value ? 1 : 0)
  }
}

/// Reads what ``ByteWriter`` wrote. Anything else is damage, reported as `DATA_LOSS`.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private static var damaged: RosemaryError {
    RosemaryError(.dataLoss, "an event's payload is damaged: restore the workspace from a backup")
  }

  mutating func byte() throws -> UInt8 {
    guard position < bytes.count else { throw Self.damaged }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func unsigned() throws -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      guard shift < 64 else { throw Self.damaged }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  /// A count of things of which each takes at least one byte, so that damage can't ask for more memory
  /// than the payload has bytes.
  mutating func count() throws -> Int {
    let value = try unsigned()
    guard value <= UInt64(bytes.count - position) else { throw Self.damaged }
    return Int(value)
  }

  mutating func integer() throws -> Int {
    guard let value = Int(exactly: try unsigned()) else { throw Self.damaged }
    return value
  }

  mutating func signed() throws -> Int64 {
    let value = try unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func string() throws -> String {
    let length = try count()
    defer { position += length }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  mutating func optional<Value>(_ read: (inout Self) throws -> Value) throws -> Value? {
    switch try byte() {
    case 0: nil
    case 1: try read(&self)
    default: throw Self.damaged
    }
  }

  mutating func list<Element>(_ read: (inout Self) throws -> Element) throws -> [Element] {
    let length = try count()
    var elements: [Element] = []
    elements.reserveCapacity(length)
    for _ in 0..<length { elements.append(try read(&self)) }
    return elements
  }

  mutating func flag() throws -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw Self.damaged
    }
  }

  /// Throws unless every byte was read.
  func finish() throws {
    guard position == bytes.count else { throw Self.damaged }
  }
}
