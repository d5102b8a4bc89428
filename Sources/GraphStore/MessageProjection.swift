import Foundation
import GRDB
import KnowledgeModel

/// Messages as they stand now: appended, revised, deleted, reacted to.
extension Projector {
  mutating func append(
    _ message: Message, _ event: Event, in db: Database, _ changes: inout CommittedChanges
  ) throws {
    var (entry, isNew) = try channels.entry(message.channel, entities: &entities, in: db)
    if try channels.admit(event.actor, to: message.channel, in: db) || isNew,
      let admitted = try channels.existing(message.channel, in: db)
    {
      entry = admitted
      changes.channels.append(entry.record)
    }
    let author = try entities.row(of: EntityKey(kind: .user, name: message.author), in: db)
    try db.run(
      """
      INSERT INTO message(channel, external_id, thread, author, sent_at, edited_at, reply_to, kind,
        zone, text, attachments, source)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        entry.record.id.rawValue, message.id, message.thread, author,
        message.sentAt.microseconds, message.editedAt?.microseconds, message.replyTo,
        message.kind, message.zone, message.text, encoded(message.attachments),
        event.sequence.rawValue,
      ])
    let row = db.lastInsertedRowID
    try insertReactions(of: message, row: row, in: db)
    try count(in: entry.record.id, awaits: MessageID(rawValue: row), in: db, &changes)
  }

  mutating func revise(
    _ message: Message, _ event: Event, in db: Database, _ changes: inout CommittedChanges
  ) throws {
    guard let stored = try StoredMessage(message.key, &channels, in: db) else {
      throw RosemaryError(.dataLoss, "event \(event.sequence.rawValue) revises an unknown message")
    }
    try withdrawTouches(of: stored, in: db)
    try withdrawStatements(of: stored.id, at: event.sequence, in: db)
    let author = try entities.row(of: EntityKey(kind: .user, name: message.author), in: db)
    try db.run(
      """
      UPDATE message SET thread = ?, author = ?, sent_at = ?, edited_at = ?, reply_to = ?, kind = ?,
        zone = ?, text = ?, attachments = ?, source = ?, understood = NULL, extractor = NULL
      WHERE id = ?
      """,
      [
        message.thread, author, message.sentAt.microseconds, message.editedAt?.microseconds,
        message.replyTo, message.kind, message.zone, message.text,
        encoded(message.attachments), event.sequence.rawValue, stored.id.rawValue,
      ])
    try insertReactions(of: message, row: stored.id.rawValue, in: db)
    changes.withdraw(stored.id)
    try count(in: stored.channel, awaits: stored.id, in: db, &changes)
  }

  mutating func delete(
    _ key: MessageKey, _ event: Event, in db: Database, _ changes: inout CommittedChanges
  ) throws {
    guard let stored = try StoredMessage(key, &channels, in: db), !stored.isDeleted else { return }
    try withdrawTouches(of: stored, in: db)
    try withdrawStatements(of: stored.id, at: event.sequence, in: db)
    // Whether it was read before must not show: it says nothing now.
    try db.run(
      "UPDATE message SET is_deleted = 1, understood = NULL, extractor = NULL WHERE id = ?",
      [stored.id.rawValue])
    changes.delete(stored.id)
    try count(in: stored.channel, in: db, &changes)
  }

  mutating func react(
    _ change: ReactionChange, in db: Database, _ changes: inout CommittedChanges
  ) throws {
    guard let stored = try StoredMessage(change.message, &channels, in: db) else { return }
    let before = try touches(of: stored, in: db)
    let user = try entities.row(of: EntityKey(kind: .user, name: change.user), in: db)
    try putReaction(
      message: stored.id.rawValue, name: change.name, user: user, at: change.at,
      isRemoved: change.isRemoved, in: db)
    try replaceTouches(before, with: touches(of: stored, in: db), in: db)
    try count(in: stored.channel, in: db, &changes)
  }

  private mutating func insertReactions(of message: Message, row: Int64, in db: Database) throws {
    for reaction in message.reactions {
      for user in reaction.users {
        let entity = try entities.row(of: EntityKey(kind: .user, name: user), in: db)
        try putReaction(
          message: row, name: reaction.name, user: entity, at: message.sentAt, isRemoved: false,
          in: db)
      }
    }
  }

  /// The latest word on a reaction stands, whenever it comes; of two at one time, that it was taken back.
  private func putReaction(
    message: Int64, name: String, user: Int64, at: Timestamp, isRemoved: Bool, in db: Database
  ) throws {
    try db.run(
      """
      INSERT INTO reaction(message, name, user, at, is_removed) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT(message, name, user) DO UPDATE
        SET at = excluded.at, is_removed = excluded.is_removed
        WHERE (excluded.at, excluded.is_removed) > (at, is_removed)
      """, [message, name, user, at.microseconds, isRemoved])
  }

  private func encoded(_ attachments: [Attachment]) -> Data {
    guard !attachments.isEmpty else { return Data() }
    var writer = ByteWriter()
    writer.attachments(attachments)
    return Data(writer.bytes)
  }
}

/// The row of a message, as far as the projection needs it.
struct StoredMessage {
  var id: MessageID
  var channel: ChannelID
  var channelEntity: Int64
  var author: Int64
  var sentAt: Timestamp
  var editedAt: Timestamp?
  var source: EventSequence
  var thread: String?
  var isDeleted: Bool
  var isUnderstood: Bool

  /// Nil where there is no such message.
  init?(_ key: MessageKey, _ channels: inout ChannelTable, in db: Database) throws {
    guard let entry = try channels.existing(key.channel, in: db),
      let row = try db.row(
        """
        SELECT id, author, sent_at, edited_at, source, thread, is_deleted, understood IS NOT NULL
        FROM message WHERE channel = ? AND external_id = ?
        """, [entry.record.id.rawValue, key.id])
    else { return nil }
    id = MessageID(rawValue: row[0])
    channel = entry.record.id
    channelEntity = entry.entity
    author = row[1]
    sentAt = Timestamp(microseconds: row[2])
    editedAt = (row[3] as Int64?).map(Timestamp.init(microseconds:))
    source = EventSequence(rawValue: row[4])
    thread = row[5]
    isDeleted = row[6]
    isUnderstood = row[7]
  }
}
