import KnowledgeModel
import SystemSeam

/// A tree of files, in a folder or in an archive.
protocol ExportTree: Sendable {
  /// What the user named.
  var origin: String { get }
  /// In the order of their paths, each path once.
  var files: [ExportFile] { get }
  /// Entries that are not files or can't be trusted.
  var skips: [ImportNotice] { get }

  /// The bytes of one of ``files``, at most ``KnowledgeModel/Limits/importFileBytes``.
  ///
  /// - Throws: ``KnowledgeModel/RosemaryError`` that names the path.
  func read(_ path: String) throws(RosemaryError) -> [UInt8]
}

struct ExportFile: Hashable, Sendable {
  /// From the tree's root, parts joined by `/`.
  var path: String
  /// Bytes, unpacked.
  var size: Int
}

/// The tree at `path`, of the sort that is there.
func openTree(_ path: String) throws(RosemaryError) -> any ExportTree {
  switch Directory.kind(path) {
  case .folder: try FolderTree(path)
  // Anything else is opened as an archive, so that the error says what is wrong with it.
  default: try ZipArchive(path)
  }
}
