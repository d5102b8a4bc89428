import Foundation
import GRDB
import KnowledgeModel

/// Reads messages back from their rows.
enum MessageRows {
  private static let columns = """
    m.id, m.channel, c.external_id, m.external_id, m.thread, a.name, m.sent_at, m.text,
    m.edited_at, m.reply_to, m.kind, m.zone, m.attachments, m.source,
    (SELECT p.id FROM message p WHERE p.channel = m.channel AND p.external_id = m.reply_to)
    """
  private static let source = """
    message m JOIN channel c ON c.id = m.channel JOIN entity a ON a.id = m.author
    """

  /// The message without its reactions, which no view that reads this needs.
  private static func message(_ row: Row) throws -> Message {
    let attachments: Data = row[12]
    var reader = ByteReader([UInt8](attachments))
    return Message(
      id: row[3], channel: row[2], thread: row[4], author: row[5],
      sentAt: Timestamp(microseconds: row[6]), text: row[7],
      editedAt: (row[8] as Int64?).map(Timestamp.init(microseconds:)), replyTo: row[9],
      kind: row[10], zone: row[11],
      attachments: attachments.isEmpty ? [] : try reader.attachments())
  }

  private static func parent(_ row: Row) -> MessageID? {
    (row[14] as Int64?).map(MessageID.init(rawValue:))
  }

  static func understoodRecord(_ id: MessageID, in db: Database) throws -> UnderstoodRecord {
    guard
      let row = try db.row("SELECT \(columns) FROM \(source) WHERE m.id = ?", [id.rawValue])
    else { throw RosemaryError(.dataLoss, "message row \(id.rawValue) is missing") }
    var mentions: [EntityKey] = []
    try db.each(
      """
      SELECT e.kind, e.name FROM mention n JOIN entity e ON e.id = n.entity
      WHERE n.message = ? ORDER BY n.ordinal
      """, [id.rawValue]
    ) { row in
      let key = try entityKey(row[0], row[1])
      if !mentions.contains(key) { mentions.append(key) }
    }
    return UnderstoodRecord(
      id: id, channel: ChannelID(rawValue: row[1]), message: try message(row),
      mentions: mentions, parent: parent(row))
  }

  /// All understood messages in the order of their rows, handed over in batches of `size`: mentions are
  /// read beside the messages in one pass, both in the order of their keys.
  static func eachUnderstood(
    in db: Database, batchesOf size: Int, _ body: ([UnderstoodRecord]) throws -> Void
  ) throws {
    let names = try entityKeys(in: db)
    let mentions = try db.rows("SELECT message, entity FROM mention ORDER BY message, ordinal")
    var mention = try mentions.next().map { ($0[0] as Int64, $0[1] as Int64) }
    var batch: [UnderstoodRecord] = []
    try db.each(
      """
      SELECT \(columns) FROM \(source)
      WHERE m.understood IS NOT NULL AND m.is_deleted = 0 ORDER BY m.id
      """
    ) { row in
      let id: Int64 = row[0]
      var keys: [EntityKey] = []
      while let (message, entity) = mention, message <= id {
        if message == id, let key = names[entity], !keys.contains(key) { keys.append(key) }
        mention = try mentions.next().map { ($0[0], $0[1]) }
      }
      batch.append(
        UnderstoodRecord(
          id: MessageID(rawValue: id), channel: ChannelID(rawValue: row[1]),
          message: try message(row), mentions: keys, parent: parent(row)))
      if batch.count == size {
        try body(batch)
        batch.removeAll(keepingCapacity: true)
      }
    }
    if !batch.isEmpty { try body(batch) }
  }

  /// Messages whose present words no extractor has read, or which `extractor` has not; oldest first.
  static func waiting(
    for extractor: ExtractorVersion?, after id: MessageID, limit: Int, in db: Database
  ) throws -> [WaitingMessage] {
    let condition =
      extractor == nil
      ? "m.understood IS NULL"
      : "m.understood IS NOT NULL AND m.extractor IS NOT ?"
    var arguments: StatementArguments = []
    if let extractor { arguments += [extractor.description] }
    arguments += [id.rawValue, limit]
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT \(columns) FROM \(source)
          WHERE \(condition) AND m.is_deleted = 0 AND m.id > ? ORDER BY m.id LIMIT ?
          """), arguments: arguments)
    return try rows.map { row in
      WaitingMessage(
        id: MessageID(rawValue: row[0]), source: EventSequence(rawValue: row[13]),
        message: try message(row))
    }
  }

  static func entityKey(_ kind: Int, _ name: String) throws -> EntityKey {
    guard let kind = EntityKey.Kind(rawValue: kind) else {
      throw RosemaryError(.dataLoss, "an entity has the unknown kind \(kind)")
    }
    return EntityKey(kind: kind, name: name)
  }

  private static func entityKeys(in db: Database) throws -> [Int64: EntityKey] {
    var keys: [Int64: EntityKey] = [:]
    try db.each("SELECT id, kind, name FROM entity") { row in
      keys[row[0]] = try entityKey(row[1], row[2])
    }
    return keys
  }
}
