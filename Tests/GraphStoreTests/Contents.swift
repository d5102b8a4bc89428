import Foundation
import GRDB
import KnowledgeModel

@testable import GraphStore

/// What a workspace holds, in a form that the store and the model both give: one line a fact.
struct Contents: Equatable {
  private(set) var lines: Set<String> = []

  mutating func note(_ line: String) { lines.insert(spelled(line)) }

  /// The first differences, for a failed test's message.
  func differences(from other: Self) -> String {
    let missing = lines.subtracting(other.lines).sorted().prefix(5)
    let extra = other.lines.subtracting(lines).sorted().prefix(5)
    return "only here: \(missing); only there: \(extra)"
  }
}

/// The text in ASCII, so that canonically equivalent texts differ.
private func spelled(_ text: String) -> String {
  text.unicodeScalars.map { $0.isASCII ? "\($0)" : "<\($0.value)>" }.joined()
}

/// A statement's proposition in words: two statements have the same if and only if they state the same.
private func proposition(
  _ frame: String, _ fillers: [(role: String, filler: String)], _ message: MessageKey
) -> String {
  let isOwn = fillers.contains { $0.filler == "utterance" || $0.filler.hasPrefix("clause") }
  let roles = fillers.map { "\($0.role)=\($0.filler)" }.sorted()
  return "\(frame) \(roles) \(isOwn ? "\(message.channel)/\(message.id)" : "")"
}

/// One statement's part in the evidence, and the sum of all.
private struct EvidenceLine {
  var committed: Int64 = 0
  var count = 0
  var hedge: Int64?
}

extension PlainWorkspace {
  func contents() -> Contents {
    var contents = Contents()
    for (key, room) in rooms {
      contents.note(
        "channel \(key.name) \(room.name) \(room.kind.rawValue) \(room.members.sorted()) "
          + "\(room.events)")
    }
    for user in users.values {
      contents.note(
        "user \(user.id) \(user.name) \(user.aliases) \(user.zone ?? "")")
    }
    var evidence: [String: EvidenceLine] = [:]
    for post in posts.values {
      contents.note(line(post))
      for (reacted, word) in post.reactions {
        contents.note(
          "reaction \(post.message.channel)/\(post.message.id) \(reacted.name) \(reacted.user) "
            + "\(word.at.microseconds) \(word.isRemoved ? 1 : 0)")
      }
      var said: Set<String> = []
      for statement in post.understanding?.statements ?? [] {
        let fillers = statement.arguments.map { ($0.role.rawValue, name($0.filler)) }
        let proposition = proposition(statement.frame.rawValue, fillers, post.message.key)
        guard said.insert(proposition).inserted else { continue }
        contents.note(
          "statement \(post.message.channel)/\(post.message.id) \(proposition) "
            + "\(statement.tokens?.first ?? 0)")
        count(statement, in: spelled("\(proposition) in \(post.message.channel)"), &evidence)
      }
    }
    for (what, sum) in evidence {
      contents.note("evidence \(what) \(sum.committed) \(sum.count) \(sum.hedge ?? 0)")
    }
    return contents
  }

  private func line(_ post: Post) -> String {
    let message = post.message
    return "message \(message.channel)/\(message.id) \(message.author) "
      + "\(message.sentAt.microseconds) \(message.text) \(message.editedAt?.microseconds ?? -1) "
      + "\(message.thread ?? "") \(message.replyTo ?? "") \(message.kind ?? "") "
      + "\(message.attachments.count) \(post.isDeleted) \(post.understanding != nil)"
  }

  private func name(_ filler: Filler) -> String {
    switch filler {
    case .entity(let key): key.description
    case .utterance: "utterance"
    case .clause(let tokens): "clause:\(tokens.first)-\(tokens.last)"
    }
  }

  private func count(
    _ statement: KnowledgeModel.Statement, in key: String, _ evidence: inout [String: EvidenceLine]
  ) {
    let p = statement.commitment.rawValue
    let weight = Int64((log(p / (1 - p)) * 1_000_000).rounded())
    var sum = evidence[key] ?? EvidenceLine()
    if statement.isHedged {
      sum.hedge = max(sum.hedge ?? weight, weight)
    } else {
      sum.committed += weight
      sum.count += 1
    }
    evidence[key] = sum
  }
}

extension GraphStore {
  func contents() async throws -> Contents {
    try await read { db in
      var contents = Contents()
      try Self.readPlaces(&contents, db)
      try Self.readMessages(&contents, db)
      let propositions = try Self.readStatements(&contents, db)
      try db.each(
        """
        SELECT v.proposition, c.external_id, v.committed, v.committed_count, v.strongest_hedge
        FROM evidence v JOIN channel c ON c.id = v.channel
        """
      ) { row in
        let (channel, committed, count): (String, Int64, Int) = (row[1], row[2], row[3])
        contents.note(
          "evidence \(propositions[row[0]] ?? "of nothing") in \(channel) \(committed) \(count) "
            + "\(row[4] as Int64? ?? 0)")
      }
      return contents
    }
  }

  private static func readPlaces(_ contents: inout Contents, _ db: Database) throws {
    try db.each("SELECT id, external_id, name, kind, events FROM channel") { row in
      let members = try String.fetchAll(
        db, sql: "SELECT principal FROM membership WHERE channel = ?", arguments: [row[0] as Int64])
      let (id, name, kind, events): (String, String, Int, Int) = (row[1], row[2], row[3], row[4])
      contents.note("channel \(id) \(name) \(kind) \(members.sorted()) \(events)")
    }
    try db.each(
      "SELECT u.entity, e.name, u.handle, u.zone FROM user u JOIN entity e ON e.id = u.entity"
    ) { row in
      let aliases = try String.fetchAll(
        db, sql: "SELECT form FROM alias WHERE entity = ? ORDER BY ordinal",
        arguments: [row[0] as Int64])
      let (id, handle): (String, String) = (row[1], row[2])
      contents.note("user \(id) \(handle) \(aliases) \(row[3] as String? ?? "")")
    }
  }

  private static func readMessages(_ contents: inout Contents, _ db: Database) throws {
    try db.each(
      """
      SELECT c.external_id || '/' || m.external_id || ' ' || a.name || ' ' || m.sent_at || ' '
        || m.text || ' ' || coalesce(m.edited_at, -1) || ' ' || coalesce(m.thread, '') || ' '
        || coalesce(m.reply_to, '') || ' ' || coalesce(m.kind, '') || ' '
        || (length(m.attachments) > 0), m.is_deleted, m.understood IS NOT NULL
      FROM message m JOIN channel c ON c.id = m.channel JOIN entity a ON a.id = m.author
      """
    ) { row in
      let (words, deleted, understood): (String, Bool, Bool) = (row[0], row[1], row[2])
      contents.note("message \(words) \(deleted) \(understood)")
    }
    try db.each(
      """
      SELECT c.external_id || '/' || m.external_id || ' ' || r.name || ' ' || u.name || ' ' || r.at || ' '
        || r.is_removed
      FROM reaction r JOIN message m ON m.id = r.message JOIN channel c ON c.id = m.channel
        JOIN entity u ON u.id = r.user
      """
    ) { contents.note("reaction \($0[0] as String)") }
  }

  /// Returns the propositions in words, by row.
  private static func readStatements(
    _ contents: inout Contents, _ db: Database
  ) throws -> [Int64: String] {
    var fillers: [Int64: [(String, String)]] = [:]
    try db.each(
      """
      SELECT g.proposition, g.role, g.kind, e.kind, e.name, g.first_token, g.last_token
      FROM edge g LEFT JOIN entity e ON g.kind = 0 AND e.id = g.node
      """
    ) { row in
      let filler: String =
        switch row[2] as Int {
        case 0: try MessageRows.entityKey(row[3], row[4]).description
        case 1: "utterance"
        default: "clause:\(row[5] as Int)-\(row[6] as Int)"
        }
      fillers[row[0], default: []].append((row[1], filler))
    }
    var propositions: [Int64: String] = [:]
    try db.each(
      """
      SELECT s.proposition, p.frame, c.external_id, m.external_id, coalesce(s.first_token, 0)
      FROM statement s JOIN proposition p ON p.id = s.proposition
        JOIN message m ON m.id = s.message JOIN channel c ON c.id = m.channel
      WHERE s.recorded_to IS NULL
      """
    ) { row in
      let (id, frame, channel, message): (Int64, String, String, String) =
        (row[0], row[1], row[2], row[3])
      let words = proposition(
        frame, fillers[id] ?? [], MessageKey(channel: channel, id: message))
      propositions[id] = words
      contents.note("statement \(channel)/\(message) \(words) \(row[4] as Int)")
    }
    return propositions
  }
}
