import KnowledgeModel
import SystemSeam

/// The central directory of a zip archive: where it lies, and reading its entries.
///
/// Numbers are little-endian and unaligned; names of fields follow APPNOTE 4.3 and 4.4.
struct ZipDirectory {
  /// Bytes from the archive's start.
  var offset: Int
  var size: Int
  var entries: Int

  /// The end-of-central-directory record, without its comment.
  private static let endBytes = 22
  private static let endSignature: UInt32 = 0x0605_4b50
  private static let locatorSignature: UInt32 = 0x0706_4b50
  private static let locatorBytes = 20
  private static let end64Signature: UInt32 = 0x0606_4b50
  private static let end64Bytes = 56

  /// Finds the directory from the archive's end.
  ///
  /// - Throws: `INVALID_ARGUMENT` for what never was a zip, `DATA_LOSS` for a damaged one,
  ///   `RESOURCE_EXHAUSTED` for too many entries.
  static func find(in file: MappedFile) throws(RosemaryError) -> ZipDirectory {
    guard let end = endRecord(in: file) else { throw notFound(in: file) }
    guard let disk = file.littleEndian(UInt16.self, at: end + 4),
      let entries = file.littleEndian(UInt16.self, at: end + 10),
      let size = file.littleEndian(UInt32.self, at: end + 12),
      let offset = file.littleEndian(UInt32.self, at: end + 16)
    else { throw damaged(file) }
    var directory = ZipDirectory(
      offset: Int(offset), size: Int(size), entries: Int(entries))
    var limit = end
    if let end64 = try end64Record(in: file, before: end) {
      directory = try readEnd64(in: file, at: end64)
      limit = end64
    } else if disk != 0 {
      throw RosemaryError(
        .invalidArgument, "\(file.path) is one part of a split zip; join the parts first")
    }
    guard directory.entries <= Limits.archiveEntries else {
      throw RosemaryError(
        .resourceExhausted,
        "\(file.path) has \(directory.entries) entries; the limit is \(Limits.archiveEntries)")
    }
    guard directory.offset <= limit, directory.size <= limit - directory.offset else {
      throw damaged(file)
    }
    return directory
  }

  /// The entries, in the directory's order.
  func members(of file: MappedFile) throws(RosemaryError) -> [ZipMember] {
    var members: [ZipMember] = []
    members.reserveCapacity(min(entries, size / ZipMember.entryBytes))
    var position = offset
    for _ in 0..<entries {
      guard let member = ZipMember(in: file, at: position, before: offset + size) else {
        throw Self.damaged(file)
      }
      members.append(member)
      position = member.entryEnd
    }
    return members
  }

  /// The last record whose comment ends where the file does.
  private static func endRecord(in file: MappedFile) -> Int? {
    var position = file.count - endBytes
    let first = max(0, position - Int(UInt16.max))
    while position >= first {
      if file.littleEndian(UInt32.self, at: position) == endSignature,
        let comment = file.littleEndian(UInt16.self, at: position + 20),
        position + endBytes + Int(comment) == file.count
      {
        return position
      }
      position -= 1
    }
    return nil
  }

  private static func end64Record(
    in file: MappedFile, before end: Int
  ) throws(RosemaryError) -> Int? {
    let locator = end - locatorBytes
    guard file.littleEndian(UInt32.self, at: locator) == locatorSignature else { return nil }
    guard let offset = file.littleEndian(UInt64.self, at: locator + 8).map(Int.init(clamping:)),
      offset <= locator - end64Bytes,
      file.littleEndian(UInt32.self, at: offset) == end64Signature
    else { throw damaged(file) }
    return offset
  }

  private static func readEnd64(
    in file: MappedFile, at position: Int
  ) throws(RosemaryError) -> ZipDirectory {
    guard let entries = file.littleEndian(UInt64.self, at: position + 32),
      let size = file.littleEndian(UInt64.self, at: position + 40),
      let offset = file.littleEndian(UInt64.self, at: position + 48)
    else { throw damaged(file) }
    return ZipDirectory(
      offset: Int(clamping: offset), size: Int(clamping: size), entries: Int(clamping: entries))
  }

  private static func notFound(in file: MappedFile) -> RosemaryError {
    // Every zip that holds a file starts with this; one whose end is missing was cut.
    guard file.littleEndian(UInt32.self, at: 0) == ZipMember.localSignature else {
      return RosemaryError(
        .invalidArgument, "\(file.path) is neither a folder nor a zip archive; check the path")
    }
    return RosemaryError(
      .dataLoss, "\(file.path) is cut off: the zip's directory at its end is missing; copy it again"
    )
  }

  private static func damaged(_ file: MappedFile) -> RosemaryError {
    RosemaryError(.dataLoss, "\(file.path) is damaged: the zip's directory makes no sense")
  }
}
