import KnowledgeModel
import Testing

@testable import WireProtocol
import SeededTesting

private func isUTF8(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

private func passes(_ bytes: [UInt8]) -> Bool { (try? LineGuard.check(bytes)) != nil }

struct LineGuardTests {
  @Test func `it tells UTF-8 as the standard library does, for all short sequences`() {
    for first in UInt8.min...UInt8.max {
      #expect(passes([first]) == isUTF8([first]))
      for second in UInt8.min...UInt8.max {
        // A backslash, a quote and a bracket have no part in this.
        if passes([first, second]) != isUTF8([first, second]) {
          Issue.record("\(first) \(second)")
        }
        guard first >= 0xE0, second >= 0x80 else { continue }
        for third in [0x00, 0x22, 0x5C, 0x7F, 0x80, 0x8F, 0xBF, 0xC0, 0xFF] as [UInt8] {
          let three = [first, second, third]
          if passes(three) != isUTF8(three) { Issue.record("\(three)") }
          for fourth in [0x7F, 0x80, 0xBF, 0xC0] as [UInt8] {
            let four = three + [fourth]
            if passes(four) != isUTF8(four) { Issue.record("\(four)") }
          }
        }
      }
    }
  }

  @Test(arguments: 0..<20)
  func `it tells UTF-8 in random bytes, in strings and after backslashes`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces: [[UInt8]] = [
      [0x22], [0x5C], [0x61], [0xC3, 0xA9], [0xF0, 0x9F, 0x98, 0x80], [0xE2, 0x82, 0xAC], [0x80],
      [0xC3], [0xF0, 0x9F], [0xED, 0xA0, 0x80],
    ]
    for _ in 0..<500 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<12, using: &random) {
        // Mostly well-formed pieces, so that long inputs pass too.
        let bound = Int.random(in: 0..<8, using: &random) == 0 ? pieces.count : 6
        bytes += pieces[Int.random(in: 0..<bound, using: &random)]
      }
      #expect(passes(bytes) == isUTF8(bytes), "seed \(seed): \(bytes)")
    }
  }

  @Test func `brackets in strings do not nest`() throws {
    let line = #"{"a":"\#(String(repeating: "[", count: 1000))\"[[","b":[]}"#
    try LineGuard.check(Array(line.utf8))
  }

  @Test func `the limit on nesting is exact`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    try LineGuard.check(nested(Limits.jsonDepth))
    _ = try JSONValue(parsing: nested(Limits.jsonDepth))
    #expect(throws: LineGuard.Fault.tooDeep(limit: Limits.jsonDepth)) {
      try LineGuard.check(nested(Limits.jsonDepth + 1))
    }
    #expect(throws: LineGuard.Fault.tooDeep(limit: Limits.jsonDepth)) {
      try LineGuard.check(nested(10_000))
    }
  }

  @Test func `the limit on length is exact and named`() throws {
    let line = [UInt8](repeating: 0x20, count: Limits.lineBytes)
    try LineGuard.check(line)
    #expect(throws: LineGuard.Fault.tooLong(limit: Limits.lineBytes)) {
      try LineGuard.check(line + [0x20])
    }
    let message = LineGuard.Fault.tooLong(limit: Limits.lineBytes).error.message
    #expect(message.contains("1048576"))
  }
}
