import GRDB
public import KnowledgeModel

/// One workspace's memory on disk: the event log and what is projected from it, in one SQLite file.
///
/// One writer, many readers (GRDB's pool in WAL mode). A commit returns when its transaction is on disk
/// (`synchronous=FULL`). Safe to use from any task; reads see the last commit.
public final class GraphStore: Sendable {
  let pool: DatabasePool
  private let writer: Writer

  /// The writer's state between transactions. It is touched only in the pool's write closures, which run
  /// one at a time, and thrown away when a transaction fails, since what it remembers may then be untrue.
  private final class Writer: @unchecked Sendable {
    var committer: Committer?
  }

  /// Opens the database at `path`, makes it if it is new, and brings its schema up to date.
  ///
  /// - Throws: `FAILED_PRECONDITION` for a database that a newer release wrote, `DATA_LOSS` for a file that
  ///   is no database, `UNAVAILABLE` where the file can't be opened.
  public init(path: String) throws(RosemaryError) {
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration)
      // GRDB lowers this to NORMAL when it switches a database to WAL, after its configuration has run.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      let migrator = Schema.migrator
      guard try pool.read({ try !migrator.hasBeenSuperseded($0) }) else {
        throw RosemaryError(
          .failedPrecondition,
          "\(path) was written by a newer release of rosemary: upgrade to open it")
      }
      try migrator.migrate(pool)
    } catch {
      throw StoreError.describe(error, path: path)
    }
    writer = Writer()
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.label = "rosemary"
    configuration.maximumReaderCount = 4
    // Declared for `verify` to check; enforcing them would double the look-ups of an append.
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA secure_delete = FAST;
          PRAGMA cache_size = -32768;
          PRAGMA wal_autocheckpoint = 4000;
          PRAGMA temp_store = MEMORY;
          """)
    }
    return configuration
  }

  /// What one transaction did: a receipt for each submission, what views must take in, and the messages
  /// that now wait to be understood.
  public struct Commit: Sendable {
    public var receipts: [Receipt]
    public var changes: CommittedChanges
    public var waiting: [WaitingMessage]
  }

  /// Writes, in one transaction and in this order, results of understanding and submissions.
  ///
  /// A result whose message has changed since it was read is dropped: the change waits to be understood
  /// itself.
  /// - Throws: `RESOURCE_EXHAUSTED` for a full disk, `DATA_LOSS` for damage; nothing is then written.
  public func commit(
    _ submissions: [Submission], understood: [UnderstoodMessage] = [], at moment: Timestamp
  ) async throws(RosemaryError) -> Commit {
    try await transact { committer, db in
      var batch = CommittedBatch()
      for result in understood {
        try committer.commit(result, at: moment, in: db, &batch)
      }
      var receipts: [Receipt] = []
      receipts.reserveCapacity(submissions.count)
      for submission in submissions {
        receipts.append(try committer.commit(submission, at: moment, in: db, &batch))
      }
      return Commit(receipts: receipts, changes: batch.changes, waiting: batch.waiting)
    }
  }

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (inout Committer, Database) throws -> Result
  ) async throws(RosemaryError) -> Result {
    let writer = writer
    do {
      return try await pool.writeWithoutTransaction { db in
        var committer = try writer.committer ?? Committer(db)
        // Until the transaction is on disk nobody may believe what it looked up.
        writer.committer = nil
        var outcome: Result?
        try db.inTransaction(.immediate) {
          outcome = try body(&committer, db)
          return .commit
        }
        writer.committer = committer
        guard let outcome else {
          throw RosemaryError(.internalError, "a transaction ended without a result")
        }
        return outcome
      }
    } catch {
      throw StoreError.describe(error, path: pool.path)
    }
  }

  /// Reads in one snapshot.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws(RosemaryError) -> Result {
    do {
      return try await pool.read(body)
    } catch {
      throw StoreError.describe(error, path: pool.path)
    }
  }

  /// Messages that no extractor has read as they stand, after row `id`, oldest first; with an `extractor`,
  /// those that some other one has read.
  public func waiting(
    for extractor: ExtractorVersion? = nil, after id: MessageID, limit: Int
  ) async throws(RosemaryError) -> [WaitingMessage] {
    try await read { try MessageRows.waiting(for: extractor, after: id, limit: limit, in: $0) }
  }

  /// Writes back SQLite's write-ahead log and closes; later calls fail.
  public func close() throws(RosemaryError) {
    // The pool closes its readers last, and they can't write back. Should it fail, nothing is lost: the
    // log is read again on opening.
    _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    do {
      try pool.close()
    } catch {
      throw StoreError.describe(error, path: pool.path)
    }
  }
}

/// One error type at the boundary: what SQLite says, in the caller's words.
enum StoreError {
  static func describe(_ error: any Error, path: String) -> RosemaryError {
    if let error = error as? RosemaryError { return error }
    if error is CancellationError { return RosemaryError(.cancelled, "the call was cancelled") }
    guard let error = error as? DatabaseError else {
      return RosemaryError(.internalError, "\(path): \(error)")
    }
    let detail = error.message ?? "no detail"
    switch error.resultCode {
    case .SQLITE_FULL:
      return RosemaryError(
        .resourceExhausted, "no space is left on the disk of \(path): free some and try again",
        retryAfter: .seconds(5))
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return RosemaryError(
        .dataLoss, "\(path) is damaged (\(detail)): restore it from a backup")
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
      return RosemaryError(
        .unavailable, "\(path) can't be opened (\(detail)): check its permissions")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return RosemaryError(
        .unavailable, "\(path) is in use by another program", retryAfter: .seconds(1))
    case .SQLITE_IOERR:
      return RosemaryError(
        .unavailable, "\(path): reading or writing failed (\(detail)): check the disk")
    case .SQLITE_INTERRUPT:
      return RosemaryError(.cancelled, "the call was cancelled")
    default:
      return RosemaryError(.internalError, "\(path): \(detail) (SQLite code \(error.resultCode))")
    }
  }
}
