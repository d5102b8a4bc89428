import GraphStore
import KnowledgeModel
import Language
import LexicalSearch

/// Somebody or something that a question names.
struct NamedEntity: Hashable {
  /// How it is shown: the most telling of `keys`.
  var key: EntityKey
  /// All nodes that are taken to be the same, for this reader.
  var keys: Set<EntityKey>
}

/// Finds what the words of a question name, among what the reader may see.
///
/// Which nodes are the same is decided here and now: users by the directory that all may read and by the
/// authors of readable channels, everything else by its name. A private message can't change what an
/// outsider's question means.
struct NameResolver {
  let generation: Generation
  let audience: Audience
  let view: LexicalView

  /// Names longer than this many words are not looked for.
  private static let wordsPerName = 4

  /// What `words` (as written, in order) name; longer names before the shorter ones that they contain.
  ///
  /// - Complexity: O(words) look-ups.
  func entities(in words: [String]) -> [NamedEntity] {
    var found: [NamedEntity] = []
    var covered = Set<Int>()
    for length in stride(from: min(Self.wordsPerName, words.count), through: 1, by: -1) {
      for start in 0...(words.count - length) {
        let range = start..<start + length
        guard covered.isDisjoint(with: range),
          let form = NameNormalizer.normalize(words[range].joined(separator: " ")),
          length > 1 || !StopWords.isStopWord(form)
        else { continue }
        let entities = entities(called: form)
        guard !entities.isEmpty else { continue }
        covered.formUnion(range)
        for entity in entities where !found.contains(entity) { found.append(entity) }
      }
    }
    return found
  }

  /// All that `form` may mean: each user of that name apart, or else the things of that name together.
  func entities(called form: String) -> [NamedEntity] {
    let users = users(called: form)
    let keys: Set<EntityKey> = [
      EntityKey(kind: .name, name: form), EntityKey(kind: .handle, name: form),
      EntityKey(kind: .tag, name: form),
    ]
    if !users.isEmpty {
      return users.map { id in
        let key = EntityKey(kind: .user, name: id)
        // The bare name is only theirs if it is nobody else's.
        return NamedEntity(key: key, keys: same(as: id).union(users.count == 1 ? keys : []))
      }
    }
    let visible = keys.filter(isVisible)
    let channels = channels(called: form)
    guard let first = channels.sorted().first ?? visible.sorted().first else { return [] }
    return [NamedEntity(key: first, keys: visible.union(channels))]
  }

  /// The nodes that stand for one user: the id, the handle, the full names.
  func same(as id: String) -> Set<EntityKey> {
    var keys: Set<EntityKey> = [EntityKey(kind: .user, name: id)]
    guard let user = generation.directory.users[id] else { return keys }
    for name in [user.name] + user.aliases {
      guard let form = NameNormalizer.normalize(name), users(called: form) == [id] else {
        continue
      }
      keys.insert(EntityKey(kind: .name, name: form))
      keys.insert(EntityKey(kind: .handle, name: form))
    }
    return keys
  }

  /// Users of the directory, and authors whose messages the reader may read, in the order of their ids.
  private func users(called form: String) -> [String] {
    let listed = generation.directory.users(called: form)
    let authors = generation.authors.ids(called: form).filter {
      view.documentFrequency(of: DocumentTerms.author($0)) > 0
    }
    return listed.union(authors).sorted()
  }

  private func channels(called form: String) -> Set<EntityKey> {
    let readable = generation.directory.channels(called: form).intersection(audience.channels)
    return Set(
      readable.compactMap { generation.directory.channels[$0] }
        .map { EntityKey(kind: .channel, name: $0.channel.id) })
  }

  private func isVisible(_ key: EntityKey) -> Bool {
    view.documentFrequency(of: DocumentTerms.mention(key)) > 0
  }
}

extension WorkspaceDirectory {
  /// The node that a reader of these channels is shown for `key`: the user whose handle it is, the channel
  /// whose name it is, or else itself.
  func canonical(_ key: EntityKey, for audience: Audience) -> EntityKey {
    switch key.kind {
    case .handle:
      let holders = users(called: key.name).filter { users[$0]?.name.lowercased() == key.name }
      guard let holder = holders.first, holders.count == 1 else { return key }
      return EntityKey(kind: .user, name: holder)
    case .tag:
      let named = channels(called: key.name).intersection(audience.channels)
      guard named.count == 1, let channel = named.first.flatMap({ channels[$0] }) else {
        return key
      }
      return EntityKey(kind: .channel, name: channel.channel.id)
    case .user, .channel, .name, .link: return key
    }
  }

  /// What to call an entity, in front of a reader of these channels.
  func displayName(of key: EntityKey, for audience: Audience) -> String {
    switch key.kind {
    case .user: return displayName(ofUser: key.name)
    case .handle: return "@" + key.name
    case .tag: return "#" + key.name
    case .name, .link: return key.name
    case .channel:
      guard let record = channel(key.name), audience.channels.contains(record.id) else {
        return key.name
      }
      return record.channel.kind == .direct ? record.channel.name : "#" + record.channel.name
    }
  }
}
