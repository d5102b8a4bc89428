import GraphStore
import HashTreeCollections
import KnowledgeModel
import LexicalSearch

/// Everything that lookups search, as of one commit: immutable, shared by any number of readers, replaced as
/// a whole.
struct Generation: Sendable {
  var lexical = LexicalIndex()
  var catalog = MessageCatalog()
  var timelines = TreeDictionary<LineID, Timeline>()
  /// All messages of each channel by time, threads and all.
  var recent: [ChannelID: Timeline] = [:]
  var directory = WorkspaceDirectory()
  var authors = AuthorTable()
  var pending = PendingReplies()
  var horizon = Horizon()

  func audience(of principal: Principal) -> Audience {
    Audience(principal, in: directory)
  }
}

/// Who has written, by a small number, by id and by what they may be called.
///
/// It knows authors of every channel: whoever asks it must check that the reader may read one of their
/// messages.
struct AuthorTable: Sendable {
  private(set) var ids: [String] = []
  private var numbers: [String: Int32] = [:]
  private var idsByForm: [String: [String]] = [:]

  mutating func number(of id: String) -> Int32 {
    if let number = numbers[id] { return number }
    let number = Int32(ids.count)
    numbers[id] = number
    ids.append(id)
    for form in WorkspaceDirectory.forms(of: [id]) { idsByForm[form, default: []].append(id) }
    return number
  }

  /// Authors whose id is `form` or has it for a word.
  func ids(called form: String) -> [String] { idsByForm[form] ?? [] }
}

/// How many events are in every index, by audience.
///
/// The number on the wire is a sum over what the reader may read, so that what happens elsewhere can't be
/// counted by watching it.
struct Horizon: Sendable {
  private var byChannel: [ChannelID: Int]
  private var workspaceWide: Int
  /// Events of messages that are being read, to be counted when that is done.
  private var awaiting: [MessageID: (channel: ChannelID, count: Int)]

  init() {
    byChannel = [:]
    workspaceWide = 0
    awaiting = [:]
  }

  init(_ known: Directory) {
    byChannel = known.completedEvents
    workspaceWide = known.completedWorkspaceEvents
    awaiting = known.waiting.mapValues { ($0, 1) }
  }

  func value(for audience: Audience) -> Int {
    audience.channels.reduce(workspaceWide) { $0 + (byChannel[$1] ?? 0) }
  }

  mutating func note(_ source: SourceEvent) {
    switch (source.channel, source.awaits) {
    case (nil, _): workspaceWide += 1
    case (let channel?, nil): byChannel[channel, default: 0] += 1
    case (let channel?, let message?):
      awaiting[message, default: (channel, 0)].count += 1
    }
  }

  /// The message is in every index, or gone from every one.
  mutating func complete(_ message: MessageID) {
    guard let (channel, count) = awaiting.removeValue(forKey: message) else { return }
    byChannel[channel, default: 0] += count
  }
}
