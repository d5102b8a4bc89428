/// Brings letters to the form in which they are compared: lower case, without the diacritics of Latin-1
/// and Latin Extended-A, composed or combining.
enum TextFolding {
  /// Appends the folded form of some UTF-8; says whether all of it is lower-case ASCII letters.
  /// - Complexity: O(n).
  @discardableResult
  static func append(_ bytes: [UInt8], _ range: Range<Int>, to output: inout [UInt8]) -> Bool {
    var isPlain = true
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte < 0x80 {
        let lower = byte.asciiLowercased
        isPlain = isPlain && lower.isASCIILowercase
        output.append(lower)
        index += 1
        continue
      }
      let (scalar, length) = bytes.scalar(at: index)
      index += length
      let start = output.count
      append(scalar, to: &output)
      isPlain = isPlain && output[start...].allSatisfy(\.isASCIILowercase)
    }
    return isPlain
  }

  private static func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
    switch scalar.value {
    case 0x300...0x36F, 0x200C, 0x200D, 0xAD, 0xFE00...0xFE0F: return
    case 0xC0...0x17F:
      let base = latinBases[Int(scalar.value) - 0xC0]
      if base != 0 {
        output.append(base)
        return
      }
      let spelled = ligature(scalar.value)
      if spelled.utf8CodeUnitCount > 0 {
        spelled.withUTF8Buffer { output.append(contentsOf: $0) }
        return
      }
    case 0x2019:
      output.append(apostrophe)
      return
    default: break
    }
    output.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
  }

  /// The base letters of U+00C0…U+017F, in lower case; 0 where there is none.
  private static let latinBases: [UInt8] = {
    let rows =
      "aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"
      + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.lllllll"
      + "lllnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    return rows.utf8.map { $0 == UInt8(ascii: ".") ? 0 : $0 }
  }()

  private static func ligature(_ value: UInt32) -> StaticString {
    switch value {
    case 0xC6, 0xE6: "ae"
    case 0xDF: "ss"
    case 0xDE, 0xFE: "th"
    case 0xD0, 0xF0: "d"
    case 0x132, 0x133: "ij"
    case 0x138: "k"
    case 0x149, 0x14A, 0x14B: "n"
    case 0x152, 0x153: "oe"
    default: ""
    }
  }
}
