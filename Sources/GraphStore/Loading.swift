import GRDB
public import KnowledgeModel

/// What views in memory start from.
public struct Directory: Sendable {
  public var channels: [ChannelRecord]
  public var users: [User]
  /// Events in each channel's audience, those of messages that still wait to be understood left out.
  public var completedEvents: [ChannelID: Int]
  public var completedWorkspaceEvents: Int
  /// The messages that wait.
  public var waiting: [MessageID: ChannelID]
}

extension GraphStore {
  /// Channels, members and users.
  public func directory() async throws(RosemaryError) -> Directory {
    try await read { db in
      var members: [Int64: [String]] = [:]
      try db.each("SELECT channel, principal FROM membership ORDER BY channel, principal") {
        members[$0[0], default: []].append($0[1])
      }
      var channels: [ChannelRecord] = []
      var events: [ChannelID: Int] = [:]
      try db.each(
        """
        SELECT c.id, c.external_id, c.name, c.kind, c.events - (
          SELECT count(*) FROM message m
          WHERE m.channel = c.id AND m.understood IS NULL AND m.is_deleted = 0)
        FROM channel c ORDER BY c.id
        """
      ) { row in
        let id = ChannelID(rawValue: row[0])
        channels.append(
          ChannelRecord(
            id: id,
            channel: Channel(
              id: row[1], name: row[2], kind: try ChannelTable.kind(row[3]),
              members: members[id.rawValue] ?? [])))
        events[id] = row[4]
      }
      let told = try db.integer(
        "SELECT count(*) FROM event WHERE kind = ?", [Event.Kind.userPut.rawValue])
      var waiting: [MessageID: ChannelID] = [:]
      try db.each("SELECT id, channel FROM message WHERE understood IS NULL AND is_deleted = 0") {
        waiting[MessageID(rawValue: $0[0])] = ChannelID(rawValue: $0[1])
      }
      return Directory(
        channels: channels, users: try Self.users(db), completedEvents: events,
        completedWorkspaceEvents: Int(told ?? 0), waiting: waiting)
    }
  }

  private static func users(_ db: Database) throws -> [User] {
    var aliases: [Int64: [String]] = [:]
    try db.each("SELECT entity, form FROM alias ORDER BY entity, ordinal") {
      aliases[$0[0], default: []].append($0[1])
    }
    var users: [User] = []
    try db.each(
      """
      SELECT u.entity, e.name, u.handle, u.zone FROM user u JOIN entity e ON e.id = u.entity
      ORDER BY u.entity
      """
    ) { row in
      users.append(
        User(id: row[1], name: row[2], aliases: aliases[row[0]] ?? [], zone: row[3]))
    }
    return users
  }

  /// Hands over every message that has been understood, in batches, in the order of arrival.
  ///
  /// - Complexity: O(messages + mentions), memory of one batch and the names of entities.
  public func eachUnderstood(
    batchesOf size: Int, _ body: @escaping @Sendable ([UnderstoodRecord]) throws -> Void
  ) async throws(RosemaryError) {
    try await read { try MessageRows.eachUnderstood(in: $0, batchesOf: size, body) }
  }
}
