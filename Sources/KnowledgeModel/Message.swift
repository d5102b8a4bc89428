/// One utterance: who said what, where and when.
public struct Message: Hashable, Sendable {
  /// Unique within the channel; Slack's `ts`, an email's message id, a row's key.
  public var id: String
  /// The channel's external id.
  public var channel: String
  /// Any string that the messages of one thread share.
  public var thread: String?
  /// The author's external id.
  public var author: String
  public var sentAt: Timestamp
  public var text: String
  /// Later than the one that is stored makes this a revision.
  public var editedAt: Timestamp?
  /// The id of the message that this one answers, in the same channel.
  public var replyTo: String?
  /// What sort of message it is, such as `join` or `topic`; nil for an ordinary one.
  public var kind: String?
  /// The author's IANA time zone, where known.
  public var zone: String?
  public var attachments: [Attachment]
  public var reactions: [Reaction]

  public init(
    id: String, channel: String, thread: String? = nil, author: String, sentAt: Timestamp,
    text: String, editedAt: Timestamp? = nil, replyTo: String? = nil, kind: String? = nil,
    zone: String? = nil, attachments: [Attachment] = [], reactions: [Reaction] = []
  ) {
    self.id = id
    self.channel = channel
    self.thread = thread
    self.author = author
    self.sentAt = sentAt
    self.text = text
    self.editedAt = editedAt
    self.replyTo = replyTo
    self.kind = kind
    self.zone = zone
    self.attachments = attachments
    self.reactions = reactions
  }

  public var key: MessageKey { MessageKey(channel: channel, id: id) }
}

/// What hangs on a message: a picture, a file, an unfurled link.
public struct Attachment: Hashable, Sendable {
  public var kind: String
  /// What a person would read: a caption, a title, a file's name.
  public var caption: String

  public init(kind: String, caption: String) {
    self.kind = kind
    self.caption = caption
  }
}

/// An emoji and the users who left it.
public struct Reaction: Hashable, Sendable {
  public var name: String
  public var users: [String]

  public init(name: String, users: [String]) {
    self.name = name
    self.users = users
  }
}

/// Where messages are posted.
public struct Channel: Hashable, Sendable {
  public enum Kind: Int, Hashable, Sendable {
    /// Made by appending to it; only the principals who did so may read it.
    case undeclared = 0
    /// Every principal of the workspace may read it.
    case `public` = 1
    /// Its members may read it.
    case `private` = 2
    /// A conversation between its members.
    case direct = 3
  }

  public var id: String
  public var name: String
  public var kind: Kind
  /// The external ids of the users who belong to it.
  public var members: [String]

  public init(id: String, name: String, kind: Kind, members: [String]) {
    self.id = id
    self.name = name
    self.kind = kind
    self.members = members
  }
}

/// A person or bot of the workspace's directory, which every principal may read.
public struct User: Hashable, Sendable {
  public var id: String
  /// The handle by which others mention the user, without `@`.
  public var name: String
  /// Other names: the full name, a display name, nicknames. The first is the one shown to people.
  public var aliases: [String]
  public var zone: String?

  public init(id: String, name: String, aliases: [String], zone: String? = nil) {
    self.id = id
    self.name = name
    self.aliases = aliases
    self.zone = zone
  }
}
