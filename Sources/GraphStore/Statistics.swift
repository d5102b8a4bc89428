import GRDB
public import KnowledgeModel

/// Counts of what a reader may see.
public struct StoreStatistics: Sendable {
  public var messages = 0
  public var statements = 0
  public var propositions = 0
  public var entities = 0
  public var users = 0
}

extension GraphStore {
  /// Counts over `channels`; users are those of the directory, which everybody may read.
  ///
  /// - Complexity: O(messages, statements and mentions of the workspace).
  public func statistics(
    in channels: Set<ChannelID>
  ) async throws(RosemaryError) -> StoreStatistics {
    try await read { db in
      let ids = channels.map { String($0.rawValue) }.joined(separator: ",")
      func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
      return StoreStatistics(
        messages: try count(
          "SELECT count(*) FROM message WHERE channel IN (\(ids)) AND is_deleted = 0"),
        statements: try count(
          "SELECT count(*) FROM statement WHERE channel IN (\(ids)) AND recorded_to IS NULL"),
        propositions: try count(
          """
          SELECT count(DISTINCT proposition) FROM statement
          WHERE channel IN (\(ids)) AND recorded_to IS NULL
          """),
        entities: try count(
          """
          SELECT count(DISTINCT n.entity) FROM mention n JOIN message m ON m.id = n.message
          WHERE m.channel IN (\(ids))
          """),
        users: try count("SELECT count(*) FROM user"))
    }
  }

  /// For each id the messages, deleted ones left out, that stand in `channels`; in the order of those.
  ///
  /// - Complexity: O(ids · channels · log messages).
  public func locate(
    _ ids: [String], in channels: Set<ChannelID>
  ) async throws(RosemaryError) -> [[MessageKey]] {
    try await read { db in
      let channels = channels.sorted()
      return try ids.map { id in
        try channels.compactMap { channel in
          let found = try db.row(
            """
            SELECT c.external_id FROM message m JOIN channel c ON c.id = m.channel
            WHERE m.channel = ? AND m.external_id = ? AND m.is_deleted = 0
            """, [channel.rawValue, id])
          return found.map { MessageKey(channel: $0[0], id: id) }
        }
      }
    }
  }
}
