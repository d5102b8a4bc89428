import Belief
import GRDB
import KnowledgeModel

/// Statements, the propositions they are of, and what the evidence adds up to.
extension Projector {
  mutating func understand(
    _ understood: UnderstoodMessage, _ event: Event, in db: Database,
    _ changes: inout CommittedChanges
  ) throws {
    guard var stored = try StoredMessage(understood.message, &channels, in: db),
      !stored.isDeleted, stored.source == understood.source
    else { return }
    let touchesBefore = try touches(of: stored, in: db)
    try withdrawStatements(of: stored.id, at: event.sequence, in: db)
    let understanding = understood.understanding
    try insertMentions(understanding.mentions, of: stored, in: db)
    let earlier = try earlierPropositions(of: stored.id, in: db)
    var seen: Set<PropositionKey> = []
    for statement in understanding.statements {
      let key = PropositionKey(statement, in: understood.message)
      guard seen.insert(key).inserted else { continue }
      let proposition =
        try self.proposition(
          of: statement, key: key, earlier: earlier[key], by: stored, in: db)
      try insert(
        statement, of: proposition, by: stored, extractor: understanding.extractor,
        at: event.sequence, in: db)
    }
    try db.run(
      "UPDATE message SET understood = ?, extractor = ? WHERE id = ?",
      [event.sequence.rawValue, understanding.extractor.description, stored.id.rawValue])
    stored.isUnderstood = true
    try replaceTouches(touchesBefore, with: touches(of: stored, in: db), in: db)
    try changes.understood.append(MessageRows.understoodRecord(stored.id, in: db))
  }

  /// Closes what the message said; nothing is deleted but its mentions, which are of its present words.
  mutating func withdrawStatements(
    of message: MessageID, at sequence: EventSequence, in db: Database
  ) throws {
    try db.run("DELETE FROM mention WHERE message = ?", [message.rawValue])
    let open = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, proposition, channel FROM statement
          WHERE message = ? AND recorded_to IS NULL
          """),
      arguments: [message.rawValue])
    for row in open {
      let id: Int64 = row[0]
      try db.run(
        "UPDATE statement SET recorded_to = ? WHERE id = ?", [sequence.rawValue, id])
      try recomputeEvidence(of: row[1], in: row[2], in: db)
    }
  }

  private mutating func insertMentions(
    _ mentions: [Mention], of stored: StoredMessage, in db: Database
  ) throws {
    for (ordinal, mention) in mentions.enumerated() {
      try db.run(
        """
        INSERT INTO mention(message, ordinal, entity, first_token, last_token)
        VALUES (?, ?, ?, ?, ?)
        """,
        [
          stored.id.rawValue, ordinal, entities.row(of: mention.entity, in: db),
          mention.tokens.first, mention.tokens.last,
        ])
    }
  }

  /// Propositions about this message's own words that an earlier extractor made: what a better one says
  /// alike keeps its identity.
  private func earlierPropositions(
    of message: MessageID, in db: Database
  ) throws -> [PropositionKey: Int64] {
    var found: [PropositionKey: Int64] = [:]
    try db.each(
      """
      SELECT DISTINCT p.key, p.id FROM statement s JOIN proposition p ON p.id = s.proposition
      WHERE s.message = ?
      """, [message.rawValue]
    ) { row in
      found[PropositionKey(bytes: row[0])] = row[1]
    }
    return found
  }

  private mutating func proposition(
    of statement: KnowledgeModel.Statement, key: PropositionKey, earlier: Int64?,
    by stored: StoredMessage, in db: Database
  ) throws -> Int64 {
    let isShared = statement.isShareable
    if isShared,
      let row = try db.integer(
        "SELECT id FROM proposition WHERE key = ? AND message IS NULL", [key.bytes])
    {
      return row
    }
    if let earlier {
      // The same fillers may be grounded in other words now.
      try db.run("DELETE FROM edge WHERE proposition = ?", [earlier])
      try insertEdges(of: earlier, statement.arguments, in: stored, in: db)
      return earlier
    }
    try db.run(
      "INSERT INTO proposition(frame, key, message) VALUES (?, ?, ?)",
      [statement.frame.rawValue, key.bytes, isShared ? nil : stored.id.rawValue])
    let proposition = db.lastInsertedRowID
    // Who states a shared proposition first, and in which words, must not show.
    let arguments =
      isShared ? PropositionKey.impersonal(statement.arguments) : statement.arguments
    try insertEdges(of: proposition, arguments, in: stored, in: db)
    return proposition
  }

  private mutating func insertEdges(
    of proposition: Int64, _ arguments: [Argument], in stored: StoredMessage, in db: Database
  ) throws {
    for (ordinal, argument) in arguments.enumerated() {
      let (kind, node) = try node(of: argument.filler, in: stored, in: db)
      try db.run(
        """
        INSERT INTO edge(proposition, ordinal, role, kind, node, first_token, last_token)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          proposition, ordinal, argument.role.rawValue, kind.rawValue, node,
          argument.tokens?.first ?? argument.filler.clauseTokens?.first,
          argument.tokens?.last ?? argument.filler.clauseTokens?.last,
        ])
    }
  }

  private mutating func node(
    of filler: Filler, in stored: StoredMessage, in db: Database
  ) throws -> (EdgeKind, Int64) {
    switch filler {
    case .entity(let key): (.entity, try entities.row(of: key, in: db))
    case .utterance: (.utterance, stored.id.rawValue)
    case .clause: (.clause, stored.id.rawValue)
    }
  }

  private func insert(
    _ statement: KnowledgeModel.Statement, of proposition: Int64, by stored: StoredMessage,
    extractor: ExtractorVersion, at sequence: EventSequence, in db: Database
  ) throws {
    let weight = LogOdds(statement.commitment)
    try db.run(
      """
      INSERT INTO statement(message, proposition, commitment, is_hedged, first_token, last_token,
        predicate_first, predicate_last, extractor, author, channel, thread, recorded_from)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        stored.id.rawValue, proposition, weight.micronats, statement.isHedged,
        statement.tokens?.first, statement.tokens?.last, statement.predicate?.first,
        statement.predicate?.last, extractor.description, stored.author,
        stored.channel.rawValue, stored.thread, sequence.rawValue,
      ])
    var evidence = try self.evidence(of: proposition, in: stored.channel.rawValue, in: db)
    evidence.add(weight, isHedged: statement.isHedged)
    try write(evidence, of: proposition, in: stored.channel.rawValue, in: db)
  }

  private func evidence(
    of proposition: Int64, in channel: Int64, in db: Database
  ) throws -> Evidence {
    guard
      let row = try db.row(
        """
        SELECT committed, committed_count, strongest_hedge FROM evidence
        WHERE proposition = ? AND channel = ?
        """, [proposition, channel])
    else { return Evidence() }
    return Evidence(
      committed: LogOdds(micronats: row[0]), committedCount: row[1],
      strongestHedge: (row[2] as Int64?).map(LogOdds.init(micronats:)))
  }

  private func write(
    _ evidence: Evidence, of proposition: Int64, in channel: Int64, in db: Database
  ) throws {
    try db.run(
      """
      INSERT INTO evidence(proposition, channel, committed, committed_count, strongest_hedge)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT(proposition, channel) DO UPDATE SET committed = excluded.committed,
        committed_count = excluded.committed_count, strongest_hedge = excluded.strongest_hedge
      """,
      [
        proposition, channel, evidence.committed.micronats, evidence.committedCount,
        evidence.strongestHedge?.micronats,
      ])
  }

  /// The strongest hedge can't be subtracted, so a withdrawal adds up what is left.
  private func recomputeEvidence(of proposition: Int64, in channel: Int64, in db: Database) throws {
    var evidence = Evidence()
    var count = 0
    try db.each(
      """
      SELECT commitment, is_hedged FROM statement
      WHERE proposition = ? AND channel = ? AND recorded_to IS NULL
      """, [proposition, channel]
    ) { row in
      evidence.add(LogOdds(micronats: row[0]), isHedged: row[1])
      count += 1
    }
    if count > 0 {
      try write(evidence, of: proposition, in: channel, in: db)
    } else {
      try db.run(
        "DELETE FROM evidence WHERE proposition = ? AND channel = ?", [proposition, channel])
    }
  }
}

/// What an edge's `node` is a row of.
enum EdgeKind: Int {
  case entity = 0
  case utterance = 1
  case clause = 2
}
