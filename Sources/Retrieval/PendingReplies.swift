import KnowledgeModel
import LexicalSearch

/// Replies whose parent has not arrived: the store finds a parent that is there when the reply is read, and
/// the order of arrival must not show in answers.
struct PendingReplies: Sendable {
  private var replies: [MessageKey: Set<DocumentNumber>] = [:]
  private var parents: [DocumentNumber: MessageKey] = [:]

  mutating func await(_ parent: MessageKey, for reply: DocumentNumber) {
    replies[parent, default: []].insert(reply)
    parents[reply] = parent
  }

  /// The reply is gone, or says anew what it replies to.
  mutating func forget(_ reply: DocumentNumber) {
    guard let parent = parents.removeValue(forKey: reply) else { return }
    replies[parent]?.remove(reply)
    if replies[parent]?.isEmpty == true { replies[parent] = nil }
  }

  /// The replies that waited for this message; they wait no more.
  mutating func arrived(_ message: MessageKey) -> Set<DocumentNumber> {
    let arrived = replies.removeValue(forKey: message) ?? []
    for reply in arrived { parents[reply] = nil }
    return arrived
  }
}
