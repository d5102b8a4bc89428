import GRDB
import KnowledgeModel

/// Turns events into rows. The only writer of the projected tables, live and in replay alike, so that both
/// give the same.
///
/// It keeps rows it has looked up; after a transaction that failed it must be thrown away.
struct Projector {
  var entities = EntityTable()
  var channels = ChannelTable()

  /// Projects one event within the caller's transaction and notes in `changes` what views must know.
  mutating func apply(
    _ event: Event, in db: Database, _ changes: inout CommittedChanges
  ) throws {
    switch event.content {
    case .messageAppended(let message):
      try append(message, event, in: db, &changes)
    case .messageRevised(let message):
      try revise(message, event, in: db, &changes)
    case .messageDeleted(let key):
      try delete(key, event, in: db, &changes)
    case .reacted(let change):
      try react(change, in: db, &changes)
    case .channelPut(let channel):
      try put(channel, in: db, &changes)
    case .userPut(let user):
      try put(user, in: db, &changes)
    case .understood(let understood):
      try understand(understood, event, in: db, &changes)
    case .touched(let touch):
      try self.touch(touch, event, in: db)
    }
  }

  /// Counts an event that somebody told us in its channel's audience.
  func count(
    in channel: ChannelID?, awaits message: MessageID? = nil, in db: Database,
    _ changes: inout CommittedChanges
  ) throws {
    if let channel {
      try db.run("UPDATE channel SET events = events + 1 WHERE id = ?", [channel.rawValue])
    }
    changes.sources.append(SourceEvent(channel: channel, awaits: message))
  }

  private mutating func put(
    _ channel: Channel, in db: Database, _ changes: inout CommittedChanges
  ) throws {
    let (entry, _) = try channels.entry(channel.id, entities: &entities, in: db)
    let put = try channels.put(channel, over: entry, in: db)
    changes.channels.append(put.record)
    try count(in: put.record.id, in: db, &changes)
  }

  private mutating func put(
    _ user: User, in db: Database, _ changes: inout CommittedChanges
  ) throws {
    let entity = try entities.row(of: EntityKey(kind: .user, name: user.id), in: db)
    try db.run("DELETE FROM alias WHERE entity = ?", [entity])
    try db.run(
      """
      INSERT INTO user(entity, handle, zone) VALUES (?, ?, ?)
      ON CONFLICT(entity) DO UPDATE SET handle = excluded.handle, zone = excluded.zone
      """, [entity, user.name, user.zone])
    for (ordinal, form) in user.aliases.enumerated() {
      try db.run(
        "INSERT INTO alias(entity, ordinal, form) VALUES (?, ?, ?)", [entity, ordinal, form])
    }
    changes.users.append(user)
    try count(in: nil, in: db, &changes)
  }
}
