import GRDB
public import KnowledgeModel

/// Counts of what a reader may see.
public struct StoreStatistics: Sendable {
  public var messages = 0
  public var statements = 0
  public var waiting = 0
}

extension GraphStore {
  /// Counts over `channels`. - Complexity: O(messages of those channels), from indices.
  public func statistics(in channels: Set<ChannelID>) async throws(RosemaryError)
    -> StoreStatistics
  {
    try await read { db in
      var sum = StoreStatistics()
      let ids = channels.map { String($0.rawValue) }.joined(separator: ",")
      if let row = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*), coalesce(sum(understood IS NULL), 0) FROM message
          WHERE channel IN (\(ids)) AND is_deleted = 0
          """)
      {
        sum.messages = row[0]
        sum.waiting = row[1]
      }
      sum.statements =
        try Int.fetchOne(
          db,
          sql: """
            SELECT count(*) FROM statement
            WHERE channel IN (\(ids)) AND recorded_to IS NULL
            """) ?? 0
      return sum
    }
  }

  /// Bytes of the database and its write-ahead log.
  public func byteCount() async throws(RosemaryError) -> Int {
    try await read { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      return pages * size
    }
  }
}
