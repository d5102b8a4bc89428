/// The natural key of a node that names something: a kind and a normalised name.
///
/// Which nodes name the *same* thing is decided when a reader asks, from what that reader may see (the
/// directory and the authors of readable channels), never when a message is read: a name in a public
/// message must not be linked by what a private one said.
public struct EntityKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  public enum Kind: Int, Hashable, Sendable, CaseIterable {
    /// A user, by external id.
    case user = 1
    /// A channel, by external id.
    case channel = 2
    /// `@somebody`, as written, without the sign.
    case handle = 3
    /// `#something`, as written, without the sign: a channel's name or a tag.
    case tag = 4
    /// A capitalised name.
    case name = 5
    /// The host and path of a link.
    case link = 6

    /// The word before the colon on the wire.
    public var label: String {
      switch self {
      case .user: "user"
      case .channel: "channel"
      case .handle: "handle"
      case .tag: "tag"
      case .name: "name"
      case .link: "link"
      }
    }
  }

  public var kind: Kind
  /// Case-folded except for external ids, which are kept as given.
  public var name: String

  public init(kind: Kind, name: String) {
    self.kind = kind
    self.name = name
  }

  /// Reads what ``description`` writes.
  public init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":"),
      let kind = Kind.allCases.first(where: { $0.label == text[..<colon] })
    else { return nil }
    self.init(kind: kind, name: String(text[text.index(after: colon)...]))
  }

  /// `kind:name`, the id on the wire.
  public var description: String { "\(kind.label):\(name)" }

  /// Names are the same if their bytes are.
  public static func == (left: Self, right: Self) -> Bool {
    left.kind == right.kind && left.name.hasSameBytes(as: right.name)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(bytesOf: name)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.kind == right.kind
      ? left.name.precedesInBytes(right.name) : left.kind.rawValue < right.kind.rawValue
  }
}
