import KnowledgeModel
import WireProtocol
import SeededTesting

/// Random calls on one small company: what everybody may see, and what goes on behind closed doors.
///
/// The private talk tries to show through: it uses the same words, names, ids and authors as the public one,
/// mentions the outsider, and is edited, deleted and reacted to.
struct Gossip {
  struct Call {
    var principal: String
    var params: CallParams
  }

  static let outsiders = ["eve", "U9", "dan"]
  static let insiders = ["alice", "U2", "U3", "bot"]
  /// Channels that the outsiders may read; `X1` is nobody's but theirs who append to it.
  static let open = ["C1", "C2", "X1"]
  static let closed = ["P1", "D1"]

  static let users = [
    User(id: "U1", name: "alice", aliases: ["Alice Chen", "Chen"]),
    User(id: "U2", name: "bob", aliases: ["Bob Fischer"], zone: "Europe/Berlin"),
    User(id: "U3", name: "sam", aliases: ["Sam"]), User(id: "U4", name: "sam", aliases: []),
    User(id: "U9", name: "eve", aliases: ["Eve"]),
  ]
  static let channels = [
    Channel(id: "C1", name: "general", kind: .public, members: ["U1", "U2"]),
    Channel(id: "C2", name: "project-lavender", kind: .public, members: []),
    Channel(id: "P1", name: "board", kind: .private, members: ["U1", "U2", "bot"]),
    Channel(id: "D1", name: "alice, sam", kind: .direct, members: ["U1", "U3"]),
  ]

  private static let words = """
    the lavender meeting is moved to Friday can we reschedule might Bob Alice @eve @sam @alice #general \
    #board Zoe Acme <https://acme.example/plan> budget 12 tomorrow I think it was not agreed? please ship \
    release Project Lavender Eve U9 zoe hello why yes no sick office
    """.split(separator: " ").map(String.init)
  private static let names = [
    "Zoe", "zoe", "Eve", "Chen", "sam", "Acme", "Project Lavender", "nobody",
  ]

  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  // MARK: In the open

  /// A call that both worlds get. Those of outsiders must be answered alike.
  mutating func openCall() -> Call {
    guard random.once(in: 4) else {
      return Call(principal: random.pick(Self.outsiders), params: outsiderCall())
    }
    // They name the channel: to them an id may be ambiguous in one world and not in the other.
    let principal = random.pick(Self.insiders)
    if random.once(in: 4) {
      return Call(
        principal: principal, params: .ingestReact(reaction(to: random.pick(Self.open))))
    }
    return Call(principal: principal, params: changing(Self.open, authors: Self.insiders))
  }

  private mutating func outsiderCall() -> CallParams {
    switch random.below(500) {
    case 0: return .adminVerify
    case 1..<10: return random.pick(.adminHealth, .adminMethods, .sessionOpen)
    case 10..<80: return .adminStats
    case 80..<150: return .interestTop(interest())
    case 150..<170:
      return .ingestAppend(AppendParams(messages: [message(in: "P1", by: "U9")], wait: .queryable))
    case 170..<200:
      var reaction = reaction(to: random.pick(Self.open + Self.closed))
      if random.once(in: 2) { reaction.channel = nil }
      return .ingestReact(reaction)
    case 200..<340:
      return changing(Self.open + [random.pick(Self.open + Self.closed)], authors: ["U9", "dan"])
    default: return .queryLookup(question())
    }
  }

  private mutating func interest() -> InterestTopParams {
    InterestTopParams(
      limit: random.pick(1, 5, 100),
      halfLife: random.once(in: 3) ? HalfLife(seconds: random.pick(60, 86_400, 1e7)) : nil,
      now: random.once(in: 2) ? moment() : nil)
  }

  mutating func question(explain: Bool? = nil) -> LookupParams {
    let channels =
      random.once(in: 6)
      ? [random.pick("general", "#project-lavender", "C1", "X1", "P1", "board", "nowhere")] : []
    return LookupParams(
      text: random.once(in: 8) ? nil : text(atMost: 8),
      entities: random.once(in: 5)
        ? [random.pick(Self.names + ["user:U1", "user:zoe", "name:acme", "channel:P1"])] : [],
      frames: random.once(in: 10) ? [random.pick("say-01", "request-01", "true-01")] : [],
      channels: channels, now: random.once(in: 3) ? moment() : nil,
      limit: random.pick(1, 3, 10, 10, 50),
      tokenBudget: random.once(in: 6) ? random.below(900) + 1 : nil,
      explain: explain ?? random.once(in: 2), touch: explain == nil && random.once(in: 4))
  }

  // MARK: Behind closed doors

  /// A call that only one world gets, about channels that no outsider may read.
  mutating func secretCall() -> Call {
    let principal = random.pick("alice", "U2", "*")
    switch random.below(200) {
    case 0..<10: return Call(principal: "*", params: membership())
    case 10..<20: return Call(principal: principal, params: .adminStats)
    case 20..<50:
      return Call(principal: random.pick("alice", "U2"), params: .queryLookup(question()))
    case 50..<70:
      return Call(
        principal: "*",
        params: .ingestReact(reaction(to: random.pick(Self.closed))))
    case 70:
      let flood = (0..<200).map { _ in message(in: "P1", by: random.pick(Self.authors)) }
      return Call(
        principal: "*", params: .ingestAppend(AppendParams(messages: flood, wait: .queryable)))
    default:
      return Call(
        principal: "*", params: changing(Self.closed + ["P2", "P3"], authors: Self.authors))
    }
  }

  private static let authors = ["U1", "U2", "U9", "zoe", "Acme", "U77", "eve", "dan"]

  private mutating func membership() -> CallParams {
    let id = random.pick("P1", "D1", "P2", "P4")
    let name = random.pick("general", "project-lavender", "board", "zoe", "lavender")
    let members = random.some(of: ["U1", "U2", "U3", "zoe", "bot"]).sorted()
    return .ingestPutChannels(
      PutChannelsParams(channels: [
        Channel(id: id, name: name, kind: random.pick(.private, .direct), members: members)
      ]))
  }

  // MARK: Parts

  /// Messages of all channels, some of which are revisions and duplicates of others.
  mutating func talk(count: Int) -> [Message] {
    (0..<count).map { _ in
      message(in: random.pick(Self.open + Self.closed), by: random.pick(Self.authors))
    }
  }

  private mutating func changing(_ channels: [String], authors: [String]) -> CallParams {
    let channel = random.pick(channels)
    switch random.below(10) {
    case 0:
      let ids = (0...random.below(3)).map { _ in
        DeleteParams.Reference(channel: channel, id: identifier())
      }
      return .ingestDelete(DeleteParams(messages: ids))
    default:
      let messages = (0...random.below(4)).map { _ in
        message(in: channel, by: random.pick(authors))
      }
      return .ingestAppend(AppendParams(messages: messages, wait: .queryable))
    }
  }

  private mutating func reaction(to channel: String) -> ReactParams {
    ReactParams(
      message: identifier(), channel: channel,
      name: random.pick("heart", "+1"), user: random.pick("U1", "U9", "zoe"), at: moment(),
      isRemoved: random.once(in: 4))
  }

  private mutating func message(in channel: String, by author: String) -> Message {
    let id = identifier()
    return Message(
      id: id, channel: channel,
      thread: random.once(in: 3) ? random.pick(id, "m1", "m2", "m3") : nil, author: author,
      sentAt: moment(), text: text(atMost: 14),
      editedAt: random.once(in: 3) ? moment() : nil,
      replyTo: random.once(in: 4) ? identifier() : nil,
      attachments: random.once(in: 10) ? [Attachment(kind: "image", caption: text(atMost: 4))] : [],
      reactions: random.once(in: 10) ? [Reaction(name: "+1", users: ["U9", "U2"])] : [])
  }

  private mutating func identifier() -> String { "m\(random.below(50))" }

  private mutating func text(atMost count: Int) -> String {
    (0..<random.below(count + 1)).map { _ in random.pick(Self.words) }.joined(separator: " ")
  }

  private mutating func moment() -> Timestamp {
    House.now.minutes(random.once(in: 30) ? random.below(1_000_000) : -random.below(100_000))
  }
}
