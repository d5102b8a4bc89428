import Foundation
import Testing

@testable import WireProtocol
import SeededTesting

private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

/// Foundation's reading of the same bytes, as an oracle; nil where it refuses them.
private func foundation(_ bytes: [UInt8]) -> Any? {
  try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
}

/// Foundation lets a comma follow the last element; we do not.
private func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
  let text = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
  return text.contains(",]") || text.contains(",}")
}

/// Whether our value is Foundation's.
private func agrees(_ value: JSONValue, _ other: Any) -> Bool {
  switch value {
  case .null: return other is NSNull
  case .bool(let value): return (other as? Bool) == value
  case .integer(let value): return (other as? NSNumber)?.int64Value == value
  case .number(let value):
    // Foundation reads some of 17 digits as a neighbouring double.
    let theirs = (other as? NSNumber)?.doubleValue ?? .nan
    return abs(theirs - value) <= value.ulp
  case .unrepresentable: return true
  case .string(let text): return (other as? String).map { Array($0.utf8) } == Array(text.utf8)
  case .array(let elements):
    guard let others = other as? [Any], others.count == elements.count else { return false }
    return zip(elements, others).allSatisfy { agrees($0, $1) }
  case .object(let members):
    guard let others = other as? [String: Any] else { return false }
    // Of a repeated name Foundation keeps one.
    guard Set(members.map(\.name)).count == members.count else { return true }
    guard others.count == members.count else { return false }
    return members.allSatisfy { member in
      others[member.name].map { agrees(member.value, $0) } ?? false
    }
  }
}

extension JSONValue {
  /// Whether it holds a number that our reader lets through and Foundation's may not.
  fileprivate var holdsUnrepresentable: Bool {
    switch self {
    case .unrepresentable: true
    case .array(let elements): elements.contains(where: \.holdsUnrepresentable)
    case .object(let members): members.contains { $0.value.holdsUnrepresentable }
    default: false
    }
  }
}

/// Text that is nearly always close to JSON.
struct DocumentGenerator {
  var random: SeededGenerator
  private static let words = [
    "\"\"", "\"a\"", "\"caf\u{e9}\"", "\"\\u00e9\\n\\/\"", "\"\\ud83d\\ude00\"", "\"\u{1F600}\"",
    "\"\\ud83d\"", "\"\\x\"", "\"tab\there\"", "0", "-0", "7", "-12", "01", "1.5", "1.", ".5",
    "1e3",
    "1E-2", "2e+", "0.1e1", "true", "false", "null", "nul", "9223372036854775807", "-", "+1", "1e",
  ]

  mutating func document(depth: Int = 4) -> String {
    let space = ["", "", " ", "\n", "\t\r"].randomElement(using: &random) ?? ""
    return space + body(depth) + space
  }

  private mutating func body(_ depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &random) {
    case 0..<3: return Self.words.randomElement(using: &random) ?? "0"
    case 3, 4:
      return "[" + list(depth) { $0.document(depth: depth - 1) } + "]"
    default:
      return "{"
        + list(depth) {
          "\"k\(Int.random(in: 0..<9, using: &$0.random))\":" + $0.document(depth: depth - 1)
        }
        + "}"
    }
  }

  private mutating func list(_ depth: Int, _ element: (inout Self) -> String) -> String {
    var parts: [String] = []
    for _ in 0..<Int.random(in: 0..<4, using: &random) { parts.append(element(&self)) }
    return parts.joined(separator: ",")
  }

  /// The same bytes with a few of them removed, doubled or replaced by others that JSON knows.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0..<3, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.remove(at: index)
      case 1: bytes.insert(bytes[index], at: index)
      default: bytes[index] = Array("{}[]\",:\\0e.-tu \n/".utf8).randomElement(using: &random) ?? 0
      }
    }
    return bytes
  }
}

struct JSONReaderTests {
  @Test(arguments: 0..<40)
  func `it accepts what Foundation accepts, and reads the same`(seed: Int) throws {
    var generator = DocumentGenerator(random: SeededGenerator(seed: UInt64(seed)))
    for _ in 0..<250 {
      let document = generator.document()
      let bytes = generator.mutated(Array(document.utf8))
      guard (try? LineGuard.check(bytes)) != nil else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      let ours = try? JSONValue(parsing: bytes)
      if let ours, ours.holdsUnrepresentable { continue }
      let theirs = foundation(bytes)
      if ours == nil && hasTrailingComma(bytes) { continue }
      #expect((ours == nil) == (theirs == nil), "seed \(seed): \(text)")
      if let ours, let theirs { #expect(agrees(ours, theirs), "seed \(seed): \(text)") }
    }
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "[1 2]", "tru", "nulll", "01",
    "1.",
    "-", "1e", "+1", ".5", "'a'", "\"a", "\"\\", "\"\\u12", "\"\\ud800\"", "\"\\udc00\"",
    "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"\\q\"", "\"a\nb\"", "1 2", "// c\n1", "nan", "Inf",
    "]",
    "\u{FEFF}1",
  ])
  func `it refuses what is not JSON`(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test func `numbers keep their kind`() throws {
    #expect(try parse("9223372036854775807") == .integer(Int64.max))
    #expect(try parse("-9223372036854775808") == .integer(Int64.min))
    #expect(try parse("-0") == .integer(0))
    #expect(try parse("1.0") == .number(1))
    #expect(try parse("1e2") == .number(100))
    for text in ["9223372036854775808", "1e400", "-1e400", "NaN", "Infinity", "-Infinity"] {
      #expect(try parse(text) == .unrepresentable(text))
    }
    let digits = "0." + String(repeating: "3", count: 100_000)
    #expect(try parse(digits) == .unrepresentable(digits))
  }

  @Test func `a surrogate pair is one scalar`() throws {
    #expect(try parse("\"\\ud83d\\ude00\"") == .string("\u{1F600}"))
    #expect(try parse("\"\\u0000\"") == .string("\0"))
  }

  @Test func `nesting beyond the limit is refused without recursion`() {
    let deep = Array(String(repeating: "[", count: 1_000_000).utf8)
    #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
  }
}
