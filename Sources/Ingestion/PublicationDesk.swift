import KnowledgeModel

/// Who waits for which message to be read: the publisher's own state.
struct PublicationDesk {
  /// How often each message is being read; twice where it was revised meanwhile.
  private var readings: [MessageID: Int] = [:]
  private var rows: [MessageKey: MessageID] = [:]
  private var waiters: [MessageID: [Ticket]] = [:]

  mutating func begin(_ id: MessageID, _ key: MessageKey) {
    readings[id, default: 0] += 1
    rows[key] = id
  }

  /// The ticket is done when the reading of `messages` has ended; at once where none is being read.
  mutating func expect(_ messages: [MessageID], for ticket: Ticket) {
    let awaited = Set(messages.filter { readings[$0] != nil })
    for id in awaited { waiters[id, default: []].append(ticket) }
    ticket.expect(parts: awaited.count)
  }

  mutating func end(_ key: MessageKey) {
    guard let id = rows[key], let count = readings[id] else { return }
    guard count == 1 else {
      readings[id] = count - 1
      return
    }
    readings[id] = nil
    rows[key] = nil
    for ticket in waiters.removeValue(forKey: id) ?? [] { ticket.finishPart() }
  }

  /// Tells all who still wait that the pipeline has ended; their messages are on disk and will be read when
  /// the workspace is opened again.
  func abandon() {
    let error = RosemaryError(
      .unavailable, "the workspace was closed before the messages were understood")
    for ticket in waiters.values.joined() { ticket.fail(error) }
  }
}
