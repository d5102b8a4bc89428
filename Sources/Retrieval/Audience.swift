import GraphStore
public import KnowledgeModel
import LexicalSearch

/// What one principal may read: the one value that every answer is cut by.
public struct Audience: Sendable {
  public let principal: Principal
  /// The channels that it may read.
  public let channels: Set<ChannelID>
  /// The external ids of the users that it is: itself, and the user whose handle it gave.
  public let userIDs: Set<String>
  let partitions: PartitionSet

  init(_ principal: Principal, in directory: WorkspaceDirectory) {
    self.principal = principal
    userIDs = directory.identities(of: principal)
    var channels: Set<ChannelID> = []
    for record in directory.channels.values
    where principal.isEveryone || record.channel.kind == .public
      || record.channel.members.contains(where: userIDs.contains)
    {
      channels.insert(record.id)
    }
    self.channels = channels
    partitions = PartitionSet(channels.map { Partition($0.rawValue) })
  }

  func narrowed(to channels: Set<ChannelID>) -> PartitionSet {
    PartitionSet(self.channels.intersection(channels).map { Partition($0.rawValue) })
  }
}

extension WorkspaceDirectory {
  /// The user ids that a principal stands for: the name it gave, and where that is the id or the handle of
  /// one user of the directory, the other of the two, so that both names read the same.
  ///
  /// Nicknames do not count: who may call oneself what must be sure. Nor does a handle that two users share
  /// or that is another user's id.
  func identities(of principal: Principal) -> Set<String> {
    let name = principal.rawValue
    let id = users[name] == nil ? holder(ofHandle: name) : name
    guard let id, let handle = users[id]?.name, users[handle] == nil, holder(ofHandle: handle) == id
    else { return [name] }
    return [name, id, handle]
  }

  /// The one user with this handle, in any case.
  private func holder(ofHandle name: String) -> String? {
    let handle = name.lowercased()
    let holders = users(called: handle).filter { users[$0]?.name.lowercased() == handle }
    return holders.count == 1 ? holders.first : nil
  }
}
