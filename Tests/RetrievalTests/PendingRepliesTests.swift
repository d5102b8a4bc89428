import GraphStore
import KnowledgeModel
import LexicalSearch
import Testing

@testable import Retrieval

struct PendingRepliesTests {
  private func record(
    _ id: Int64, _ name: String, replyTo: String? = nil, parent: Int64? = nil
  ) -> UnderstoodRecord {
    UnderstoodRecord(
      id: MessageID(rawValue: id), channel: ChannelID(rawValue: 1),
      message: Message(
        id: name, channel: "C1", author: "U1", sentAt: Timestamp(microseconds: id), text: "plum",
        replyTo: replyTo),
      mentions: [], parent: parent.map(MessageID.init(rawValue:)))
  }

  @Test func `a reply finds its parent whichever arrives first`() async {
    let model = ReadModel()
    var changes = CommittedChanges()
    changes.understood = [record(1, "reply", replyTo: "parent")]
    await model.apply(changes)
    #expect(model.generation.catalog[1]?.parent == nil)
    changes.understood = [record(2, "parent"), record(3, "late", replyTo: "parent", parent: 2)]
    await model.apply(changes)
    #expect(model.generation.catalog[1]?.parent == 2)
    #expect(model.generation.catalog[3]?.parent == 2)
  }

  @Test func `a reply that was revised waits for its new parent only`() async {
    let model = ReadModel()
    var changes = CommittedChanges()
    changes.understood = [record(1, "reply", replyTo: "old")]
    await model.apply(changes)
    changes.understood = [record(1, "reply", replyTo: "new")]
    await model.apply(changes)
    changes.understood = [record(2, "old"), record(3, "other", replyTo: "never")]
    await model.apply(changes)
    #expect(model.generation.catalog[1]?.parent == nil)
    changes.understood = []
    changes.deleted = [MessageID(rawValue: 3)]
    await model.apply(changes)
    changes.deleted = []
    changes.understood = [record(4, "new"), record(5, "never")]
    await model.apply(changes)
    #expect(model.generation.catalog[1]?.parent == 4)
    #expect(model.generation.catalog[3] == nil)
  }
}
