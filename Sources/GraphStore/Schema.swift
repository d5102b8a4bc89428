import GRDB
import KnowledgeModel

/// The tables of a workspace. `event` is the truth; every other table is projected from it.
enum Schema {
  /// Migrations are only ever added, so that a workspace of any age opens.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 event log") { try $0.execute(sql: log) }
    migrator.registerMigration("2 projection") { try $0.execute(sql: projection) }
    return migrator
  }

  /// The projected tables, in an order in which they can be emptied.
  static let projectedTables = [
    "interest", "touch", "evidence", "statement", "edge", "proposition", "mention", "reaction",
    "message", "alias", "user", "membership", "channel", "entity",
  ]

  private static let log = """
    CREATE TABLE event(
      seq INTEGER PRIMARY KEY,
      recorded_at INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      actor TEXT NOT NULL,
      idempotency_key TEXT,
      salt BLOB NOT NULL,
      payload BLOB NOT NULL,
      digest BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX event_idempotency ON event(idempotency_key)
      WHERE idempotency_key IS NOT NULL;
    """

  private static let projection = """
    CREATE TABLE entity(
      id INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL,
      name TEXT NOT NULL,
      UNIQUE(kind, name)
    ) STRICT;
    CREATE TABLE channel(
      id INTEGER PRIMARY KEY,
      external_id TEXT NOT NULL UNIQUE,
      entity INTEGER NOT NULL REFERENCES entity(id),
      name TEXT NOT NULL,
      kind INTEGER NOT NULL,
      events INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE membership(
      channel INTEGER NOT NULL REFERENCES channel(id),
      principal TEXT NOT NULL,
      PRIMARY KEY(channel, principal)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE user(
      entity INTEGER PRIMARY KEY REFERENCES entity(id),
      handle TEXT NOT NULL,
      zone TEXT
    ) STRICT;
    CREATE TABLE alias(
      entity INTEGER NOT NULL REFERENCES user(entity),
      ordinal INTEGER NOT NULL,
      form TEXT NOT NULL,
      PRIMARY KEY(entity, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE message(
      id INTEGER PRIMARY KEY,
      channel INTEGER NOT NULL REFERENCES channel(id),
      external_id TEXT NOT NULL,
      thread TEXT,
      author INTEGER NOT NULL REFERENCES entity(id),
      sent_at INTEGER NOT NULL,
      edited_at INTEGER,
      reply_to TEXT,
      kind TEXT,
      zone TEXT,
      text TEXT NOT NULL,
      attachments BLOB NOT NULL,
      is_deleted INTEGER NOT NULL DEFAULT 0,
      source INTEGER NOT NULL REFERENCES event(seq),
      understood INTEGER REFERENCES event(seq),
      extractor TEXT,
      UNIQUE(channel, external_id)
    ) STRICT;
    CREATE INDEX message_waiting ON message(id) WHERE understood IS NULL AND is_deleted = 0;
    -- The latest word on each: taken back is kept too, so that an older report changes nothing.
    CREATE TABLE reaction(
      message INTEGER NOT NULL REFERENCES message(id),
      name TEXT NOT NULL,
      user INTEGER NOT NULL REFERENCES entity(id),
      at INTEGER NOT NULL,
      is_removed INTEGER NOT NULL,
      PRIMARY KEY(message, name, user)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE mention(
      message INTEGER NOT NULL REFERENCES message(id),
      ordinal INTEGER NOT NULL,
      entity INTEGER NOT NULL REFERENCES entity(id),
      first_token INTEGER NOT NULL,
      last_token INTEGER NOT NULL,
      PRIMARY KEY(message, ordinal)
    ) STRICT, WITHOUT ROWID;
    -- message: the one whose words a proposition is about (a clause, the utterance); such a
    -- proposition can't be shared, so its key needs no index.
    CREATE TABLE proposition(
      id INTEGER PRIMARY KEY,
      frame TEXT NOT NULL,
      key BLOB NOT NULL,
      message INTEGER REFERENCES message(id),
      valid_from INTEGER,
      valid_to INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX proposition_key ON proposition(key) WHERE message IS NULL;
    -- node: an entity, or for an utterance and a clause the message; kind says which.
    CREATE TABLE edge(
      proposition INTEGER NOT NULL REFERENCES proposition(id),
      ordinal INTEGER NOT NULL,
      role TEXT NOT NULL,
      kind INTEGER NOT NULL,
      node INTEGER NOT NULL,
      first_token INTEGER,
      last_token INTEGER,
      weight REAL NOT NULL DEFAULT 1,
      PRIMARY KEY(proposition, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE statement(
      id INTEGER PRIMARY KEY,
      message INTEGER NOT NULL REFERENCES message(id),
      proposition INTEGER NOT NULL REFERENCES proposition(id),
      commitment INTEGER NOT NULL,
      is_hedged INTEGER NOT NULL,
      first_token INTEGER,
      last_token INTEGER,
      predicate_first INTEGER,
      predicate_last INTEGER,
      extractor TEXT NOT NULL,
      author INTEGER NOT NULL REFERENCES entity(id),
      channel INTEGER NOT NULL REFERENCES channel(id),
      thread TEXT,
      recorded_from INTEGER NOT NULL REFERENCES event(seq),
      recorded_to INTEGER REFERENCES event(seq)
    ) STRICT;
    CREATE INDEX statement_message ON statement(message);
    CREATE INDEX statement_proposition ON statement(proposition);
    CREATE TABLE evidence(
      proposition INTEGER NOT NULL REFERENCES proposition(id),
      channel INTEGER NOT NULL REFERENCES channel(id),
      committed INTEGER NOT NULL,
      committed_count INTEGER NOT NULL,
      strongest_hedge INTEGER,
      PRIMARY KEY(proposition, channel)
    ) STRICT, WITHOUT ROWID;
    -- source: the message, or for a lookup minus its event; channel: 0 for a lookup.
    CREATE TABLE touch(
      owner INTEGER NOT NULL REFERENCES entity(id),
      node INTEGER NOT NULL REFERENCES entity(id),
      channel INTEGER NOT NULL,
      source INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      weight REAL NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY(owner, node, channel, source, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE interest(
      owner INTEGER NOT NULL REFERENCES entity(id),
      node INTEGER NOT NULL REFERENCES entity(id),
      channel INTEGER NOT NULL,
      level REAL NOT NULL,
      PRIMARY KEY(owner, node, channel)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX interest_level ON interest(owner, level DESC, node, channel);
    """
}
