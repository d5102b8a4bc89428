import Crypto
import Foundation
import GRDB
import KnowledgeModel

/// One digest over everything projected, in the order of natural keys.
///
/// Free of row numbers, sequence numbers, clocks of recording and caches, so that a run that was killed
/// twenty times gives the digest of one that was not.
enum ProjectionDigest {
  /// The rows that count, as queries whose columns and order are natural.
  private static let queries: [(table: String, sql: String)] = [
    (
      "channel",
      "SELECT external_id, name, kind FROM channel ORDER BY 1"
    ),
    (
      "membership",
      """
      SELECT c.external_id, m.principal FROM membership m JOIN channel c ON c.id = m.channel
      ORDER BY 1, 2
      """
    ),
    (
      "user",
      """
      SELECT e.name, u.handle, u.zone FROM user u JOIN entity e ON e.id = u.entity ORDER BY 1
      """
    ),
    (
      "alias",
      """
      SELECT e.name, a.ordinal, a.form FROM alias a JOIN entity e ON e.id = a.entity ORDER BY 1, 2
      """
    ),
    (
      "message",
      """
      SELECT c.external_id, m.external_id, m.thread, a.name, m.sent_at, m.edited_at, m.reply_to,
        m.kind, m.zone, m.text, m.attachments, m.is_deleted, m.extractor
      FROM message m JOIN channel c ON c.id = m.channel JOIN entity a ON a.id = m.author
      ORDER BY 1, 2
      """
    ),
    (
      "reaction",
      """
      SELECT c.external_id, m.external_id, r.name, u.name, r.at, r.is_removed
      FROM reaction r JOIN message m ON m.id = r.message JOIN channel c ON c.id = m.channel
        JOIN entity u ON u.id = r.user
      ORDER BY 1, 2, 3, 4
      """
    ),
    (
      "mention",
      """
      SELECT c.external_id, m.external_id, n.ordinal, e.kind, e.name, n.first_token, n.last_token
      FROM mention n JOIN message m ON m.id = n.message JOIN channel c ON c.id = m.channel
        JOIN entity e ON e.id = n.entity
      ORDER BY 1, 2, 3
      """
    ),
    (
      "statement",
      """
      SELECT c.external_id, m.external_id, p.key, p.frame, s.commitment, s.is_hedged,
        s.first_token, s.last_token, s.predicate_first, s.predicate_last, s.extractor
      FROM statement s JOIN message m ON m.id = s.message JOIN channel c ON c.id = m.channel
        JOIN proposition p ON p.id = s.proposition
      WHERE s.recorded_to IS NULL
      ORDER BY 1, 2, 3
      """
    ),
    (
      "edge",
      """
      SELECT p.key, g.ordinal, g.role, g.kind, e.kind, e.name, g.first_token, g.last_token, g.weight
      FROM edge g JOIN proposition p ON p.id = g.proposition
        LEFT JOIN entity e ON g.kind = 0 AND e.id = g.node
      WHERE EXISTS (
        SELECT 1 FROM statement s WHERE s.proposition = p.id AND s.recorded_to IS NULL)
      ORDER BY 1, 2
      """
    ),
    (
      "evidence",
      """
      SELECT p.key, c.external_id, v.committed, v.committed_count, v.strongest_hedge
      FROM evidence v JOIN proposition p ON p.id = v.proposition
        JOIN channel c ON c.id = v.channel
      ORDER BY 1, 2
      """
    ),
    (
      "touch",
      """
      SELECT o.name, e.kind, e.name, c.external_id, m.external_id, t.kind, t.weight, t.at
      FROM touch t JOIN entity o ON o.id = t.owner JOIN entity e ON e.id = t.node
        LEFT JOIN channel c ON c.id = t.channel
        LEFT JOIN message m ON t.source > 0 AND m.id = t.source
      ORDER BY 1, 2, 3, 4, 5, 6, 8
      """
    ),
  ]

  /// The digest in hexadecimal, and the number of rows of each table that it covers.
  ///
  /// - Complexity: O(rows · log rows), streaming.
  static func compute(_ db: Database) throws -> (digest: String, rows: [(String, Int)]) {
    var hash = SHA256()
    var counts: [(String, Int)] = []
    for (table, sql) in queries {
      hash.update(data: Data(table.utf8))
      var count = 0
      try db.each(sql) { row in
        var writer = ByteWriter(reserving: 128)
        for index in 0..<row.count { writer.value(row[index]) }
        hash.update(data: writer.bytes)
        count += 1
      }
      counts.append((table, count))
    }
    let digest = hash.finalize().map {
      String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
    }
    return (digest.joined(), counts)
  }
}

extension ByteWriter {
  /// A column with its type, so that no two different rows give the same bytes.
  fileprivate mutating func value(_ value: DatabaseValue) {
    switch value.storage {
    case .null: count(0)
    case .int64(let integer):
      count(1)
      signed(integer)
    case .double(let number):
      count(2)
      unsigned(number.bitPattern)
    case .string(let text):
      count(3)
      string(text)
    case .blob(let data):
      count(4)
      list([UInt8](data)) { $0.rawByte($1) }
    }
  }

  private mutating func rawByte(_ byte: UInt8) {
    unsigned(UInt64(byte))
  }
}
