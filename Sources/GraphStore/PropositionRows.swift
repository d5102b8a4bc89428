public import Belief
import Foundation
import GRDB
public import KnowledgeModel

/// A proposition with what a reader may know of it.
public struct PropositionRecord: Sendable {
  /// A role and its filler, by row or by the message's tokens.
  public struct Edge: Sendable {
    public var role: Role
    public var filler: Filler
    public var tokens: TokenRange?
  }

  /// One message that states it.
  public struct Source: Sendable {
    public var message: MessageID
    public var channel: ChannelID
    public var tokens: TokenRange?
    public var predicate: TokenRange?
    public var isHedged: Bool
  }

  /// The natural key, as the wire shows it.
  public var key: String
  public var frame: Frame
  public var edges: [Edge]
  public var sources: [Source]
  /// Summed over the channels that were asked for.
  public var evidence: Evidence
}

extension GraphStore {
  /// The open propositions that each of `messages` states, with evidence from `channels` only; in the order
  /// of the messages, and within one in the order of its statements.
  ///
  /// - Complexity: O(statements of those messages · log n).
  public func propositions(
    of messages: [MessageID], in channels: Set<ChannelID>
  ) async throws(RosemaryError) -> [PropositionRecord] {
    try await read { db in
      var seen: Set<Int64> = []
      var records: [PropositionRecord] = []
      for message in messages {
        let rows = try Row.fetchAll(
          db.cachedStatement(
            sql: """
              SELECT DISTINCT s.proposition, p.key, p.frame
              FROM statement s JOIN proposition p ON p.id = s.proposition
              WHERE s.message = ? AND s.recorded_to IS NULL ORDER BY s.id
              """),
          arguments: [message.rawValue])
        for row in rows where seen.insert(row[0]).inserted {
          let sources = try Self.sources(of: row[0], in: channels, db)
          guard !sources.isEmpty else { continue }
          records.append(
            PropositionRecord(
              key: PropositionKey(bytes: row[1]).description, frame: Frame(rawValue: row[2]),
              edges: try Self.edges(of: row[0], db), sources: sources,
              evidence: try Self.evidence(of: row[0], in: channels, db)))
        }
      }
      return records
    }
  }

  private static func sources(
    of proposition: Int64, in channels: Set<ChannelID>, _ db: Database
  ) throws -> [PropositionRecord.Source] {
    var sources: [PropositionRecord.Source] = []
    try db.each(
      """
      SELECT s.message, s.channel, s.first_token, s.last_token, s.predicate_first,
        s.predicate_last, s.is_hedged
      FROM statement s WHERE s.proposition = ? AND s.recorded_to IS NULL ORDER BY s.id
      """, [proposition]
    ) { row in
      let channel = ChannelID(rawValue: row[1])
      guard channels.contains(channel) else { return }
      sources.append(
        PropositionRecord.Source(
          message: MessageID(rawValue: row[0]), channel: channel, tokens: tokens(row, 2),
          predicate: tokens(row, 4), isHedged: row[6]))
    }
    return sources
  }

  private static func edges(of proposition: Int64, _ db: Database) throws
    -> [PropositionRecord.Edge]
  {
    var edges: [PropositionRecord.Edge] = []
    try db.each(
      """
      SELECT g.role, g.kind, g.first_token, g.last_token, e.kind, e.name
      FROM edge g LEFT JOIN entity e ON g.kind = 0 AND e.id = g.node
      WHERE g.proposition = ? ORDER BY g.ordinal
      """, [proposition]
    ) { row in
      let range = tokens(row, 2)
      let filler: Filler =
        switch EdgeKind(rawValue: row[1]) {
        case .entity: .entity(try MessageRows.entityKey(row[4], row[5]))
        case .clause: .clause(range ?? TokenRange(first: 1, last: 1))
        case .utterance, nil: .utterance
        }
      edges.append(
        PropositionRecord.Edge(role: Role(rawValue: row[0]), filler: filler, tokens: range))
    }
    return edges
  }

  private static func evidence(
    of proposition: Int64, in channels: Set<ChannelID>, _ db: Database
  ) throws -> Evidence {
    var sum = Evidence()
    try db.each(
      """
      SELECT channel, committed, committed_count, strongest_hedge FROM evidence
      WHERE proposition = ?
      """, [proposition]
    ) { row in
      guard channels.contains(ChannelID(rawValue: row[0])) else { return }
      sum =
        sum
        + Evidence(
          committed: LogOdds(micronats: row[1]), committedCount: row[2],
          strongestHedge: (row[3] as Int64?).map(LogOdds.init(micronats:)))
    }
    return sum
  }

  private static func tokens(_ row: Row, _ index: Int) -> TokenRange? {
    guard let first = row[index] as Int?, let last = row[index + 1] as Int? else { return nil }
    return TokenRange(first: first, last: last)
  }

  /// Messages by row with the entities they mention; those that are gone meanwhile are left out.
  public func messages(_ ids: [MessageID]) async throws(RosemaryError) -> [UnderstoodRecord] {
    try await read { db in
      try ids.compactMap { id in
        let stands = try db.integer(
          "SELECT 1 FROM message WHERE id = ? AND is_deleted = 0", [id.rawValue])
        return stands == nil ? nil : try MessageRows.understoodRecord(id, in: db)
      }
    }
  }
}
