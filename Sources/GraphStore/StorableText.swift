import KnowledgeModel

/// SQLite's text ends at the first NUL, so that what is read back would not be what was written. Before
/// anything is recorded, NUL becomes U+FFFD, as in CommonMark.
extension String {
  fileprivate var storable: String {
    guard utf8.contains(0) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
  }
}

extension Submission {
  /// The same submission without NUL.
  var storable: Self {
    Submission(actor: Principal(rawValue: actor.rawValue.storable), request: request.storable)
  }
}

extension Submission.Request {
  fileprivate var storable: Self {
    switch self {
    case .append(let messages): .append(messages.map(\.storable))
    case .delete(let keys): .delete(keys.map(\.storable))
    case .react(let change):
      .react(
        ReactionChange(
          message: change.message.storable, name: change.name.storable,
          user: change.user.storable, at: change.at, isRemoved: change.isRemoved))
    case .putChannels(let channels):
      .putChannels(
        channels.map {
          Channel(
            id: $0.id.storable, name: $0.name.storable, kind: $0.kind,
            members: $0.members.map(\.storable))
        })
    case .putUsers(let users):
      .putUsers(
        users.map {
          User(
            id: $0.id.storable, name: $0.name.storable, aliases: $0.aliases.map(\.storable),
            zone: $0.zone?.storable)
        })
    case .touch(let touch):
      .touch(
        LookupTouch(
          nodes: touch.nodes.map { EntityKey(kind: $0.kind, name: $0.name.storable) },
          at: touch.at))
    }
  }
}

extension MessageKey {
  fileprivate var storable: Self { MessageKey(channel: channel.storable, id: id.storable) }
}

extension Message {
  fileprivate var storable: Self {
    Message(
      id: id.storable, channel: channel.storable, thread: thread?.storable,
      author: author.storable, sentAt: sentAt, text: text.storable, editedAt: editedAt,
      replyTo: replyTo?.storable, kind: kind?.storable, zone: zone?.storable,
      attachments: attachments.map {
        Attachment(kind: $0.kind.storable, caption: $0.caption.storable)
      },
      reactions: reactions.map {
        Reaction(name: $0.name.storable, users: $0.users.map(\.storable))
      })
  }
}
