/// A row number in a workspace's store that can't be mistaken for another kind of row's.
///
/// Row numbers are assigned in the order of arrival and never leave the process: what the wire shows
/// is a natural key (``EntityKey``, ``MessageKey``), because a reader must not be able to count what
/// it can't read.
public struct RowID<Row>: RawRepresentable, Hashable, Comparable, Sendable {
  public var rawValue: Int64

  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The row of a ``Channel``.
public typealias ChannelID = RowID<Channel>
/// The row of a ``Message``.
public typealias MessageID = RowID<Message>
/// The row of an entity, a node of the graph that names something.
public typealias EntityID = RowID<EntityKey>
/// The row of a proposition: the class of all statements with the same frame and fillers.
public typealias PropositionID = RowID<Statement>

/// The place of an event in a workspace's log: 1 for the first, no gaps.
public struct EventSequence: RawRepresentable, Hashable, Comparable, Sendable {
  public var rawValue: Int64

  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// Before the first event.
  public static let zero = EventSequence(rawValue: 0)

  public static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The natural key of a message: ids are unique within their channel.
///
/// Were they unique within the workspace, appending an id could tell an outsider whether a private
/// channel holds it.
public struct MessageKey: Hashable, Comparable, Sendable {
  public var channel: String
  public var id: String

  public init(channel: String, id: String) {
    self.channel = channel
    self.id = id
  }

  /// Ids are the same if their bytes are.
  public static func == (left: Self, right: Self) -> Bool {
    left.channel.hasSameBytes(as: right.channel) && left.id.hasSameBytes(as: right.id)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytesOf: channel)
    hasher.combine(bytesOf: id)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.channel.hasSameBytes(as: right.channel)
      ? left.id.precedesInBytes(right.id) : left.channel.precedesInBytes(right.channel)
  }
}

/// The user on whose behalf a call is made, as the caller named it.
public struct Principal: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public var rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Reading as everyone; needs the right to administer.
  public static let everyone = Principal(rawValue: "*")

  public var isEveryone: Bool { self == .everyone }
  public var description: String { rawValue }
}
