import KnowledgeModel

/// The files that list channels.
enum ChannelList: String, CaseIterable {
  case channels, groups, dms, mpims

  var fileName: String { "\(rawValue).json" }

  /// Who may read what such a file lists.
  var kind: Channel.Kind {
    switch self {
    case .channels: .public
    case .groups: .private
    case .dms, .mpims: .direct
    }
  }
}

/// The channels of an export and the files of each.
///
/// Where the lists disagree on who may read something, the narrower audience wins.
struct ChannelDirectory: Sendable {
  /// By id.
  private(set) var channels: [Channel] = []
  /// In the order of their positions.
  private(set) var files: [DayFile] = []
  private(set) var skips: [ImportNotice] = []
  private(set) var notes: [ImportNotice] = []
  private var listed: [String: Channel] = [:]

  /// Names that everybody may see, by id.
  var publicNames: [String: String] {
    Dictionary(
      channels.lazy.filter { $0.kind == .public }.map { ($0.id, $0.name) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Ids of the channels whose names not everybody may see.
  var concealed: Set<String> {
    Set(channels.lazy.filter { $0.kind != .public }.map(\.id))
  }

  init(reading root: ExportRoot) {
    for list in ChannelList.allCases {
      guard let file = root.lists[list.fileName] else { continue }
      do throws(RosemaryError) {
        let entries = try SlackJSON.list(ChannelRecord.self, try root.tree.read(file.path))
        for (index, entry) in entries.enumerated() { add(entry, of: list, at: index) }
      } catch {
        skips.append(ImportNotice(file: list.fileName, error: error))
      }
    }
    assign(root)
    channels = listed.values.sorted { $0.id < $1.id }
    files.sort { $0.position < $1.position }
  }

  private mutating func add(
    _ entry: Lenient<ChannelRecord>, of list: ChannelList, at index: Int
  ) {
    let notice = { ImportNotice(file: list.fileName, index: index, reason: $0) }
    switch entry {
    case .broken(let reason): skips.append(notice("no channel: \(reason)"))
    case .entry(let record):
      // A slash would end the id within an ``ImportPosition``.
      guard let id = record.id, isIdentifier(id), !id.utf8.contains(UInt8(ascii: "/")) else {
        skips.append(notice("it has no usable id"))
        return
      }
      let name = record.name.flatMap { $0.isEmpty || list == .dms ? nil : $0 } ?? id
      guard name.utf8.count <= Limits.nameBytes else {
        skips.append(notice("its name is above the limit of \(Limits.nameBytes) bytes"))
        return
      }
      let members = record.members.filter(isIdentifier)
      if members.count > Limits.membersPerChannel {
        notes.append(notice("only the first \(Limits.membersPerChannel) members are taken"))
      }
      let channel = Channel(
        id: id, name: name, kind: kind(of: record, in: list),
        members: Array(members.prefix(Limits.membersPerChannel)))
      if let other = listed[id] {
        notes.append(notice("\(id) is listed twice; the narrower audience is kept"))
        if other.kind.rawValue >= channel.kind.rawValue { return }
      }
      listed[id] = channel
    }
  }

  /// Tools other than Slack put every channel into `channels.json` and mark those that are private.
  private func kind(of record: ChannelRecord, in list: ChannelList) -> Channel.Kind {
    if record.isDirect { return .direct }
    return record.isPrivate && list == .channels ? .private : list.kind
  }

  /// Finds the channel of each folder, which is named as the channel or by its id.
  private mutating func assign(_ root: ExportRoot) {
    var claims: [String: [Channel]] = [:]
    for channel in listed.values {
      claims[channel.name, default: []].append(channel)
      if channel.id != channel.name { claims[channel.id, default: []].append(channel) }
    }
    for (folder, days) in root.folders.sorted(by: { $0.key < $1.key }) {
      guard let channel = owner(of: folder, among: claims[folder] ?? []) else { continue }
      for day in days {
        let position = ImportPosition(channel: channel.id, file: root.relative(day.path))
        files.append(DayFile(position: position, path: day.path, size: day.size))
      }
    }
  }

  private mutating func owner(of folder: String, among claimants: [Channel]) -> Channel? {
    let ordered = claimants.sorted {
      ($1.kind.rawValue, $0.id) < ($0.kind.rawValue, $1.id)
    }
    if let owner = ordered.first {
      if ordered.count > 1 {
        let ids = ordered.prefix(5).map(\.id).joined(separator: ", ")
        notes.append(
          ImportNotice(
            file: folder, reason: "several channels claim it (\(ids)); \(owner.id) is given it"))
      }
      return owner
    }
    guard isIdentifier(folder) else {
      skips.append(
        ImportNotice(
          file: folder, reason: "its name is above the limit of \(Limits.identifierBytes) bytes"))
      return nil
    }
    notes.append(
      ImportNotice(
        file: folder, reason: "no list names this folder; taken as a private channel of nobody's"))
    let channel = Channel(id: folder, name: folder, kind: .private, members: [])
    listed[folder] = channel
    return channel
  }
}

private struct ChannelRecord: Decodable {
  var id: String?
  var name: String?
  var members: [String]
  var isPrivate: Bool
  /// A conversation between two or a few.
  var isDirect: Bool

  private enum Keys: String, CodingKey {
    case id, name, members
    case isPrivate = "is_private"
    case isDirect = "is_im"
    case isGroupDirect = "is_mpim"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    id = values.lenient(.id)
    name = values.lenient(.name)
    members = values.lenientList(.members, limit: Limits.membersPerChannel + 1)
    isPrivate = values.lenient(.isPrivate) ?? false
    let isGroupDirect = values.lenient(.isGroupDirect, as: Bool.self) ?? false
    isDirect = isGroupDirect || values.lenient(.isDirect) ?? false
  }
}
