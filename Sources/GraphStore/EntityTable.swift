import GRDB
import KnowledgeModel

/// Rows of entities by their natural key, remembered between events because most messages name what
/// others named before.
struct EntityTable {
  private var known: [EntityKey: Int64] = [:]

  /// Past this many the memory is dropped and filled again; a bound, not a tuning knob.
  private static let capacity = 200_000

  /// The row of `key`, made if it is new.
  mutating func row(of key: EntityKey, in db: Database) throws -> Int64 {
    if let row = try existingRow(of: key, in: db) { return row }
    try db.run(
      "INSERT INTO entity(kind, name) VALUES (?, ?)", [key.kind.rawValue, key.name])
    remember(key, db.lastInsertedRowID)
    return db.lastInsertedRowID
  }

  /// The row of `key`, nil where nothing named it yet.
  mutating func existingRow(of key: EntityKey, in db: Database) throws -> Int64? {
    if let row = known[key] { return row }
    let row = try db.integer(
      "SELECT id FROM entity WHERE kind = ? AND name = ?", [key.kind.rawValue, key.name])
    if let row { remember(key, row) }
    return row
  }

  private mutating func remember(_ key: EntityKey, _ row: Int64) {
    if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
    known[key] = row
  }
}
