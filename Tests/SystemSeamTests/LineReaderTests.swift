import KnowledgeModel
import SystemSeam
import Testing
import SeededTesting

/// What the reader does, on bytes that are all there.
private func lines(of bytes: [UInt8], limit: Int) -> [LineReader.Line] {
  var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  if parts.last?.isEmpty == true { parts.removeLast() }
  return parts.map { part in
    let line = part.last == UInt8(ascii: "\r") ? part.dropLast() : part
    return line.count > limit ? .tooLong : .bytes(Array(line))
  }
}

private func read(_ path: String, limit: Int) throws -> [LineReader.Line] {
  let reader = try LineReader(path, limit: limit)
  var found: [LineReader.Line] = []
  while let line = try reader.line() { found.append(line) }
  return found
}

@Test(arguments: 0..<40 as Range<UInt64>)
func `lines are those of the whole file`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  let alphabet = Array("ab\r\n".utf8) + [0, 0xFF]
  // Up to several reads of 64 KiB; some lines end across two of them.
  let count = Int.random(in: 0...(seed % 4 == 0 ? 300_000 : 200), using: &random)
  let isLong = seed % 2 == 0
  let bytes = (0..<count).map { _ in
    isLong && Int.random(in: 0..<1_000, using: &random) > 0
      ? UInt8(ascii: "x") : alphabet.randomElement(using: &random) ?? 0
  }
  let limit = Int.random(in: 0...3_000, using: &random)
  let folder = try TemporaryFolder()
  let found = try read(try folder.file("lines", bytes), limit: limit)
  #expect(found == lines(of: bytes, limit: limit), "seed \(seed)")
}

@Test func `a line of the limit is read and one byte more is not`() throws {
  let folder = try TemporaryFolder()
  let path = try folder.file("lines", Array("12345\r\n123456\n\n12345".utf8))
  let five = LineReader.Line.bytes(Array("12345".utf8))
  #expect(try read(path, limit: 5) == [five, .tooLong, .bytes([]), five])
}

@Test func `a missing file and a folder are named`() throws {
  let folder = try TemporaryFolder()
  let missing = folder.path + "/missing"
  let absent = #expect(throws: RosemaryError.self) { try read(missing, limit: 10) }
  #expect(absent?.code == .notFound && absent?.message.contains(missing) == true)
  let wrong = #expect(throws: RosemaryError.self) { try read(folder.path, limit: 10) }
  #expect(wrong?.code == .invalidArgument && wrong?.message.contains(folder.path) == true)
}
