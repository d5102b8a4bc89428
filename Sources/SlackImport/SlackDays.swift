public import KnowledgeModel

/// What one file holds: a channel's messages of one day.
public struct SlackDay: Sendable {
  /// Resumes after this file.
  public var position: ImportPosition
  /// Of the file, unpacked.
  public var bytes: Int
  /// In the order of the file. An id may come twice; the later is a revision where it was edited
  /// later.
  public var messages: [Message]
  /// Entries that became no message.
  public var skips: [ImportNotice]
  /// Messages that were taken in on an assumption.
  public var notes: [ImportNotice]
}

/// The messages of an export, a file at a time. See ``SlackExport/days(after:)``.
public struct SlackDays: Sequence, IteratorProtocol, Sendable {
  let tree: any ExportTree
  var files: ArraySlice<DayFile>
  let reader: MessageReader

  /// Reads the next file; one that can't be read gives a batch with a skip and no messages.
  public mutating func next() -> SlackDay? {
    guard let file = files.popFirst() else { return nil }
    var day = SlackDay(
      position: file.position, bytes: file.size, messages: [], skips: [], notes: [])
    do throws(RosemaryError) {
      try reader.read(tree.read(file.path), into: &day)
    } catch {
      day.skips.append(ImportNotice(file: file.position.file, error: error))
    }
    return day
  }
}
