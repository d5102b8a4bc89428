import GraphStore
import KnowledgeModel
import Synchronization

/// The bounded queue in front of the writer.
///
/// Submissions keep the order in which they came; past the bounds a caller is told to come again, so that
/// memory is bounded however fast others write.
final class Intake: Sendable {
  struct Entry: Sendable {
    var submission: Submission
    var ticket: Ticket
    var messages: Int
    var bytes: Int
  }

  /// One transaction's work.
  struct Batch: Sendable {
    var entries: [Entry] = []
    var understood: [UnderstoodMessage] = []
    var isEmpty: Bool { entries.isEmpty && understood.isEmpty }
  }

  private struct State {
    var entries: [Entry] = []
    var understood: [UnderstoodMessage] = []
    /// Messages from their submission until lookups see them.
    var backlog = 0
    var bytes = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let signal: AsyncStream<Void>.Continuation
  /// Yields whenever there may be work; for the one writer.
  let signals: AsyncStream<Void>

  init() {
    (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Queues a submission.
  ///
  /// - Throws: `RESOURCE_EXHAUSTED` when the queue is full, `UNAVAILABLE` while shutting down.
  func enqueue(_ submission: Submission) throws(RosemaryError) -> Ticket {
    let entry = Entry(
      submission: submission, ticket: Ticket(), messages: submission.messageCount,
      bytes: submission.byteCount)
    try state.withLock { state throws(RosemaryError) in
      guard !state.isClosed else {
        throw RosemaryError(
          .unavailable, "the workspace is closing: try again", retryAfter: .milliseconds(500))
      }
      guard state.backlog + entry.messages <= Limits.messagesWaiting,
        state.bytes + entry.bytes <= Limits.bytesWaiting
      else {
        throw RosemaryError(
          .resourceExhausted,
          "more than \(Limits.messagesWaiting) messages or \(Limits.bytesWaiting) bytes would wait "
            + "to be understood: send the same again later",
          retryAfter: .milliseconds(200))
      }
      state.backlog += entry.messages
      state.bytes += entry.bytes
      state.entries.append(entry)
    }
    signal.yield()
    return entry.ticket
  }

  func enqueue(_ understood: [UnderstoodMessage]) {
    state.withLock { $0.understood += understood }
    signal.yield()
  }

  /// Takes what fits into one transaction, oldest first; empty where nothing waits.
  func take() -> Batch {
    state.withLock { state in
      var batch = Batch()
      let results = min(state.understood.count, Limits.messagesPerTransaction)
      batch.understood = Array(state.understood.prefix(results))
      state.understood.removeFirst(results)
      var messages = 0
      var count = 0
      while count < state.entries.count {
        let next = state.entries[count].messages
        if count > 0, messages + next > Limits.messagesPerTransaction { break }
        messages += next
        count += 1
      }
      batch.entries = Array(state.entries.prefix(count))
      state.entries.removeFirst(count)
      return batch
    }
  }

  /// Gives back the room of messages that are done with or failed; negative for those that a former run
  /// left, which begin to be read without having been submitted.
  func release(messages: Int, bytes: Int) {
    state.withLock { state in
      state.backlog -= messages
      state.bytes -= bytes
    }
  }

  /// Messages that a caller has sent and lookups do not see yet.
  var backlog: Int { state.withLock { $0.backlog } }

  /// Takes no more submissions; results of understanding still come in.
  func close() {
    state.withLock { $0.isClosed = true }
    signal.yield()
  }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Whether it is closed and nothing waits.
  var isDrained: Bool {
    state.withLock { $0.isClosed && $0.entries.isEmpty && $0.understood.isEmpty }
  }

  /// Fails what still waits, and ends `signals`.
  func abandon(_ error: RosemaryError) {
    let entries = state.withLock { state in
      state.isClosed = true
      defer { state.entries = [] }
      return state.entries
    }
    for entry in entries { entry.ticket.fail(error) }
    signal.finish()
  }
}

extension Submission {
  /// What it counts for against the queue's bound; at least one.
  var messageCount: Int {
    if case .append(let messages) = request { max(1, messages.count) } else { 1 }
  }

  /// About what it takes in memory.
  var byteCount: Int {
    switch request {
    case .append(let messages): messages.reduce(0) { $0 + $1.byteCount }
    case .delete(let keys): keys.reduce(0) { $0 + 32 + $1.channel.utf8.count + $1.id.utf8.count }
    case .react: 256
    case .putChannels(let channels): channels.reduce(0) { $0 + 128 + $1.members.byteCount }
    case .putUsers(let users): users.reduce(0) { $0 + 128 + $1.aliases.byteCount }
    case .touch(let touch): touch.nodes.reduce(0) { $0 + 32 + $1.name.utf8.count }
    }
  }
}

extension Message {
  fileprivate var byteCount: Int {
    128 + text.utf8.count
      + attachments.reduce(0) { $0 + 32 + $1.kind.utf8.count + $1.caption.utf8.count }
      + reactions.reduce(0) { $0 + 32 + $1.users.byteCount }
  }
}

extension [String] {
  fileprivate var byteCount: Int { reduce(0) { $0 + 16 + $1.utf8.count } }
}
