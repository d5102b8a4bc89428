import GraphStore
import KnowledgeModel
import LexicalSearch

@testable import Retrieval
import SeededTesting

/// A small random talk in a few channels, and the read model of it.
struct Talk {
  static let now = Timestamp(microseconds: 1_760_000_000_000_000)
  static let users = [
    User(id: "U1", name: "alice", aliases: ["Alice Chen"]),
    User(id: "U2", name: "bob", aliases: ["Bob Fischer"]),
  ]
  static let channels = [
    ChannelRecord(
      id: ChannelID(rawValue: 1),
      channel: Channel(id: "C1", name: "lavender", kind: .public, members: [])),
    ChannelRecord(
      id: ChannelID(rawValue: 2),
      channel: Channel(id: "C2", name: "general", kind: .public, members: [])),
    ChannelRecord(
      id: ChannelID(rawValue: 3),
      channel: Channel(id: "P1", name: "budget", kind: .private, members: ["U1"])),
  ]
  private static let words = """
    lavender meeting budget Friday tomorrow Alice bob Zoe ship plum when? why? 12 three it the is \
    moved agreed release ? yes
    """.split(separator: " ").map(String.init)

  /// In the order of arrival.
  var records: [UnderstoodRecord] = []
  let model = ReadModel()

  init(messages count: Int, random: inout SeededGenerator) async {
    var directory = CommittedChanges()
    directory.channels = Self.channels
    directory.users = Self.users
    await model.apply(directory)
    while records.count < count {
      var changes = CommittedChanges()
      for _ in 0...random.below(12) {
        records.append(record(&random))
        changes.understood.append(contentsOf: records.suffix(1))
      }
      await model.apply(changes)
    }
    // Some are withdrawn and deleted again.
    var changes = CommittedChanges()
    let gone = records.filter { _ in random.once(in: 8) }
    changes.withdrawn = gone.prefix(gone.count / 2).map(\.id)
    changes.deleted = gone.dropFirst(gone.count / 2).map(\.id)
    await model.apply(changes)
    let ids = Set(gone.map(\.id))
    records.removeAll { ids.contains($0.id) }
  }

  private func record(_ random: inout SeededGenerator) -> UnderstoodRecord {
    let channel = random.pick(Self.channels)
    let number = records.count + 1
    let threads = [nil, nil, "t1", "t2", "m\(number)"]
    let earlier = records.filter { $0.channel == channel.id }
    let parent = random.once(in: 5) && !earlier.isEmpty ? random.pick(earlier) : nil
    return UnderstoodRecord(
      id: MessageID(rawValue: Int64(number)), channel: channel.id,
      message: Message(
        id: "m\(number)", channel: channel.channel.id, thread: random.pick(threads),
        author: random.pick("U1", "U2", "zoe"),
        sentAt: Timestamp(
          microseconds: Self.now.microseconds - Int64(random.below(300)) * 3_600_000_000),
        text: Self.text(&random, atMost: 9), replyTo: parent?.message.id),
      mentions: random.once(in: 4) ? [EntityKey(kind: .name, name: "zoe")] : [],
      parent: parent?.id)
  }

  static func text(_ random: inout SeededGenerator, atMost count: Int) -> String {
    (0..<random.below(count + 1)).map { _ in random.pick(words) }.joined(separator: " ")
  }
}
