import KnowledgeModel
import Testing

@testable import SlackImport
import SeededTesting

@Suite struct JSONShapeTests {
  /// A random value with its depth and commas, counted as it is written.
  private func value(
    _ room: Int, _ generator: inout SeededGenerator
  ) -> (text: String, depth: Int, commas: Int) {
    let isList = Bool.random(using: &generator)
    guard room > 0, Int.random(in: 0...3, using: &generator) > 0 else {
      return (
        ["1", "null", #""[,{""#, #""\",\\""#, #""é""#].randomElement(using: &generator) ?? "", 0, 0
      )
    }
    let parts = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      value(room - 1, &generator)
    }
    let texts = parts.map { isList ? $0.text : #""k,]}":"# + $0.text }.joined(separator: ", ")
    return (
      isList ? "[\(texts)]" : "{\(texts)}", (parts.map(\.depth).max() ?? 0) + 1,
      parts.reduce(max(0, parts.count - 1)) { $0 + $1.commas }
    )
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `depth and commas are those of the text as it was built`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let parts = (0..<Int.random(in: 1...9, using: &generator)).map { _ in value(5, &generator) }
    let shape = JSONShape(Array("[\(parts.map(\.text).joined(separator: ","))]".utf8))
    #expect(shape.depth == (parts.map(\.depth).max() ?? 0) + 1, "seed \(seed)")
    #expect(shape.outerCommas == parts.count - 1, "seed \(seed)")
    #expect(
      shape.commas == parts.reduce(parts.count - 1) { $0 + $1.commas }, "seed \(seed)")
  }

  @Test func `a list longer than the limit is refused before it is decoded`() {
    let list = Array("[\(String(repeating: "1,", count: Limits.importFileEntries))1]".utf8)
    let error = #expect(throws: RosemaryError.self) {
      try SlackJSON.list(MessageRecord.self, list)
    }
    #expect(error?.code == .resourceExhausted)
    #expect(error?.message.contains("\(Limits.importFileEntries)") == true)
  }

  @Test func `a list in UTF-16, whose brackets would not be counted, is refused`() {
    let bytes = "[]".utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    let error = #expect(throws: RosemaryError.self) {
      try SlackJSON.list(MessageRecord.self, bytes)
    }
    #expect(error?.message.contains("UTF-8") == true)
  }

  @Test(arguments: [0, 1])
  func `nesting is read to the limit and not beyond`(excess: Int) {
    let levels = Limits.jsonDepth - 1 + excess
    let text =
      "[" + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "]"
    let list = try? SlackJSON.list(MessageRecord.self, Array(text.utf8))
    #expect((list == nil) == (excess == 1))
  }
}
