import KnowledgeModel

/// One entry of a day's file, as Slack writes it. Fields of the wrong type read as absent; of
/// lists, one entry more is read than the limits allow, so that it can be said that some were left
/// out.
///
/// <https://api.slack.com/events/message> lists the subtypes.
struct MessageRecord: Decodable {
  var type: String?
  var subtype: String?
  var ts: String?
  var user: String?
  var botID: String?
  var username: String?
  var text: String?
  var threadTs: String?
  var editedTs: String?
  var reactions: [ReactionRecord]
  var attachments: [AttachmentRecord]
  var files: [FileRecord]
  /// Read only where ``text`` is empty.
  var blocks: [BlockRecord]
  /// What `message_changed` wraps: one or none. A list, because a struct can't hold itself.
  var inner: [MessageRecord]

  private enum Keys: String, CodingKey {
    case type, subtype, ts, user, username, text, edited, reactions, attachments, files, file,
      blocks
    case botID = "bot_id"
    case threadTs = "thread_ts"
    case message, comment
  }

  private struct Edited: Decodable {
    var ts: String
  }

  private struct Comment: Decodable {
    var user: String
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    type = values.lenient(.type)
    subtype = values.lenient(.subtype)
    ts = values.lenient(.ts)
    user = values.lenient(.user) ?? values.lenient(.comment, as: Comment.self)?.user
    botID = values.lenient(.botID)
    username = values.lenient(.username)
    text = values.lenient(.text)
    threadTs = values.lenient(.threadTs)
    editedTs = values.lenient(.edited, as: Edited.self)?.ts
    reactions = values.lenientList(.reactions, limit: Limits.reactionsPerMessage + 1)
    attachments = values.lenientList(.attachments, limit: Limits.attachmentsPerMessage + 1)
    files = values.lenientList(.files, limit: Limits.attachmentsPerMessage + 1)
    if let file = values.lenient(.file, as: FileRecord.self), files.isEmpty { files = [file] }
    blocks = (text ?? "").isEmpty ? values.lenientList(.blocks, limit: BlockRecord.listLimit) : []
    let changed =
      subtype == "message_changed" ? values.lenient(.message, as: MessageRecord.self) : nil
    inner = changed.map { [$0] } ?? []
  }
}

struct ReactionRecord: Decodable {
  var name: String
  var users: [String]
}

/// An unfurled link or what an integration hung on a message.
struct AttachmentRecord: Decodable {
  var title: String?
  var text: String?
  var pretext: String?
  var fallback: String?
  /// Where an unfurled link leads; an integration's attachment has none of them.
  var fromURL: String?
  var originalURL: String?
  var titleLink: String?

  private enum Keys: String, CodingKey {
    case title, text, pretext, fallback
    case fromURL = "from_url"
    case originalURL = "original_url"
    case titleLink = "title_link"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    title = values.lenient(.title)
    text = values.lenient(.text)
    pretext = values.lenient(.pretext)
    fallback = values.lenient(.fallback)
    fromURL = values.lenient(.fromURL)
    originalURL = values.lenient(.originalURL)
    titleLink = values.lenient(.titleLink)
  }
}

struct FileRecord: Decodable {
  var name: String?
  var title: String?
  var mimetype: String?
  /// `tombstone` where the file was deleted.
  var mode: String?

  private enum Keys: String, CodingKey {
    case name, title, mimetype, mode
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    name = values.lenient(.name)
    title = values.lenient(.title)
    mimetype = values.lenient(.mimetype)
    mode = values.lenient(.mode)
  }
}
