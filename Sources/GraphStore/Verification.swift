import GRDB
public import KnowledgeModel

/// What `verify` found.
public struct VerificationReport: Sendable {
  /// One thing that must hold.
  public struct Check: Sendable {
    public var name: String
    /// Empty where it holds; else what is wrong, the first few of it.
    public var problems: [String]
  }

  public var checks: [Check] = []
  /// Over the projection as it is stored; nil where it could not be read.
  public var digest: String?
  /// Rows by table, as far as the digest covers them.
  public var rows: [(table: String, count: Int)] = []
  public var events = 0

  public var isSound: Bool { checks.allSatisfy(\.problems.isEmpty) }
}

extension GraphStore {
  /// Proves the chain of the log, SQLite's integrity, that nothing refers to what is not there, that sums of
  /// evidence are those of their statements, and that replaying the log from zero gives the same projection.
  ///
  /// Works on one snapshot, beside readers and the writer. The replay goes to a temporary database, about as
  /// large, in SQLite's folder for such (`SQLITE_TMPDIR`, else `/var/tmp`): a full disk can be verified, and
  /// several verifications don't meet. `progress` is told the share that is done.
  public func verify(
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws(RosemaryError) -> VerificationReport {
    try await read { db in
      var report = VerificationReport()
      report.checks.append(try Self.integrity(db))
      report.checks.append(try Self.references(db))
      report.checks.append(try Self.sums(db))
      let (digest, rows) = try ProjectionDigest.compute(db)
      report.digest = digest
      report.rows = rows.map { (table: $0.0, count: $0.1) }
      let total = try db.integer("SELECT coalesce(max(seq), 0) FROM event") ?? 0
      report.events = Int(total)
      report.checks += try Self.replayed(
        db, expecting: digest, total: total, progress: progress)
      return report
    }
  }

  /// The digest of the projection as it is stored, in hexadecimal.
  public func digest() async throws(RosemaryError) -> String {
    try await read { try ProjectionDigest.compute($0).digest }
  }

  /// Empties every projected table and fills it again from the log, in one transaction.
  ///
  /// Views in memory must be loaded anew afterwards. - Returns: the number of events replayed.
  public func rebuild(
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws(RosemaryError) -> Int {
    try await transact { committer, db in
      for table in Schema.projectedTables { try db.run("DELETE FROM \(table)") }
      let count = try Self.project(db, into: db, progress: progress)
      committer = try Committer(db)
      return count
    }
  }

  private static func project(
    _ source: Database, into target: Database, progress: (Double) -> Void
  ) throws -> Int {
    let total = max(1, try source.integer("SELECT coalesce(max(seq), 0) FROM event") ?? 0)
    var projector = Projector()
    var count = 0
    try EventLog.replay(source) { event in
      var changes = CommittedChanges()
      try projector.apply(event, in: target, &changes)
      count += 1
      if count % 1_000 == 0 { progress(Double(count) / Double(total)) }
    }
    progress(1)
    return count
  }

  private static func integrity(_ db: Database) throws -> VerificationReport.Check {
    let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)")
    return .init(name: "integrity", problems: lines == ["ok"] ? [] : lines)
  }

  private static func references(_ db: Database) throws -> VerificationReport.Check {
    var problems: [String] = []
    try db.each("PRAGMA foreign_key_check") { row in
      guard problems.count < 10 else { return }
      let (table, id, parent): (String, Int64?, String) = (row[0], row[1], row[2])
      problems.append("\(table) row \(id ?? 0) refers to a missing \(parent)")
    }
    let orphans = [
      (
        "edges without their node",
        """
        SELECT count(*) FROM edge g WHERE NOT EXISTS (
          SELECT 1 FROM entity e WHERE g.kind = 0 AND e.id = g.node
          UNION ALL SELECT 1 FROM message m WHERE g.kind <> 0 AND m.id = g.node)
        """
      ),
      (
        "propositions that nobody stated",
        """
        SELECT count(*) FROM proposition p
        WHERE NOT EXISTS (SELECT 1 FROM statement s WHERE s.proposition = p.id)
        """
      ),
      (
        "statements of messages that do not say them",
        """
        SELECT count(*) FROM statement s JOIN message m ON m.id = s.message
        WHERE s.recorded_to IS NULL AND (m.is_deleted OR m.understood IS NULL)
        """
      ),
      (
        "touches without their message",
        """
        SELECT count(*) FROM touch t
        WHERE t.source > 0 AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = t.source)
        """
      ),
    ]
    for (what, sql) in orphans {
      let count = try db.integer(sql) ?? 0
      if count > 0 { problems.append("\(count) \(what)") }
    }
    return .init(name: "references", problems: problems)
  }

  private static func sums(_ db: Database) throws -> VerificationReport.Check {
    let count =
      try db.integer(
        """
        SELECT count(*) FROM (
          SELECT proposition, channel,
            sum(commitment * (1 - is_hedged)) AS committed, sum(1 - is_hedged) AS committed_count,
            max(CASE WHEN is_hedged THEN commitment END) AS strongest_hedge
          FROM statement WHERE recorded_to IS NULL GROUP BY 1, 2) s
        FULL JOIN evidence v ON v.proposition = s.proposition AND v.channel = s.channel
        WHERE v.committed IS NOT s.committed OR v.committed_count IS NOT s.committed_count
          OR v.strongest_hedge IS NOT s.strongest_hedge
        """) ?? 0
    return .init(
      name: "evidence",
      problems: count == 0 ? [] : ["\(count) sums of evidence differ from their statements"])
  }

  private static func replayed(
    _ db: Database, expecting digest: String, total: Int64,
    progress: (Double) -> Void
  ) throws -> [VerificationReport.Check] {
    var chain = VerificationReport.Check(name: "chain", problems: [])
    var replay = VerificationReport.Check(name: "replay", problems: [])
    do {
      // No name: SQLite's for a database on disk that nobody else sees and that goes when it is closed.
      let scratch = try DatabaseQueue(path: "", configuration: scratchConfiguration)
      try Schema.migrator.migrate(scratch)
      let again = try scratch.write { target in
        _ = try project(db, into: target, progress: progress)
        return (digest: try ProjectionDigest.compute(target).digest, counts: try counts(target))
      }
      if again.digest != digest {
        replay.problems.append("replay gives digest \(again.digest), stored is \(digest)")
      }
      // How many events a state took depends on their order, so the digest leaves it out.
      if try again.counts != counts(db) {
        replay.problems.append("replay counts other events in the channels than are stored")
      }
    } catch let error as RosemaryError where error.code == .dataLoss {
      chain.problems.append(error.message)
      replay.problems.append("not tried, since the log is damaged")
    }
    return [chain, replay]
  }

  private static func counts(_ db: Database) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    try db.each("SELECT external_id, events FROM channel") { counts[$0[0]] = $0[1] }
    return counts
  }

  private static var scratchConfiguration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA journal_mode = OFF;
          PRAGMA synchronous = OFF;
          PRAGMA cache_size = -65536;
          """)
    }
    return configuration
  }
}
