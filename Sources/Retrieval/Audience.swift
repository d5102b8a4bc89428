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
  /// The user ids that a principal stands for: its own name, and the one user whose handle that is.
  ///
  /// Nicknames do not count: who may call oneself what must be sure.
  func identities(of principal: Principal) -> Set<String> {
    var ids: Set<String> = [principal.rawValue]
    if users[principal.rawValue] == nil {
      let handle = principal.rawValue.lowercased()
      let holders = users(called: handle).filter { users[$0]?.name.lowercased() == handle }
      if holders.count == 1 { ids.formUnion(holders) }
    }
    return ids
  }
}
