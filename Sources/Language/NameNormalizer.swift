import KnowledgeModel

/// Brings names to the canonical form of `EntityKey.name`.
public enum NameNormalizer {
  /// Lower case, single spaces, without a possessive `'s` and without signs around it.
  ///
  /// Diacritics are kept: they tell people apart. Nil where nothing is left, and where the result is
  /// longer than `Limits.nameBytes`, because a cut name would be another's.
  /// - Complexity: O(n).
  public static func normalize(_ name: String) -> String? {
    let bytes = Array(name.lowercased().utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    var isPending = false
    while index < bytes.count {
      let (kind, length) = bytes.scalarClass(at: index)
      if kind == .space {
        isPending = !output.isEmpty
      } else if !(output.isEmpty && isEdge(kind)) {
        if isPending { output.append(UInt8(ascii: " ")) }
        isPending = false
        output.append(contentsOf: bytes[index..<index + length])
      }
      index += length
      guard output.count <= Limits.nameBytes + 64 else { return nil }
    }
    trimEnd(&output)
    guard !output.isEmpty, output.count <= Limits.nameBytes else { return nil }
    return String(decoding: output, as: UTF8.self)
  }

  private static func isEdge(_ kind: ScalarClass) -> Bool {
    kind == .punctuation || kind == .symbol || kind == .emoji || kind == .mark
  }

  /// Drops signs, spaces and possessives from the end, until none is left.
  private static func trimEnd(_ output: inout [UInt8]) {
    trimSigns(&output)
    while let length = possessiveLength(output) {
      output.removeLast(length)
      trimSigns(&output)
    }
  }

  private static func possessiveLength(_ output: [UInt8]) -> Int? {
    guard output.count > 2, output.last == UInt8(ascii: "s") else { return nil }
    if output[output.count - 2] == apostrophe { return 2 }
    guard output.count > 4, output.dropLast().suffix(3).elementsEqual([0xE2, 0x80, 0x99]) else {
      return nil
    }
    return 4
  }

  private static func trimSigns(_ output: inout [UInt8]) {
    while !output.isEmpty {
      var start = output.count - 1
      while start > 0, output[start] & 0xC0 == 0x80 { start -= 1 }
      let kind = output.scalarClass(at: start).class
      guard kind == .punctuation || kind == .symbol || kind == .emoji || kind == .space else {
        return
      }
      // `C++` and `C#` end in signs that are theirs.
      if output[start] == UInt8(ascii: "+") || output[start] == UInt8(ascii: "#") { return }
      output.removeSubrange(start...)
    }
  }
}
