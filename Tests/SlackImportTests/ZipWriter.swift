import CZlib
import SystemSeam

/// Writes zip archives, good ones and bad ones.
struct ZipWriter {
  struct Member {
    var name: [UInt8]
    var bytes: [UInt8]
    var isDeflated = false
    var flags: UInt16 = 0x800
    var method: UInt16?
    var attributes: UInt32 = 0
    /// As written into the directory, where it is not the truth.
    var claimedSize: UInt32?
    var checksum: UInt32?

    init(_ name: String, _ text: String) {
      self.name = Array(name.utf8)
      bytes = Array(text.utf8)
    }

    init(_ name: String, bytes: [UInt8], isDeflated: Bool = false) {
      self.name = Array(name.utf8)
      self.bytes = bytes
      self.isDeflated = isDeflated
    }
  }

  var members: [Member]
  var comment: [UInt8] = []
  /// Whether sizes and offsets go into zip64 fields.
  var isZip64 = false
  /// Whether all members claim the place of the first.
  var overlaps = false

  init(_ members: [Member]) {
    self.members = members
  }

  func archive() -> [UInt8] {
    var output: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let packed = member.isDeflated ? deflate(member.bytes) : member.bytes
      let method = member.method ?? (member.isDeflated ? 8 : 0)
      let sum = member.checksum ?? CRC32(member.bytes.span.bytes).value
      let offset = overlaps ? 0 : output.count
      let size = member.claimedSize ?? UInt32(member.bytes.count)
      let common =
        number(UInt16(20)) + number(member.flags) + number(method) + number(UInt32(0))
        + number(sum)
      let local = number(UInt32(packed.count)) + number(size) + number(UInt16(member.name.count))
      output += number(0x0403_4b50 as UInt32) + common + local + number(UInt16(0)) + member.name
      output += packed
      let extra =
        isZip64
        ? number(UInt16(1)) + number(UInt16(24)) + number(UInt64(size))
          + number(UInt64(packed.count)) + number(UInt64(offset)) : []
      let sizes =
        isZip64
        ? number(UInt32.max) + number(UInt32.max)
        : number(UInt32(packed.count)) + number(size)
      directory += number(0x0201_4b50 as UInt32) + number(UInt16(0x31e)) + common + sizes
      directory += number(UInt16(member.name.count)) + number(UInt16(extra.count))
      directory += number(UInt32(0)) + number(UInt16(0)) + number(member.attributes)
      directory += number(isZip64 ? .max : UInt32(offset)) + member.name + extra
    }
    return output + directory + end(offset: output.count, size: directory.count)
  }

  private func end(offset: Int, size: Int) -> [UInt8] {
    var output: [UInt8] = []
    if isZip64 {
      output += number(0x0606_4b50 as UInt32) + number(UInt64(44)) + number(UInt32(0))
      output += number(UInt64(0)) + number(UInt64(members.count)) + number(UInt64(members.count))
      output += number(UInt64(size)) + number(UInt64(offset))
      output += number(0x0706_4b50 as UInt32) + number(UInt32(0))
      output += number(UInt64(offset + size)) + number(UInt32(1))
    }
    let count = isZip64 ? UInt16.max : UInt16(members.count)
    output += number(0x0605_4b50 as UInt32) + number(UInt32(0)) + number(count) + number(count)
    output += number(isZip64 ? .max : UInt32(size)) + number(isZip64 ? .max : UInt32(offset))
    return output + number(UInt16(comment.count)) + comment
  }

  private func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// Raw deflate data: zlib's format without its two bytes before and its four behind.
  private func deflate(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(count))
    let status = compress2(&packed, &count, bytes, uLong(bytes.count), 9)
    precondition(status == Z_OK, "zlib packs anything into a buffer of its own bound")
    return Array(packed[2..<Int(count) - 4])
  }
}
