import GRDB
import InterestDecay
import KnowledgeModel

/// What counts as interest, and for how much.
///
/// Weights are in touches of one post: who writes about a thing cares most, who is spoken to, reacts or asks
/// about it half as much or less.
enum TouchKind: Int {
  case posted = 1
  case mentioned = 2
  case reacted = 3
  case lookedUp = 4

  var weight: Double {
    switch self {
    case .posted: 1
    case .mentioned: 0.5
    case .reacted: 0.5
    case .lookedUp: 0.25
    }
  }
}

/// One touch as a row.
struct Touch: Hashable {
  var owner: Int64
  var node: Int64
  var channel: Int64
  var source: Int64
  var kind: TouchKind
  var at: Timestamp
}

/// Touches are the truth of interest, and follow from a message as it stands now; `interest` sums them up.
extension Projector {
  /// Nodes that one message's touches reach; past this a message is a list, and says nothing about what
  /// its author cares for.
  private static let nodesPerMessage = 32

  /// The touches that the message makes as it stands; none unless it has been understood.
  func touches(of stored: StoredMessage, in db: Database) throws -> Set<Touch> {
    guard stored.isUnderstood, !stored.isDeleted else { return [] }
    var handles: [Int64] = []
    var topics: [Int64] = []
    var seen: Set<Int64> = []
    try db.each(
      """
      SELECT m.entity, e.kind FROM mention m JOIN entity e ON e.id = m.entity
      WHERE m.message = ? ORDER BY m.ordinal
      """, [stored.id.rawValue]
    ) { row in
      guard seen.count < Self.nodesPerMessage, seen.insert(row[0]).inserted else { return }
      topics.append(row[0])
      if row[1] == EntityKey.Kind.handle.rawValue { handles.append(row[0]) }
    }
    var touches: Set<Touch> = []
    func add(_ owner: Int64, _ nodes: [Int64], _ kind: TouchKind, _ at: Timestamp) {
      for node in nodes where node != owner {
        touches.insert(
          Touch(
            owner: owner, node: node, channel: stored.channel.rawValue,
            source: stored.id.rawValue, kind: kind, at: at))
      }
    }
    add(stored.author, topics + [stored.channelEntity], .posted, stored.sentAt)
    for handle in handles {
      add(handle, [stored.author, stored.channelEntity], .mentioned, stored.sentAt)
    }
    try db.each(
      "SELECT user, min(at) FROM reaction WHERE message = ? AND NOT is_removed GROUP BY user",
      [stored.id.rawValue]
    ) { row in
      add(row[0], topics + [stored.author], .reacted, Timestamp(microseconds: row[1]))
    }
    return touches
  }

  /// Takes back what the message touched; to be called while its mentions still stand.
  func withdrawTouches(of stored: StoredMessage, in db: Database) throws {
    try replaceTouches(touches(of: stored, in: db), with: [], in: db)
  }

  func replaceTouches(
    _ before: Set<Touch>, with after: Set<Touch>, in db: Database
  ) throws {
    for touch in before.subtracting(after) {
      try db.run(
        """
        DELETE FROM touch
        WHERE owner = ? AND node = ? AND channel = ? AND source = ? AND kind = ?
        """,
        [touch.owner, touch.node, touch.channel, touch.source, touch.kind.rawValue])
      try recomputeInterest(touch.owner, touch.node, touch.channel, in: db)
    }
    // In a fixed order, so that the same events give the same floating-point sums.
    let added = after.subtracting(before)
    for touch in added.sorted(by: {
      ($0.owner, $0.node, $0.kind.rawValue) < ($1.owner, $1.node, $1.kind.rawValue)
    }) {
      try insert(touch, in: db)
    }
  }

  mutating func touch(_ touch: LookupTouch, _ event: Event, in db: Database) throws {
    let owner = try entities.row(
      of: EntityKey(kind: .user, name: event.actor.rawValue), in: db)
    for key in Set(touch.nodes).sorted() {
      let node = try entities.row(of: key, in: db)
      guard node != owner else { continue }
      try insert(
        Touch(
          owner: owner, node: node, channel: 0, source: -event.sequence.rawValue,
          kind: .lookedUp, at: touch.at), in: db)
    }
  }

  private func insert(_ touch: Touch, in db: Database) throws {
    try db.run(
      """
      INSERT INTO touch(owner, node, channel, source, kind, weight, at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        touch.owner, touch.node, touch.channel, touch.source, touch.kind.rawValue,
        touch.kind.weight, touch.at.microseconds,
      ])
    let level = ForwardDecay.standard.level(weight: touch.kind.weight, at: touch.at)
    let earlier = try Double.fetchOne(
      db.cachedStatement(
        sql: "SELECT level FROM interest WHERE owner = ? AND node = ? AND channel = ?"),
      arguments: [touch.owner, touch.node, touch.channel])
    try write(
      level: earlier.map { ForwardDecay.combine($0, level) } ?? level, touch.owner, touch.node,
      touch.channel, in: db)
  }

  private func write(
    level: Double, _ owner: Int64, _ node: Int64, _ channel: Int64, in db: Database
  ) throws {
    try db.run(
      """
      INSERT INTO interest(owner, node, channel, level) VALUES (?, ?, ?, ?)
      ON CONFLICT(owner, node, channel) DO UPDATE SET level = excluded.level
      """, [owner, node, channel, level])
  }

  /// A sum of logarithms can't be subtracted from: what is left is added up again.
  private func recomputeInterest(
    _ owner: Int64, _ node: Int64, _ channel: Int64, in db: Database
  ) throws {
    var level = -Double.infinity
    try db.each(
      "SELECT weight, at FROM touch WHERE owner = ? AND node = ? AND channel = ?",
      [owner, node, channel]
    ) { row in
      let touch = ForwardDecay.standard.level(
        weight: row[0], at: Timestamp(microseconds: row[1]))
      level = ForwardDecay.combine(level, touch)
    }
    if level > -.infinity {
      try write(level: level, owner, node, channel, in: db)
    } else {
      try db.run(
        "DELETE FROM interest WHERE owner = ? AND node = ? AND channel = ?",
        [owner, node, channel])
    }
  }
}
