import KnowledgeModel
import LexicalSearch

/// What ranking needs of a message, in memory.
struct MessageEntry: Sendable {
  var channel: ChannelID
  /// Its number in ``AuthorTable``.
  var author: Int32
  var sentAt: Timestamp
  /// The line of talk that it stands in: its thread, or else its channel.
  var line: LineID
  /// The channel's line, for a message that begins a thread and so stands in both.
  var secondLine: LineID?
  /// The message that it replies to.
  var parent: DocumentNumber?
  var cues: MessageCues

  var lines: [LineID] { secondLine.map { [line, $0] } ?? [line] }
}

/// Entries by message row, in chunks that generations share.
struct MessageCatalog: Sendable {
  private static let chunkSize = 1024
  private var chunks: [[MessageEntry?]] = []

  /// Nil for a message that lookups do not see.
  subscript(_ document: DocumentNumber) -> MessageEntry? {
    get {
      let (chunk, offset) = Int(document).quotientAndRemainder(dividingBy: Self.chunkSize)
      return chunk < chunks.count ? chunks[chunk][offset] : nil
    }
    set {
      let (chunk, offset) = Int(document).quotientAndRemainder(dividingBy: Self.chunkSize)
      while chunks.count <= chunk {
        chunks.append(Array(repeating: nil, count: Self.chunkSize))
      }
      chunks[chunk][offset] = newValue
    }
  }
}
