import Foundation
import KnowledgeModel
import Testing

@testable import WireProtocol
import SeededTesting

private func written(_ value: JSONValue) throws -> String {
  String(decoding: try value.encoded(), as: UTF8.self)
}

struct JSONWriterTests {
  @Test func `names are sorted by their bytes and slashes stand as they are`() throws {
    let value = JSONValue.members([
      ("b", .integer(1)), ("a/b", .string("x/y")), ("Z", .array([.null, .bool(true)])),
      ("\u{e9}", .number(0.5)),
    ])
    #expect(try written(value) == #"{"Z":[null,true],"a/b":"x/y","b":1,"é":0.5}"#)
  }

  @Test func `a number that is not finite is an internal error`() {
    for value in [Double.nan, .infinity, -.infinity] {
      let error = #expect(throws: RosemaryError.self) {
        try JSONValue.array([.number(value)]).encoded()
      }
      #expect(error?.code == .internalError)
    }
  }

  @Test func `control characters, quotes and backslashes come back`() throws {
    let text = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init)))
    let bytes = try JSONValue.string(text).encoded()
    #expect(!bytes.contains { $0 < 0x20 })
    #expect(try JSONValue(parsing: bytes) == .string(text))
    let theirs = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    #expect(theirs as? String == text)
  }

  @Test(arguments: 0..<20)
  func `what is written is read back, and written the same again`(seed: Int) throws {
    var generator = DocumentGenerator(random: SeededGenerator(seed: UInt64(seed)))
    for _ in 0..<100 {
      let document = generator.document()
      guard let value = try? JSONValue(parsing: Array(document.utf8)) else { continue }
      let bytes = try value.encoded()
      let again = try JSONValue(parsing: bytes)
      #expect(try again.encoded() == bytes, "seed \(seed): \(document)")
    }
  }

  @Test(
    arguments: [
      0.1, 1e-5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 123_456_789.25, -0.0,
      0.3333333333333333,
    ] as [Double])
  func `a double keeps all its digits`(value: Double) throws {
    #expect(try JSONValue(parsing: JSONValue.number(value).encoded()) == .number(value))
  }
}
