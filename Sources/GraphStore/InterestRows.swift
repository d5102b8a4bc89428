import GRDB
public import InterestDecay
public import KnowledgeModel

/// A node and what it is worth to somebody.
public struct InterestRecord: Sendable {
  public var node: EntityKey
  /// The decayed weight, in touches of one post made now.
  public var weight: Double
}

extension GraphStore {
  /// What `owners` (the nodes that stand for one principal) care about most at `now`, as far as touches in
  /// `channels` and their own lookups tell; ties by the nodes' keys.
  ///
  /// Under the standard decay the stored sums are read in falling order until nothing below can still win
  /// (Fagin's threshold); under any other the touches are added up. So they are when `now` is past: what was
  /// touched later was not cared for then.
  public func interests(
    of owners: [EntityKey], in channels: Set<ChannelID>, decay: ForwardDecay, now: Timestamp,
    isPast: Bool = false, limit: Int
  ) async throws(RosemaryError) -> [InterestRecord] {
    try await read { db in
      let rows = try owners.compactMap { key in
        try db.integer(
          "SELECT id FROM entity WHERE kind = ? AND name = ?", [key.kind.rawValue, key.name])
      }
      let readable = Set(channels.map(\.rawValue)).union([0])
      var levels =
        decay == .standard && !isPast
        ? try strongest(of: rows, in: readable, limit: limit, db)
        : try addedUp(of: rows, in: readable, decay: decay, until: isPast ? now : nil, db)
      for row in rows { levels[row] = nil }
      // By level and not by weight, which vanishes for old touches and overflows for those to come.
      // To nine digits: the last bits of a sum tell in which order it was added up, and so what else the
      // pipeline had to do; neither an order nor a reply may show them.
      let named = try levels.map {
        (level: ($1 * 1e9).rounded() / 1e9, node: try Self.entityKey(of: $0, db))
      }
      let best = named.sorted { ($1.level, $0.node) < ($0.level, $1.node) }.prefix(limit)
      return best.map {
        let weight = decay.weight(level: $0.level, at: now)
        return InterestRecord(node: $0.node, weight: min(weight, .greatestFiniteMagnitude))
      }
    }
  }

  private static func entityKey(of row: Int64, _ db: Database) throws -> EntityKey {
    guard let found = try db.row("SELECT kind, name FROM entity WHERE id = ?", [row]) else {
      throw RosemaryError(.dataLoss, "entity row \(row) is missing")
    }
    return try MessageRows.entityKey(found[0], found[1])
  }
}

/// The `limit` strongest nodes at least, each with its exact level over all owners and readable channels:
/// rows are read in falling order, one cursor an owner, until no node that is yet unseen can be among them.
private func strongest(
  of owners: [Int64], in readable: Set<Int64>, limit: Int, _ db: Database
) throws -> [Int64: Double] {
  let sql = "SELECT level, node, channel FROM interest WHERE owner = ? ORDER BY level DESC"
  let cursors = try owners.map { try Row.fetchCursor(db.makeStatement(sql: sql), arguments: [$0]) }
  var heads = try cursors.map { try $0.next().map(InterestRow.init) }
  var levels: [Int64: Double] = [:]
  var floor = -Double.infinity
  // Nodes that stand for the owners themselves are found too, and left out by the caller.
  let wanted = limit + owners.count
  let rowsPerNode = Double(max(1, readable.count * owners.count))
  while let (cursor, head) = highest(heads) {
    if ForwardDecay.ceiling(of: head.level, rows: rowsPerNode) < floor { break }
    heads[cursor] = try cursors[cursor].next().map(InterestRow.init)
    guard readable.contains(head.channel), levels[head.node] == nil else { continue }
    levels[head.node] = try level(of: head.node, for: owners, in: readable, db)
    if levels.count >= wanted, levels.count % wanted == 0 {
      floor = levels.values.sorted(by: >)[wanted - 1]
    }
  }
  return levels
}

private struct InterestRow {
  var level: Double
  var node: Int64
  var channel: Int64

  init(_ row: Row) {
    level = row[0]
    node = row[1]
    channel = row[2]
  }
}

private func highest(_ heads: [InterestRow?]) -> (Int, InterestRow)? {
  var best: (Int, InterestRow)?
  for (index, head) in heads.enumerated() {
    guard let head, best.map({ $0.1.level < head.level }) ?? true else { continue }
    best = (index, head)
  }
  return best
}

private func level(
  of node: Int64, for owners: [Int64], in readable: Set<Int64>, _ db: Database
) throws -> Double {
  var sum = -Double.infinity
  for owner in owners {
    try db.each(
      "SELECT channel, level FROM interest WHERE owner = ? AND node = ? ORDER BY channel",
      [owner, node]
    ) { row in
      if readable.contains(row[0]) { sum = ForwardDecay.combine(sum, row[1]) }
    }
  }
  return sum
}

private func addedUp(
  of owners: [Int64], in readable: Set<Int64>, decay: ForwardDecay, until end: Timestamp?,
  _ db: Database
) throws -> [Int64: Double] {
  var levels: [Int64: Double] = [:]
  for owner in owners {
    try db.each("SELECT node, channel, weight, at FROM touch WHERE owner = ?", [owner]) { row in
      let at = Timestamp(microseconds: row[3])
      guard readable.contains(row[1]), end.map({ at <= $0 }) ?? true else { return }
      let level = decay.level(weight: row[2], at: at)
      levels[row[0]] = ForwardDecay.combine(levels[row[0]] ?? -.infinity, level)
    }
  }
  return levels
}
