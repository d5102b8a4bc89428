import KnowledgeModel
import SystemSeam

/// The files of a folder, to the depth that an export has.
struct FolderTree: ExportTree {
  let origin: String
  private(set) var files: [ExportFile] = []
  private(set) var skips: [ImportNotice] = []

  /// An export in a folder of its own, its channels' folders, their files.
  private static let depth = 3

  /// - Throws: ``KnowledgeModel/RosemaryError`` when the folder itself can't be read; what lies within is skipped.
  init(_ path: String) throws(RosemaryError) {
    origin = path
    try list("", depth: Self.depth)
    files.sort { $0.path < $1.path }
  }

  func read(_ path: String) throws(RosemaryError) -> [UInt8] {
    try FileBytes.read(
      "\(origin)/\(path)", limit: Limits.importFileBytes, followsLinks: false)
  }

  private mutating func list(_ folder: String, depth: Int) throws(RosemaryError) {
    let limit = Limits.archiveEntries - files.count - skips.count
    let place = folder.isEmpty ? origin : "\(origin)/\(folder)"
    for entry in try Directory.entries(place, limit: limit) {
      let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
      switch entry.kind {
      case .file: files.append(ExportFile(path: path, size: entry.size))
      case .folder where depth > 1:
        do throws(RosemaryError) {
          try list(path, depth: depth - 1)
        } catch {
          // Too many entries or open files: half an export must not pass for a whole one.
          if error.code == .resourceExhausted { throw error }
          skips.append(ImportNotice(file: path, error: error))
        }
      case .folder: skip(path, "a folder deeper than an export has any")
      // A link may lead out of what the user named.
      case .link: skip(path, "a symbolic link, which an export has none of")
      case .other: skip(path, "not a file")
      }
    }
  }

  private mutating func skip(_ path: String, _ reason: String) {
    skips.append(ImportNotice(file: path, reason: reason))
  }
}
