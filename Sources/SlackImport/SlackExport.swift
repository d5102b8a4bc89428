public import KnowledgeModel

/// Slack's official export, read from a folder or from a zip.
///
/// `users.json`, the channel lists and the names of all files are read by ``open(_:)``; messages
/// are read file by file by ``days(after:)``, so memory is bounded by the largest file. What can't
/// be read is reported and stops nothing else.
///
/// Immutable; may be read from any number of threads.
public struct SlackExport: Sendable {
  /// The directory, in the order of the file.
  public let users: [User]
  /// Every channel that is listed or has a folder, by id.
  ///
  /// A folder that no list names becomes a private channel without members, so that nobody reads it
  /// by mistake.
  public let channels: [Channel]
  /// What was left out so far: lists and archive members that can't be read, entries without an id.
  public let skips: [ImportNotice]
  /// What was taken in on an assumption, and files that hold no messages.
  public let notes: [ImportNotice]

  private let tree: any ExportTree
  private let files: [DayFile]
  private let reader: MessageReader

  /// Opens the export at `path`: a folder or a zip, which may hold the export in one folder of its
  /// own.
  ///
  /// - Throws: ``KnowledgeModel/RosemaryError``: there is nothing at `path`, it can't be read, it is a damaged
  ///   archive, or it holds no Slack export.
  public static func open(_ path: String) throws(RosemaryError) -> SlackExport {
    SlackExport(try ExportRoot.find(in: openTree(path)))
  }

  init(_ root: ExportRoot) {
    let directory = UserDirectory(reading: root)
    let channels = ChannelDirectory(reading: root)
    users = directory.users
    self.channels = channels.channels
    skips = root.skips + directory.skips + channels.skips
    notes = root.ignored + directory.notes + channels.notes
    tree = root.tree
    files = channels.files
    reader = MessageReader(
      markup: SlackMarkup(
        handles: directory.handles, channelNames: channels.publicNames,
        concealed: channels.concealed),
      users: directory)
  }

  /// The messages of all files after `position`, or of all files: a batch a file, in the order of
  /// ``ImportPosition``.
  public func days(after position: ImportPosition? = nil) -> SlackDays {
    SlackDays(tree: tree, files: remaining(after: position), reader: reader)
  }

  /// How many files ``days(after:)`` will read, and how many bytes of them, for a progress bar.
  public func extent(after position: ImportPosition? = nil) -> (files: Int, bytes: Int) {
    let files = remaining(after: position)
    return (files.count, files.reduce(0) { $0 + $1.size })
  }

  private func remaining(after position: ImportPosition?) -> ArraySlice<DayFile> {
    guard let position else { return files[...] }
    return files[(files.firstIndex { $0.position > position } ?? files.endIndex)...]
  }
}

/// One file of messages.
struct DayFile: Sendable {
  var position: ImportPosition
  /// In the tree.
  var path: String
  /// Bytes, unpacked.
  var size: Int
}
