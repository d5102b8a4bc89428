import KnowledgeModel

/// The users and bots of `users.json`.
struct UserDirectory: Sendable {
  /// In the order of the file.
  private(set) var users: [User] = []
  /// By id.
  private(set) var handles: [String: String] = [:]
  private(set) var zones: [String: String] = [:]
  /// The user's id by the bot's: a bot has both.
  private(set) var usersOfBots: [String: String] = [:]
  private(set) var skips: [ImportNotice] = []
  private(set) var notes: [ImportNotice] = []

  static let fileName = "users.json"

  init() {}

  init(reading root: ExportRoot) {
    guard let file = root.lists[Self.fileName] else {
      notes.append(
        ImportNotice(
          file: Self.fileName, reason: "it is missing; mentions will show ids in place of handles"))
      return
    }
    do throws(RosemaryError) {
      let entries = try SlackJSON.list(UserRecord.self, try root.tree.read(file.path))
      for (index, entry) in entries.enumerated() { add(entry, at: index) }
    } catch {
      skips.append(ImportNotice(file: Self.fileName, error: error))
    }
  }

  private mutating func add(_ entry: Lenient<UserRecord>, at index: Int) {
    switch entry {
    case .broken(let reason): skip(index, "no user: \(reason)")
    case .entry(let record):
      guard let id = record.id, isIdentifier(id) else { return skip(index, "it has no usable id") }
      guard handles[id] == nil else { return skip(index, "\(id) is listed already") }
      let aliases = self.aliases(of: record, at: index)
      let name = [record.name, record.profile.displayName, record.profile.realName, id]
        .lazy.compactMap(\.self).first { !$0.isEmpty && $0.utf8.count <= Limits.nameBytes }
      let user = User(id: id, name: name ?? id, aliases: aliases, zone: zone(of: record))
      users.append(user)
      handles[id] = user.name
      zones[id] = user.zone
      if let bot = record.profile.botID { usersOfBots[bot] = id }
    }
  }

  private mutating func aliases(of record: UserRecord, at index: Int) -> [String] {
    let profile = record.profile
    var aliases: [String] = []
    for case let alias? in [
      record.realName, profile.realName, profile.displayName, profile.firstName, profile.lastName,
    ] where !alias.isEmpty && !aliases.contains(alias) {
      if alias.utf8.count <= Limits.nameBytes {
        aliases.append(alias)
      } else {
        notes.append(
          ImportNotice(
            file: Self.fileName, index: index,
            reason: "a name above \(Limits.nameBytes) bytes is left out"))
      }
    }
    return aliases
  }

  private func zone(of record: UserRecord) -> String? {
    record.zone.flatMap { $0.isEmpty || $0.utf8.count > Limits.nameBytes ? nil : $0 }
  }

  private mutating func skip(_ index: Int, _ reason: String) {
    skips.append(ImportNotice(file: Self.fileName, index: index, reason: reason))
  }
}

/// Whether `id` may be an external id.
func isIdentifier(_ id: String) -> Bool {
  !id.isEmpty && id.utf8.count <= Limits.identifierBytes
}

private struct UserRecord: Decodable {
  struct Profile: Decodable {
    var realName: String?
    var displayName: String?
    var firstName: String?
    var lastName: String?
    var botID: String?

    private enum Keys: String, CodingKey {
      case realName = "real_name"
      case displayName = "display_name"
      case firstName = "first_name"
      case lastName = "last_name"
      case botID = "bot_id"
    }

    init() {}

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Keys.self)
      realName = values.lenient(.realName)
      displayName = values.lenient(.displayName)
      firstName = values.lenient(.firstName)
      lastName = values.lenient(.lastName)
      botID = values.lenient(.botID)
    }
  }

  var id: String?
  var name: String?
  var realName: String?
  var zone: String?
  var profile: Profile

  private enum Keys: String, CodingKey {
    case id, name, profile
    case realName = "real_name"
    case zone = "tz"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    id = values.lenient(.id)
    name = values.lenient(.name)
    realName = values.lenient(.realName)
    zone = values.lenient(.zone)
    profile = values.lenient(.profile) ?? Profile()
  }
}
