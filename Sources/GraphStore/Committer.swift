import GRDB
import KnowledgeModel

/// Decides what submissions mean for the log, writes the events and projects them: the state of the one
/// writer, used only within write transactions.
struct Committer {
  private var log: EventLog
  private var projector = Projector()

  init(_ db: Database) throws {
    log = try EventLog(db)
  }

  /// Records one submission.
  ///
  /// - Throws: what only a damaged or full disk can cause; the transaction must then be rolled back and
  ///   the committer made anew.
  mutating func commit(
    _ submission: Submission, at moment: Timestamp, in db: Database, _ batch: inout CommittedBatch
  ) throws -> Receipt {
    let submission = submission.storable
    var receipt = Receipt()
    switch submission.request {
    case .append(let messages):
      for message in messages {
        try append(message, submission.actor, moment, db, &receipt, &batch)
      }
    case .delete(let keys):
      for key in keys {
        let stored = try StoredMessage(key, &projector.channels, in: db)
        try note(
          stored.map { $0.isDeleted ? nil : .messageDeleted(key) } ?? nil,
          submission.actor, moment, db, &receipt, &batch)
      }
    case .react(let change):
      let isNews = try isNews(change, in: db)
      try note(isNews ? .reacted(change) : nil, submission.actor, moment, db, &receipt, &batch)
    case .putChannels(let channels):
      for channel in channels {
        try note(
          isNews(channel, in: db) ? .channelPut(channel) : nil, submission.actor, moment, db,
          &receipt, &batch)
      }
    case .putUsers(let users):
      for user in users {
        try note(
          isNews(user, in: db) ? .userPut(user) : nil, submission.actor, moment, db, &receipt,
          &batch)
      }
    case .touch(let touch):
      try note(.touched(touch), submission.actor, moment, db, &receipt, &batch)
    }
    return receipt
  }

  /// Records what an extractor said.
  mutating func commit(
    _ understood: UnderstoodMessage, at moment: Timestamp, in db: Database,
    _ batch: inout CommittedBatch
  ) throws {
    guard let stored = try StoredMessage(understood.message, &projector.channels, in: db),
      stored.source == understood.source, !stored.isDeleted
    else { return }
    try write(.understood(understood), nil, Self.system, moment, db, &batch)
  }

  private static let system = Principal(rawValue: "rosemary")

  private mutating func append(
    _ message: Message, _ actor: Principal, _ moment: Timestamp, _ db: Database,
    _ receipt: inout Receipt, _ batch: inout CommittedBatch
  ) throws {
    let stored = try StoredMessage(message.key, &projector.channels, in: db)
    let content: Event.Content
    if let stored {
      guard !stored.isDeleted, let edited = message.editedAt,
        stored.editedAt.map({ $0 < edited }) ?? true
      else {
        receipt.duplicates += 1
        if !stored.isUnderstood, !stored.isDeleted { receipt.awaiting.append(stored.id) }
        return
      }
      content = .messageRevised(message)
    } else {
      content = .messageAppended(message)
    }
    let edited = message.editedAt.map { String($0.microseconds) } ?? ""
    // The length keeps (a:b, c) apart from (a, b:c).
    let key = "\(message.channel.utf8.count):\(message.channel):\(message.id):\(edited)"
    guard try write(content, key, actor, moment, db, &batch) else {
      receipt.duplicates += 1
      return
    }
    receipt.accepted += 1
    if let waiting = try StoredMessage(message.key, &projector.channels, in: db) {
      receipt.awaiting.append(waiting.id)
      batch.waiting.append(
        WaitingMessage(id: waiting.id, source: waiting.source, message: message))
    }
  }

  private mutating func note(
    _ content: Event.Content?, _ actor: Principal, _ moment: Timestamp, _ db: Database,
    _ receipt: inout Receipt, _ batch: inout CommittedBatch
  ) throws {
    if let content {
      try write(content, nil, actor, moment, db, &batch)
      receipt.accepted += 1
    } else {
      receipt.duplicates += 1
    }
  }

  @discardableResult
  private mutating func write(
    _ content: Event.Content, _ key: String?, _ actor: Principal, _ moment: Timestamp,
    _ db: Database, _ batch: inout CommittedBatch
  ) throws -> Bool {
    guard let event = try log.append(content, key: key, actor: actor, at: moment, in: db) else {
      return false
    }
    try projector.apply(event, in: db, &batch.changes)
    return true
  }

  private mutating func isNews(_ change: ReactionChange, in db: Database) throws -> Bool {
    guard let stored = try StoredMessage(change.message, &projector.channels, in: db),
      !stored.isDeleted
    else { return false }
    guard
      let user = try projector.entities.existingRow(
        of: EntityKey(kind: .user, name: change.user), in: db)
    else { return true }
    let row = try db.row(
      "SELECT at, is_removed FROM reaction WHERE message = ? AND name = ? AND user = ?",
      [stored.id.rawValue, change.name, user])
    guard let row else { return true }
    let (at, isRemoved) = (Timestamp(microseconds: row[0]), row[1] as Bool)
    return at == change.at ? change.isRemoved && !isRemoved : at < change.at
  }

  private mutating func isNews(_ channel: Channel, in db: Database) throws -> Bool {
    guard let entry = try projector.channels.existing(channel.id, in: db) else { return true }
    let known = entry.record.channel
    return known.name != channel.name || known.kind != channel.kind
      || entry.members != Set(channel.members)
  }

  private mutating func isNews(_ user: User, in db: Database) throws -> Bool {
    guard
      let entity = try projector.entities.existingRow(
        of: EntityKey(kind: .user, name: user.id), in: db),
      let row = try db.row("SELECT handle, zone FROM user WHERE entity = ?", [entity])
    else { return true }
    let aliases = try String.fetchAll(
      db.cachedStatement(sql: "SELECT form FROM alias WHERE entity = ? ORDER BY ordinal"),
      arguments: [entity])
    return row[0] != user.name || row[1] != user.zone || aliases != user.aliases
  }
}

/// What one transaction brought.
struct CommittedBatch {
  var changes = CommittedChanges()
  var waiting: [WaitingMessage] = []
}
