import KnowledgeModel

@testable import GraphStore

/// The slow model: what a workspace holds, kept in dictionaries and computed from scratch.
struct PlainWorkspace {
  struct Post {
    var message: Message
    var isDeleted = false
    var source: EventSequence?
    var understanding: Understanding?
    var reactions: [Reacted: LastWord] = [:]
  }

  struct Reacted: Hashable {
    var name: String
    var user: String
  }

  struct Lookup {
    var owner: String
    var node: EntityKey
    var at: Timestamp
  }

  struct Room: Equatable {
    var name: String
    var kind: Channel.Kind
    var members: Set<String> = []
    var events = 0
  }

  /// By the channel's entity, since Swift takes canonically equivalent strings for one.
  var rooms: [EntityKey: Room] = [:]
  var users: [String: User] = [:]
  var posts: [MessageKey: Post] = [:]
  var lookups: [Lookup] = []

  static func room(_ channel: String) -> EntityKey { EntityKey(kind: .channel, name: channel) }

  /// Takes in a submission; returns how many entries were news and how many were not.
  mutating func apply(_ submission: Submission) -> (accepted: Int, duplicates: Int) {
    let news: [Bool] =
      switch submission.request {
      case .append(let messages): messages.map { append($0, submission.actor.rawValue) }
      case .delete(let keys): keys.map { delete($0) }
      case .react(let change): [react(change)]
      case .putChannels(let channels): channels.map { put($0) }
      case .putUsers(let users): users.map { put($0) }
      case .touch(let touch): [look(touch, submission.actor.rawValue)]
      }
    return (news.count { $0 }, news.count { !$0 })
  }

  private mutating func append(_ message: Message, _ actor: String) -> Bool {
    let room = Self.room(message.channel)
    if let post = posts[message.key] {
      guard !post.isDeleted, let edited = message.editedAt,
        post.message.editedAt.map({ $0 < edited }) ?? true
      else { return false }
      posts[message.key]?.message = message
      posts[message.key]?.understanding = nil
      posts[message.key]?.source = nil
    } else {
      posts[message.key] = Post(message: message)
      if rooms[room] == nil { rooms[room] = Room(name: message.channel, kind: .undeclared) }
      if rooms[room]?.kind == .undeclared { rooms[room]?.members.insert(actor) }
    }
    rooms[room]?.events += 1
    for reaction in message.reactions {
      for user in reaction.users {
        let key = Reacted(name: reaction.name, user: user)
        let word = LastWord(at: message.sentAt, isRemoved: false)
        if posts[message.key]?.reactions[key].map({ $0 < word }) ?? true {
          posts[message.key]?.reactions[key] = word
        }
      }
    }
    return true
  }

  private mutating func delete(_ key: MessageKey) -> Bool {
    guard let post = posts[key], !post.isDeleted else { return false }
    posts[key]?.isDeleted = true
    posts[key]?.understanding = nil
    rooms[Self.room(key.channel)]?.events += 1
    return true
  }

  private mutating func react(_ change: ReactionChange) -> Bool {
    let key = Reacted(name: change.name, user: change.user)
    let word = LastWord(at: change.at, isRemoved: change.isRemoved)
    guard let post = posts[change.message], !post.isDeleted,
      post.reactions[key].map({ $0 < word }) ?? true
    else { return false }
    posts[change.message]?.reactions[key] = word
    rooms[Self.room(change.message.channel)]?.events += 1
    return true
  }

  private mutating func put(_ channel: Channel) -> Bool {
    let old = rooms[Self.room(channel.id)]
    var new = old ?? Room(name: "", kind: .undeclared)
    new.name = channel.name
    new.kind = channel.kind
    new.members = Set(channel.members)
    guard new != old else { return false }
    new.events += 1
    rooms[Self.room(channel.id)] = new
    return true
  }

  private mutating func put(_ user: User) -> Bool {
    guard users[user.id] != user else { return false }
    users[user.id] = user
    return true
  }

  private mutating func look(_ touch: LookupTouch, _ owner: String) -> Bool {
    for node in Set(touch.nodes) where node != EntityKey(kind: .user, name: owner) {
      lookups.append(Lookup(owner: owner, node: node, at: touch.at))
    }
    return true
  }

  /// Notes from which event on a message waits.
  mutating func await(_ waiting: WaitingMessage) {
    posts[waiting.message.key]?.source = waiting.source
  }

  /// Takes in what an extractor said, unless the message has changed since.
  mutating func understand(_ result: UnderstoodMessage) {
    guard let post = posts[result.message], !post.isDeleted, post.source == result.source
    else { return }
    posts[result.message]?.understanding = result.understanding
  }
}

/// What was last said of a reaction, by its own time.
struct LastWord: Comparable {
  var at: Timestamp
  var isRemoved: Bool

  static func < (left: Self, right: Self) -> Bool {
    (left.at, left.isRemoved ? 1 : 0) < (right.at, right.isRemoved ? 1 : 0)
  }
}
