import KnowledgeModel
import SystemSeam

/// One entry of a zip archive's central directory.
struct ZipMember {
  enum Method: UInt16 {
    case stored = 0
    case deflated = 8
  }

  /// A relative path, parts joined by `/`; as given where ``refusal`` says why it is not to be
  /// trusted.
  private(set) var name: String
  /// Why it is not read; nil when it may be.
  private(set) var refusal: String?
  private(set) var method = Method.stored
  private(set) var checksum: UInt32
  private(set) var packedBytes: Int
  private(set) var unpackedBytes: Int
  /// Of the local header, from the archive's start.
  private(set) var offset: Int
  /// Where the next entry of the directory starts.
  let entryEnd: Int
  private let nameBytes: Int

  /// A directory entry, without name, extra field and comment.
  static let entryBytes = 46
  static let localSignature: UInt32 = 0x0403_4b50
  private static let entrySignature: UInt32 = 0x0201_4b50
  private static let localBytes = 30

  var isFolder: Bool { name.hasSuffix("/") }

  /// Where the member's data ends, were its local header as short as it can be.
  var leastEnd: Int {
    let (end, overflow) = (offset + Self.localBytes + nameBytes)
      .addingReportingOverflow(packedBytes)
    return overflow ? .max : end
  }

  /// Reads the entry at `position`; nil when it makes no sense or leaves the directory.
  init?(in file: MappedFile, at position: Int, before end: Int) {
    guard position <= end - Self.entryBytes,
      file.littleEndian(UInt32.self, at: position) == Self.entrySignature,
      let flags = file.littleEndian(UInt16.self, at: position + 8),
      let method = file.littleEndian(UInt16.self, at: position + 10),
      let checksum = file.littleEndian(UInt32.self, at: position + 16),
      let packed = file.littleEndian(UInt32.self, at: position + 20),
      let unpacked = file.littleEndian(UInt32.self, at: position + 24),
      let nameBytes = file.littleEndian(UInt16.self, at: position + 28).map(Int.init),
      let extraBytes = file.littleEndian(UInt16.self, at: position + 30).map(Int.init),
      let commentBytes = file.littleEndian(UInt16.self, at: position + 32).map(Int.init),
      let attributes = file.littleEndian(UInt32.self, at: position + 38),
      let offset = file.littleEndian(UInt32.self, at: position + 42)
    else { return nil }
    let extra = position + Self.entryBytes + nameBytes
    entryEnd = extra + extraBytes + commentBytes
    guard entryEnd <= end, let raw = try? file.bytes(in: extra - nameBytes..<extra) else {
      return nil
    }
    self.checksum = checksum
    self.nameBytes = nameBytes
    packedBytes = Int(packed)
    unpackedBytes = Int(unpacked)
    self.offset = Int(offset)
    name = String(decoding: raw, as: UTF8.self)
    guard readZip64(in: file, from: extra, to: extra + extraBytes) else { return nil }
    refusal = refuse(raw, flags: flags, method: method, attributes: attributes)
  }

  /// The packed bytes' place, behind the local header.
  ///
  /// - Throws: `DATA_LOSS` when there is no such place.
  func dataRange(in file: MappedFile) throws(RosemaryError) -> Range<Int> {
    guard file.littleEndian(UInt32.self, at: offset) == Self.localSignature,
      let name = file.littleEndian(UInt16.self, at: offset + 26),
      let extra = file.littleEndian(UInt16.self, at: offset + 28)
    else { throw RosemaryError(.dataLoss, "\(self.name) is damaged: it is not where it should be") }
    let start = offset + Self.localBytes + Int(name) + Int(extra)
    guard start <= file.count, packedBytes <= file.count - start else {
      throw RosemaryError(.dataLoss, "\(self.name) is damaged: the archive ends within it")
    }
    return start..<start + packedBytes
  }

  /// Takes the sizes and the offset that don't fit in 32 bits from the zip64 extra field (APPNOTE
  /// 4.5.3); false when one is missing or too large for any file.
  private mutating func readZip64(in file: MappedFile, from start: Int, to end: Int) -> Bool {
    let full = Int(UInt32.max)
    guard unpackedBytes == full || packedBytes == full || offset == full else { return true }
    var field = start
    while field <= end - 4,
      let kind = file.littleEndian(UInt16.self, at: field),
      let size = file.littleEndian(UInt16.self, at: field + 2).map(Int.init)
    {
      var value = field + 4
      let fieldEnd = value + size
      guard fieldEnd <= end else { return false }
      field = fieldEnd
      guard kind == 1 else { continue }
      for path in [\Self.unpackedBytes, \Self.packedBytes, \Self.offset]
      where self[keyPath: path] == full {
        guard value <= fieldEnd - 8, let number = file.littleEndian(UInt64.self, at: value),
          number <= UInt64(Int.max / 2)
        else { return false }
        self[keyPath: path] = Int(number)
        value += 8
      }
      return true
    }
    return false
  }

  private mutating func refuse(
    _ raw: [UInt8], flags: UInt16, method: UInt16, attributes: UInt32
  ) -> String? {
    guard let clean = cleanPath(raw) else {
      return "the archive's name for it is no relative path in UTF-8"
    }
    name = clean
    // A Unix mode lies in the upper half.
    if attributes >> 16 & 0o170000 == 0o120000 {
      return "a symbolic link, which an export has none of"
    }
    if flags & 1 != 0 { return "it is encrypted; unpack the archive and name the folder" }
    guard let known = Method(rawValue: method) else {
      return "packed by method \(method), only stored and deflated are read"
    }
    self.method = known
    guard known == .deflated || packedBytes == unpackedBytes else {
      return "it is damaged: its two sizes differ"
    }
    return nil
  }
}

/// The name of a member as a path that stays below the root, or nil where it does not.
private func cleanPath(_ raw: [UInt8]) -> String? {
  guard let name = String(validating: raw, as: UTF8.self),
    raw.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
  else { return nil }
  // Some Windows archivers separate by backslashes.
  let bytes = raw.contains(UInt8(ascii: "/")) ? raw : raw.map { $0 == 0x5c ? 0x2f : $0 }
  var parts = bytes.split(separator: 0x2f, omittingEmptySubsequences: false)
  let isFolder = parts.last?.isEmpty == true
  if isFolder { parts.removeLast() }
  parts.removeAll { $0.elementsEqual(".".utf8) }
  let isSafe = parts.allSatisfy { part in
    !part.isEmpty && !part.elementsEqual("..".utf8) && !part.contains(0x5c)
  }
  guard isSafe, !parts.isEmpty, !name.utf8.dropFirst().starts(with: ":".utf8) else { return nil }
  return String(decoding: Array(parts.joined(separator: [0x2f])), as: UTF8.self)
    + (isFolder ? "/" : "")
}
