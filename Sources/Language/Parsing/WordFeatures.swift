/// What the network sees of a word: its norm's hash, which keys the word tables, and the hashes of
/// three affixes and a half that tell how an unknown word behaves.
///
/// The same as `tools/train/features.py`, byte for byte: the *norm* is the word lower-cased scalar by
/// scalar, ASCII digits as 0; affixes are counted in scalars of the norm; the *shape* has X for upper,
/// x for lower case, d for a digit, u for a scalar without case beyond ASCII, runs cut at three.
struct WordFeatures: Hashable, Sendable {
  let word: UInt64
  /// The first three scalars, the last two, three and four, and the shape.
  let affixes: [UInt64]

  /// - Complexity: O(n).
  init(_ utf8: some Sequence<UInt8>) {
    let bytes = Array(utf8)
    var norm: [UInt8] = []
    var starts: [Int] = []
    var shape: [UInt8] = []
    norm.reserveCapacity(bytes.count + 4)
    starts.reserveCapacity(bytes.count + 4)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        starts.append(norm.count)
        norm.append(byte.isASCIIDigit ? UInt8(ascii: "0") : byte.asciiLowercased)
        Self.extend(&shape, Self.shape(ascii: byte))
        index += 1
      } else {
        let (scalar, length) = bytes.scalar(at: index)
        for lower in scalar.properties.lowercaseMapping.unicodeScalars {
          starts.append(norm.count)
          norm.append(contentsOf: Array(String(lower).utf8))
        }
        Self.extend(&shape, Self.shape(of: scalar))
        index += length
      }
    }
    func suffix(_ count: Int) -> Int { starts.count > count ? starts[starts.count - count] : 0 }
    let prefixEnd = starts.count > 3 ? starts[3] : norm.count
    word = Self.hash(0, norm[...])
    affixes = [
      Self.hash(1, norm[..<prefixEnd]), Self.hash(2, norm[suffix(2)...]),
      Self.hash(3, norm[suffix(3)...]), Self.hash(4, norm[suffix(4)...]), Self.hash(5, shape[...]),
    ]
  }

  /// 64-bit FNV-1a (Fowler, Noll & Vo) over one byte that names the feature, then the bytes.
  static func hash(_ feature: UInt64, _ bytes: ArraySlice<UInt8>) -> UInt64 {
    let prime: UInt64 = 0x100_0000_01B3
    var value = (0xCBF2_9CE4_8422_2325 ^ feature) &* prime
    for byte in bytes { value = (value ^ UInt64(byte)) &* prime }
    return value
  }

  private static func extend(_ shape: inout [UInt8], _ kind: UInt8) {
    let count = shape.count
    let isLong =
      count >= 3 && shape[count - 1] == kind && shape[count - 2] == kind && shape[count - 3] == kind
    if !isLong { shape.append(kind) }
  }

  private static func shape(ascii byte: UInt8) -> UInt8 {
    if byte.isASCIIDigit { return UInt8(ascii: "d") }
    if byte.isASCIIUppercase { return UInt8(ascii: "X") }
    return byte.isASCIILowercase ? UInt8(ascii: "x") : byte
  }

  private static func shape(of scalar: Unicode.Scalar) -> UInt8 {
    if scalar.properties.isUppercase { return UInt8(ascii: "X") }
    return UInt8(ascii: scalar.properties.isLowercase ? "x" : "u")
  }
}
