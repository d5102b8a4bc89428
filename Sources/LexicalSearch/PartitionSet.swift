/// The partitions that a reader may read.
///
/// A bit set: memory grows with the greatest member, so partitions should be dense. A partition that
/// was never inserted, however large its number, is unreadable.
public struct PartitionSet: Hashable, Sendable {
  private var members = BitSet()

  public init() {}

  public init(_ partitions: some Sequence<Partition>) {
    for partition in partitions { members.insert(partition) }
  }

  /// - Complexity: O(1).
  public func contains(_ partition: Partition) -> Bool {
    members.contains(partition)
  }

  /// - Complexity: amortised O(1).
  public mutating func insert(_ partition: Partition) {
    members.insert(partition)
  }

  public mutating func remove(_ partition: Partition) {
    members.remove(partition)
  }

  public var isEmpty: Bool { members.isEmpty }
}

extension PartitionSet: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Partition...) {
    self.init(elements)
  }
}
