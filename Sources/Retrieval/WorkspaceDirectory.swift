import GraphStore
import KnowledgeModel
import Language

/// Channels, users and what they are called, as of one generation.
struct WorkspaceDirectory: Sendable {
  private(set) var channels: [ChannelID: ChannelRecord] = [:]
  private(set) var users: [String: User] = [:]
  private var channelIDs: [String: ChannelID] = [:]
  private var channelsByForm: [String: Set<ChannelID>] = [:]
  /// The words of each channel's name, as terms of the index.
  private(set) var channelTerms: [ChannelID: Set<String>] = [:]
  /// Users of the directory by each of their normalised names and its words.
  private var usersByForm: [String: Set<String>] = [:]

  mutating func put(_ record: ChannelRecord) {
    if let former = channels[record.id],
      let form = NameNormalizer.normalize(former.channel.name)
    {
      channelsByForm[form]?.remove(record.id)
    }
    if let form = NameNormalizer.normalize(record.channel.name) {
      channelsByForm[form, default: []].insert(record.id)
    }
    channelTerms[record.id] = Set(TermAnalyzer().terms(of: record.channel.name))
    channels[record.id] = record
    channelIDs[record.channel.id] = record.id
  }

  mutating func put(_ user: User) {
    if let former = users[user.id] {
      for form in Self.forms(of: former) { usersByForm[form]?.remove(user.id) }
    }
    users[user.id] = user
    for form in Self.forms(of: user) { usersByForm[form, default: []].insert(user.id) }
  }

  /// The channel with this external id.
  func channel(_ id: String) -> ChannelRecord? {
    channelIDs[id].flatMap { channels[$0] }
  }

  /// The channels called `form`, a normalised name, whoever may read them.
  func channels(called form: String) -> Set<ChannelID> {
    channelsByForm[form] ?? []
  }

  /// The users that one may mean by `form`, a normalised name or one word of it.
  func users(called form: String) -> Set<String> {
    usersByForm[form] ?? []
  }

  /// How people know a user: the first alias, else the handle, else the id.
  func displayName(ofUser id: String) -> String {
    guard let user = users[id] else { return id }
    return user.aliases.first ?? user.name
  }

  /// Whole names, and the words of each: "Alice Chen" is also called Alice and Chen.
  static func forms(of user: User) -> Set<String> {
    forms(of: [user.id, user.name] + user.aliases)
  }

  static func forms(of names: [String]) -> Set<String> {
    var forms: Set<String> = []
    for name in names {
      guard let whole = NameNormalizer.normalize(name) else { continue }
      forms.insert(whole)
      for word in whole.split(separator: " ") where word.utf8.count > 1 {
        forms.insert(String(word))
      }
    }
    return forms
  }
}
