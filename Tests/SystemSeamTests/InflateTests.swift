import KnowledgeModel
import SystemSeam
import Testing
import SeededTesting

@Suite struct InflateTests {
  private func unpack(
    _ packed: [UInt8], bytes: Int = 1 << 24, ratio: Int = Limits.inflationRatio
  ) throws(RosemaryError) -> [UInt8] {
    try Inflate.bytes(
      packed.span.bytes, bounds: Inflate.Bounds(bytes: bytes, ratio: ratio), name: "a.json")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `what zlib packed comes back`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...100_000, using: &generator)
    let alphabet = UInt8.random(in: 0...255, using: &generator)
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...alphabet, using: &generator) }
    let packed = deflate(bytes, level: CInt(seed % 10))
    #expect(try unpack(packed) == bytes, "seed \(seed)")
  }

  @Test func `data cut anywhere is refused as damaged`() throws {
    let packed = deflate(Array("to be or not to be, that is the question".utf8))
    for end in 0..<packed.count {
      #expect(throws: RosemaryError.self) { try unpack(Array(packed[..<end])) }
      do { _ = try unpack(Array(packed[..<end])) } catch {
        #expect(error.code == .dataLoss)
        #expect(error.message.contains("a.json"))
      }
    }
  }

  @Test func `data with any bit flipped gives bytes or an error within the bounds`() {
    let packed = deflate(Array("rosemary, that's for remembrance; pray, love, remember".utf8))
    for bit in 0..<packed.count * 8 {
      var damaged = packed
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      let unpacked = try? unpack(damaged, bytes: 1_000)
      #expect((unpacked?.count ?? 0) <= 1_000)
    }
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `noise never traps`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let noise = (0..<Int.random(in: 0...2_000, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
    #expect(((try? unpack(noise, bytes: 100_000))?.count ?? 0) <= 100_000, "seed \(seed)")
  }

  @Test func `a bomb is refused at the limit of bytes`() {
    let bomb = deflate([UInt8](repeating: 0, count: 8 << 20), level: 9)
    #expect(bomb.count < 10_000)
    var taken = 0
    let error = #expect(throws: RosemaryError.self) {
      try Inflate.unpack(
        bomb.span.bytes, bounds: Inflate.Bounds(bytes: 100_000), name: "bomb"
      ) { taken += $0.byteCount }
    }
    #expect(error?.code == .resourceExhausted)
    #expect(taken <= 100_000)
  }

  @Test func `a bomb is refused at the limit of the ratio`() {
    let zeros = deflate([UInt8](repeating: 0, count: 1 << 20), level: 9)
    let error = #expect(throws: RosemaryError.self) { try unpack(zeros, ratio: 100) }
    #expect(error?.code == .resourceExhausted)
    #expect(throws: Never.self) { try unpack(zeros) }
  }

  @Test func `bytes behind the end are refused`() {
    let packed = deflate([1, 2, 3]) + [0]
    #expect(throws: RosemaryError.self) { try unpack(packed) }
  }

  @Test func `what the sink throws comes through`() {
    let packed = deflate([1, 2, 3])
    let error = #expect(throws: RosemaryError.self) {
      try Inflate.unpack(packed.span.bytes, bounds: Inflate.Bounds(bytes: 10), name: "a") {
        _ throws(RosemaryError) in throw RosemaryError(.cancelled, "enough")
      }
    }
    #expect(error?.code == .cancelled)
  }
}

@Suite struct CRC32Tests {
  /// The definition, bit by bit.
  private func slow(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
      }
    }
  }

  @Test func `the standard's check value comes out`() {
    #expect(CRC32(Array("123456789".utf8).span.bytes).value == 0xcbf4_3926)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `pieces sum up to what the definition gives for the whole`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var whole: [UInt8] = []
    var sum = CRC32()
    for _ in 0..<Int.random(in: 0...5, using: &generator) {
      let piece = (0..<Int.random(in: 0...999, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      sum.update(piece.span.bytes)
      whole += piece
    }
    #expect(sum.value == slow(whole), "seed \(seed)")
  }
}
