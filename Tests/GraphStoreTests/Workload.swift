import GraphStore
import KnowledgeModel
import SeededTesting

/// Random submissions over few channels, messages and users, so that they meet.
struct Workload {
  var generator: SeededGenerator
  private var clock: Int64 = 1_700_000_000_000_000

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  static let channels = ["C1", "C2", "C\u{E9}", "Ce\u{301}"]
  static let users = ["alice", "bob", "carol", "dan"]
  static let names = ["Rome", "Oslo", "Lima"]

  mutating func submissions(_ count: Int) -> [Submission] {
    (0..<count).map { _ in submission() }
  }

  mutating func submission() -> Submission {
    let actor = Principal(rawValue: generator.pick(Self.users))
    let request: Submission.Request =
      switch generator.below(20) {
      case 0..<10: .append((0...generator.below(3)).map { _ in message() })
      case 10, 11: .delete((0...generator.below(2)).map { _ in key() })
      case 12..<16:
        .react(
          ReactionChange(
            message: key(), name: generator.pick("+1", "eyes"), user: generator.pick(Self.users),
            at: moment(), isRemoved: generator.once(in: 3)))
      case 16: .putChannels([channel(), channel()])
      case 17: .putUsers([user()])
      default:
        .touch(
          LookupTouch(
            nodes: [entity(), entity(), EntityKey(kind: .user, name: actor.rawValue)],
            at: moment()))
      }
    return Submission(actor: actor, request: request)
  }

  /// Times come out of order.
  mutating func moment() -> Timestamp {
    clock += 60_000_000
    return Timestamp(microseconds: clock - Int64(generator.below(1_000)) * 3_600_000_000)
  }

  mutating func key() -> MessageKey {
    MessageKey(channel: generator.pick(Self.channels), id: "\(generator.below(6))")
  }

  mutating func text() -> String {
    (0..<generator.below(5)).map { _ in
      let sign = generator.pick("@", "#", "+", "-", "?", "", "")
      return sign + (sign == "@" ? generator.pick(Self.users) : generator.pick(Self.names))
    }.joined(separator: " ")
  }

  mutating func message() -> Message {
    let key = key()
    // Each edit moves time on or back, so that some revisions come too late.
    let edited: Timestamp? =
      generator.once(in: 2) ? nil : Timestamp(microseconds: Int64(generator.below(5)))
    return Message(
      id: key.id, channel: key.channel, thread: generator.pick(nil, "t"),
      author: generator.pick(Self.users), sentAt: moment(), text: text(), editedAt: edited,
      replyTo: generator.pick(nil, "0"), kind: generator.pick(nil, "join"),
      attachments: generator.once(in: 4) ? [Attachment(kind: "file", caption: "plan.pdf")] : [],
      reactions: generator.once(in: 4)
        ? [Reaction(name: "+1", users: generator.some(of: Self.users).sorted())] : [])
  }

  private mutating func channel() -> Channel {
    Channel(
      id: generator.pick(Self.channels), name: generator.pick("lavender", "rose"),
      kind: generator.pick(.public, .private, .direct),
      members: generator.some(of: Self.users).sorted())
  }

  private mutating func user() -> User {
    User(
      id: generator.pick(Self.users), name: generator.pick("al", "bo"),
      aliases: generator.some(of: ["Al", "Bo"]).sorted(), zone: generator.pick(nil, "Europe/Oslo"))
  }

  private mutating func entity() -> EntityKey {
    EntityKey(kind: .name, name: generator.pick(Self.names))
  }
}
