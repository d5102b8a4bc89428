import KnowledgeModel
import SystemSeam

/// The files of a zip archive (PKWARE APPNOTE 6.3.10): stored or deflated, zip64 too, not
/// encrypted.
///
/// Nothing is unpacked to disk. Members whose names lead out of the archive, and links, are
/// skipped; an archive whose directory is damaged, or whose members overlap (as those of the
/// densest bombs do), is refused as a whole.
struct ZipArchive: ExportTree {
  var origin: String { file.path }
  private(set) var files: [ExportFile] = []
  private(set) var skips: [ImportNotice] = []
  private let file: MappedFile
  private var members: [String: ZipMember] = [:]

  /// - Throws: ``KnowledgeModel/RosemaryError``: the file can't be read, is no zip (`INVALID_ARGUMENT`), is
  ///   damaged (`DATA_LOSS`), has too many entries (`RESOURCE_EXHAUSTED`).
  init(_ path: String) throws(RosemaryError) {
    file = try MappedFile(path)
    let directory = try ZipDirectory.find(in: file)
    let all = try directory.members(of: file)
    try Self.refuseOverlaps(all, before: directory.offset, origin: file.path)
    for member in all where !member.isFolder {
      if let reason = member.refusal {
        skips.append(ImportNotice(file: member.name, reason: reason))
      } else if members.updateValue(member, forKey: member.name) != nil {
        skips.append(
          ImportNotice(
            file: member.name, reason: "the archive holds it twice; the later one is read"))
      }
    }
    files = members.values.map { ExportFile(path: $0.name, size: $0.unpackedBytes) }
      .sorted { $0.path < $1.path }
  }

  func read(_ path: String) throws(RosemaryError) -> [UInt8] {
    guard let member = members[path] else {
      throw RosemaryError(.notFound, "\(origin) holds no \(path)")
    }
    guard member.unpackedBytes <= Limits.importFileBytes else {
      throw RosemaryError(
        .resourceExhausted,
        "\(path) unpacks to \(member.unpackedBytes) bytes; the limit is \(Limits.importFileBytes)")
    }
    let bytes = try unpack(member)
    guard bytes.count == member.unpackedBytes, CRC32(bytes.span.bytes).value == member.checksum
    else {
      throw RosemaryError(
        .dataLoss, "\(path) is damaged: its checksum does not match; export or copy it again")
    }
    return bytes
  }

  private func unpack(_ member: ZipMember) throws(RosemaryError) -> [UInt8] {
    let range = try member.dataRange(in: file)
    switch member.method {
    case .stored: return try file.bytes(in: range)
    case .deflated:
      return try file.withBytes(in: range) { packed throws(RosemaryError) in
        try Inflate.bytes(
          packed, bounds: Inflate.Bounds(bytes: member.unpackedBytes), name: member.name)
      }
    }
  }

  /// Members share no bytes with each other or with the directory, so what can come out is bounded
  /// by what was sent (D. Fifield, "A better zip bomb", WOOT 2019).
  private static func refuseOverlaps(
    _ members: [ZipMember], before end: Int, origin: String
  ) throws(RosemaryError) {
    var last = end
    for member in members.sorted(by: { $0.offset > $1.offset }) {
      guard member.leastEnd <= last else {
        throw RosemaryError(
          .dataLoss, "\(origin) is damaged: \(member.name) overlaps what follows it")
      }
      last = member.offset
    }
  }
}
