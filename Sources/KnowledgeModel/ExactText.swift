/// Text compared by its UTF-8 bytes, as the store and the log compare it.
///
/// Swift calls canonically equivalent strings equal (`é` written as one scalar or as two). Were keys
/// compared so, which of two rows a name belongs to would depend on what the process had seen before.
extension String {
  func hasSameBytes(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }

  func precedesInBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension Hasher {
  /// Hashes what ``Swift/String/hasSameBytes(as:)`` compares.
  mutating func combine(bytesOf text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
    combine(0xFF as UInt8)
  }
}
