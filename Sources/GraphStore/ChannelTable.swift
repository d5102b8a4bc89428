import GRDB
import KnowledgeModel

/// Channels and who may read them.
struct ChannelTable {
  struct Entry {
    var record: ChannelRecord
    var entity: Int64
    var members: Set<String>
  }

  /// By their entities' keys, which are compared by bytes as rows are.
  private var known: [EntityKey: Entry] = [:]

  mutating func existing(_ externalID: String, in db: Database) throws -> Entry? {
    if let entry = known[Self.key(externalID)] { return entry }
    guard
      let row = try db.row(
        "SELECT id, entity, name, kind FROM channel WHERE external_id = ?", [externalID])
    else { return nil }
    let id: Int64 = row[0]
    let members = try String.fetchSet(
      db.cachedStatement(sql: "SELECT principal FROM membership WHERE channel = ?"),
      arguments: [id])
    let channel = Channel(
      id: externalID, name: row[2], kind: try Self.kind(row[3]), members: members.sorted())
    let entry = Entry(
      record: ChannelRecord(id: ChannelID(rawValue: id), channel: channel), entity: row[1],
      members: members)
    known[Self.key(externalID)] = entry
    return entry
  }

  /// Makes the channel undeclared where it is new.
  mutating func entry(
    _ externalID: String, entities: inout EntityTable, in db: Database
  ) throws -> (entry: Entry, isNew: Bool) {
    if let entry = try existing(externalID, in: db) { return (entry, false) }
    let entity = try entities.row(of: Self.key(externalID), in: db)
    try db.run(
      "INSERT INTO channel(external_id, entity, name, kind) VALUES (?, ?, ?, ?)",
      [externalID, entity, externalID, Channel.Kind.undeclared.rawValue])
    let channel = Channel(id: externalID, name: externalID, kind: .undeclared, members: [])
    let entry = Entry(
      record: ChannelRecord(id: ChannelID(rawValue: db.lastInsertedRowID), channel: channel),
      entity: entity, members: [])
    known[Self.key(externalID)] = entry
    return (entry, true)
  }

  /// Who appends to an undeclared channel may read it. True if that is news.
  mutating func admit(_ principal: Principal, to externalID: String, in db: Database) throws
    -> Bool
  {
    guard var entry = try existing(externalID, in: db),
      entry.record.channel.kind == .undeclared, !principal.isEveryone,
      entry.members.insert(principal.rawValue).inserted
    else { return false }
    try db.run(
      "INSERT INTO membership(channel, principal) VALUES (?, ?)",
      [entry.record.id.rawValue, principal.rawValue])
    entry.record.channel.members = entry.members.sorted()
    known[Self.key(externalID)] = entry
    return true
  }

  /// Takes over what `PutChannels` says, members included.
  mutating func put(_ channel: Channel, over entry: Entry, in db: Database) throws -> Entry {
    let id = entry.record.id.rawValue
    try db.run(
      "UPDATE channel SET name = ?, kind = ? WHERE id = ?",
      [channel.name, channel.kind.rawValue, id])
    let members = Set(channel.members)
    for principal in entry.members.subtracting(members) {
      try db.run("DELETE FROM membership WHERE channel = ? AND principal = ?", [id, principal])
    }
    for principal in members.subtracting(entry.members) {
      try db.run("INSERT INTO membership(channel, principal) VALUES (?, ?)", [id, principal])
    }
    var put = entry
    put.members = members
    put.record.channel = channel
    put.record.channel.members = members.sorted()
    known[Self.key(channel.id)] = put
    return put
  }

  private static func key(_ externalID: String) -> EntityKey {
    EntityKey(kind: .channel, name: externalID)
  }

  static func kind(_ number: Int) throws -> Channel.Kind {
    guard let kind = Channel.Kind(rawValue: number) else {
      throw RosemaryError(.dataLoss, "a channel has the unknown kind \(number)")
    }
    return kind
  }
}
