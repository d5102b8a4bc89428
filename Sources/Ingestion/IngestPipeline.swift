public import AMR
public import GraphStore
public import KnowledgeModel
public import Logging

/// From a message to what lookups see, durably.
///
/// Three loops pass batches on: the *writer* puts submissions and the results of understanding on disk, many
/// callers' in one transaction; the *reader* runs the extractor over what was appended; the *publisher* tells
/// the view. Each stage's result is in the log, so after a crash the next ``run()`` goes on where it ended.
public final class IngestPipeline: Sendable {
  let store: GraphStore
  let view: any WorkspaceView
  let understander: Understander
  let clock: @Sendable () -> Timestamp
  private let logger: Logger
  private let intake = Intake()

  /// - Parameter clock: tells the moment of recording; the one thing here that is not a function of input.
  public init(
    store: GraphStore, view: any WorkspaceView, extractor: any Extractor,
    clock: @escaping @Sendable () -> Timestamp, logger: Logger
  ) {
    self.store = store
    self.view = view
    understander = Understander(extractor: extractor, logger: logger)
    self.clock = clock
    self.logger = logger
  }

  /// Queues a submission; submissions are recorded in the order of these calls.
  ///
  /// - Throws: `RESOURCE_EXHAUSTED` with a time to wait when too much is queued, `UNAVAILABLE` after
  ///   ``shutDown()``.
  public func submit(_ submission: Submission) throws(RosemaryError) -> Ticket {
    try intake.enqueue(submission)
  }

  /// Returns once everything that was submitted before is on disk and known to the view; messages among it
  /// may still wait to be understood.
  public func settle() async throws(RosemaryError) {
    _ = try await submit(Submission(actor: .everyone, request: .append([]))).queryable
  }

  /// Messages that were accepted and are not yet seen by lookups.
  public var backlog: Int { intake.backlog }

  /// Takes no more submissions; ``run()`` returns once everything accepted is in the view.
  public func shutDown() {
    intake.close()
  }

  /// Works until ``shutDown()`` and the queue is empty, or the task is cancelled.
  public func run() async {
    let (published, publisher) = AsyncStream<Publication>.makeStream()
    let (appended, reader) = AsyncStream<[WaitingMessage]>.makeStream()
    // Only the writer hears of a cancellation. It ends the others, which settle every ticket first.
    let reading = Task { await read(appended) }
    let publishing = Task { await publish(published) }
    await write(to: publisher, reader)
    reading.cancel()
    await reading.value
    await publishing.value
  }

  /// What the publisher needs of one transaction.
  private struct Publication: Sendable {
    var changes = CommittedChanges()
    var entries: [(entry: Intake.Entry, awaiting: [MessageID])] = []
    /// The messages whose reading ended with this transaction.
    var read: [MessageKey] = []
    /// The messages whose reading begins with it.
    var waiting: [WaitingMessage] = []
  }

  // MARK: Writer

  private func write(
    to publisher: AsyncStream<Publication>.Continuation,
    _ reader: AsyncStream<[WaitingMessage]>.Continuation
  ) async {
    var reading = await resume(publisher, reader)
    for await _ in intake.signals {
      while true {
        let batch = intake.take()
        guard !batch.isEmpty else { break }
        reading -= batch.understood.count
        let (publications, failed) = await commit(batch)
        for publication in publications {
          reading += publication.waiting.count
          if !publication.waiting.isEmpty { reader.yield(publication.waiting) }
          publisher.yield(publication)
        }
        guard !failed.isEmpty, !intake.isClosed, !Task.isCancelled else { continue }
        // Nothing is lost, the messages still wait in the store; the disk may have room again soon.
        try? await Task.sleep(for: .seconds(1))
        reading += failed.count
        intake.enqueue(failed)
      }
      if reading == 0, intake.isDrained { break }
    }
    reader.finish()
    publisher.finish()
    intake.abandon(RosemaryError(.unavailable, "the workspace was closed"))
  }

  /// Takes up what a former run left unread; returns how many messages that is.
  private func resume(
    _ publisher: AsyncStream<Publication>.Continuation,
    _ reader: AsyncStream<[WaitingMessage]>.Continuation
  ) async -> Int {
    var last = MessageID(rawValue: 0)
    var count = 0
    do {
      while true {
        let waiting = try await store.waiting(after: last, limit: Limits.messagesPerTransaction)
        guard let end = waiting.last else { break }
        last = end.id
        count += waiting.count
        publisher.yield(Publication(waiting: waiting))
        reader.yield(waiting)
      }
    } catch {
      logger.error("messages of a former run can't be read", metadata: ["error": "\(error)"])
    }
    if count > 0 { logger.info("resuming", metadata: ["messages": "\(count)"]) }
    return count
  }

  /// One transaction for all; if that fails, one each, so that nobody fails for another's sake. Returns the
  /// results of understanding that could not be written.
  private func commit(
    _ batch: Intake.Batch
  ) async -> (publications: [Publication], failed: [UnderstoodMessage]) {
    do {
      return ([try await record(batch)], [])
    } catch  where batch.entries.count + (batch.understood.isEmpty ? 0 : 1) == 1 {
      logger.error("a transaction failed", metadata: ["error": "\(error)"])
      for entry in batch.entries {
        intake.release(messages: entry.messages, bytes: entry.bytes)
        entry.ticket.fail(error)
      }
      return ([], batch.understood)
    } catch {
      var publications: [Publication] = []
      var failed: [UnderstoodMessage] = []
      let parts =
        [Intake.Batch(understood: batch.understood)]
        + batch.entries.map { Intake.Batch(entries: [$0]) }
      for part in parts where !part.isEmpty {
        let outcome = await commit(part)
        publications += outcome.publications
        failed += outcome.failed
      }
      return (publications, failed)
    }
  }

  private func record(_ batch: Intake.Batch) async throws(RosemaryError) -> Publication {
    let commit = try await store.commit(
      batch.entries.map(\.submission), understood: batch.understood, at: clock())
    var publication = Publication(
      changes: commit.changes, read: batch.understood.map(\.message), waiting: commit.waiting)
    for (entry, receipt) in zip(batch.entries, commit.receipts) {
      publication.entries.append((entry, receipt.awaiting))
      entry.ticket.succeed(receipt)
    }
    return publication
  }

  // MARK: Reader

  private func read(_ appended: AsyncStream<[WaitingMessage]>) async {
    for await waiting in appended where !Task.isCancelled {
      intake.enqueue(await understander.understand(waiting))
    }
  }

  // MARK: Publisher

  private func publish(_ published: AsyncStream<Publication>) async {
    var desk = PublicationDesk()
    for await publication in published {
      await view.apply(publication.changes)
      for waiting in publication.waiting { desk.begin(waiting.id, waiting.message.key) }
      for (entry, awaiting) in publication.entries {
        desk.expect(awaiting, for: entry.ticket)
        intake.release(messages: 0, bytes: entry.bytes)
      }
      // A message that was submitted holds its place in the queue until it has been read.
      let submitted = publication.entries.reduce(0) { $0 + $1.entry.messages }
      let done = submitted - publication.waiting.count + publication.read.count
      intake.release(messages: done, bytes: 0)
      for key in publication.read { desk.end(key) }
    }
    desk.abandon()
  }
}
