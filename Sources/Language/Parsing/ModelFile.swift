public import KnowledgeModel
public import LinearAlgebra

/// A trained model as our tools write it (`tools/train/export.py` says how): named tensors, closed sets
/// of labels, and options.
public struct ModelFile: Sendable {
  struct Entry {
    let type: String
    let rows: Int
    let columns: Int
    let bytes: Range<Int>
  }

  private let content: [UInt8]
  private var entries: [String: Entry] = [:]
  private var labelSets: [String: [String]] = [:]
  private var options: [String: String] = [:]

  /// - Throws: `DATA_LOSS` where the bytes are not a whole model file.
  public init(_ content: [UInt8]) throws(RosemaryError) {
    self.content = content
    var reader = HeaderReader(content: content)
    guard reader.line() == "rosemary-model 1" else { throw Self.damage("it has no header") }
    var pending: [(String, Entry)] = []
    while let line = reader.line(), line != "end" {
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      switch words.first {
      case "tensor": pending.append(try Self.tensor(line))
      case "labels":
        guard words.count == 3, let count = Int(words[2]), count >= 0, count < 1 << 20 else {
          throw Self.damage("`\(line)`")
        }
        labelSets[words[1]] = (0..<count).compactMap { _ in reader.line() }
      case "option" where words.count == 3: options[words[1]] = words[2]
      default: throw Self.damage("`\(line)`")
      }
    }
    let base = (reader.position + 63) / 64 * 64
    for (name, entry) in pending {
      let bytes = base + entry.bytes.lowerBound..<base + entry.bytes.upperBound
      guard bytes.upperBound <= content.count else { throw Self.damage("\(name) is cut short") }
      entries[name] = Entry(
        type: entry.type, rows: entry.rows, columns: entry.columns, bytes: bytes)
    }
  }

  /// The labels of a set, in the order of the scores for them.
  public func labels(_ name: String) throws(RosemaryError) -> [String] {
    guard let labels = labelSets[name], !labels.isEmpty else {
      throw Self.damage("no labels \(name)")
    }
    return labels
  }

  public func option(_ name: String) -> String? { options[name] }

  /// A tensor of 16- or 32-bit floats; of the given shape, where one is given.
  public func matrix(_ name: String, rows: Int? = nil, columns: Int? = nil)
    throws(RosemaryError) -> Matrix
  {
    let entry = try entry(name, rows: rows, columns: columns)
    let count = entry.rows * entry.columns
    let values: [Float]
    switch entry.type {
    case "f16":
      values = integers(entry, count, UInt16.self).map { Float(Float16(bitPattern: $0)) }
    case "f32": values = integers(entry, count, UInt32.self).map(Float.init(bitPattern:))
    default: throw Self.damage("\(name) has no floats")
    }
    return Matrix(rows: entry.rows, columns: entry.columns, values: values)
  }

  /// A tensor of one row.
  public func vector(_ name: String, count: Int? = nil) throws(RosemaryError) -> [Float] {
    try matrix(name, rows: 1, columns: count).values
  }

  /// A tensor of bytes with a scale for each row.
  func byteTable(_ name: String, columns: Int? = nil) throws(RosemaryError) -> ByteTable {
    let entry = try entry(name, rows: nil, columns: columns)
    guard entry.type == "i8" else { throw Self.damage("\(name) has no bytes") }
    let count = entry.rows * entry.columns
    let bytes = content[entry.bytes.lowerBound..<entry.bytes.lowerBound + count]
    let scales = Entry(
      type: "f32", rows: 1, columns: entry.rows,
      bytes: entry.bytes.lowerBound + count..<entry.bytes.upperBound)
    return ByteTable(
      columns: entry.columns, bytes: bytes.map(Int8.init(bitPattern:)),
      scales: integers(scales, entry.rows, UInt32.self).map(Float.init(bitPattern:)))
  }

  /// A tensor of one row of whole numbers.
  func integers<Number: FixedWidthInteger>(_ name: String, as type: Number.Type)
    throws(RosemaryError) -> [Number]
  {
    let entry = try entry(name, rows: 1, columns: nil)
    guard entry.bytes.count == entry.columns * MemoryLayout<Number>.size else {
      throw Self.damage("\(name) holds other numbers")
    }
    return integers(entry, entry.columns, type)
  }

  private func integers<Number: FixedWidthInteger>(
    _ entry: Entry, _ count: Int, _ type: Number.Type
  ) -> [Number] {
    let size = MemoryLayout<Number>.size
    return (0..<count).map { index in
      let start = entry.bytes.lowerBound + index * size
      return (0..<size).reduce(Number.zero) {
        $0 | Number(truncatingIfNeeded: content[start + $1]) << ($1 * 8)
      }
    }
  }

  private func entry(_ name: String, rows: Int?, columns: Int?) throws(RosemaryError) -> Entry {
    guard let entry = entries[name] else { throw Self.damage("no tensor \(name)") }
    guard rows ?? entry.rows == entry.rows, columns ?? entry.columns == entry.columns else {
      throw Self.damage("\(name) is \(entry.rows) × \(entry.columns)")
    }
    return entry
  }

  private static func tensor(_ line: String) throws(RosemaryError) -> (String, Entry) {
    let words = line.split(separator: " ").map(String.init)
    let sizes = ["i8": 1, "f16": 2, "f32": 4, "i32": 4, "u64": 8]
    guard words.count == 7, let size = sizes[words[2]], let rows = Int(words[3]),
      let columns = Int(words[4]), let offset = Int(words[5]), let count = Int(words[6]),
      (0...1 << 28).contains(offset), (0...1 << 24).contains(rows),
      (0...1 << 24).contains(columns), rows * columns <= 1 << 28,
      count == rows * columns * size + (words[2] == "i8" ? 4 * rows : 0)
    else { throw damage("`\(line)`") }
    let entry = Entry(type: words[2], rows: rows, columns: columns, bytes: offset..<offset + count)
    return (words[1], entry)
  }

  private static func damage(_ what: String) -> RosemaryError {
    RosemaryError(.dataLoss, "the model file is damaged: \(what); make it again with tools/train")
  }
}

/// Lines of the header, and where it ends.
private struct HeaderReader {
  let content: [UInt8]
  var position = 0

  mutating func line() -> String? {
    guard let end = content[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { position = end + 1 }
    return String(decoding: content[position..<end], as: UTF8.self)
  }
}
