import GraphStore
public import KnowledgeModel

extension ReadModel {
  /// How many events are in every index that `principal` may see; grows with them, and with nothing else.
  public func horizon(for principal: Principal) -> Int {
    let generation = generation
    return generation.horizon.value(for: generation.audience(of: principal))
  }

  /// Whether `principal` may append to a channel: to one that it may read, or that nobody has declared.
  public func mayWrite(_ principal: Principal, to channel: String) -> Bool {
    let generation = generation
    guard let record = generation.directory.channel(channel),
      record.channel.kind != .undeclared
    else { return true }
    return generation.audience(of: principal).channels.contains(record.id)
  }

  /// What people call a node, as far as `principal` may know.
  public func displayName(of key: EntityKey, for principal: Principal) -> String {
    let generation = generation
    return generation.directory.displayName(
      of: key, for: generation.audience(of: principal))
  }
}
