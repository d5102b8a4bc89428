public import WireProtocol

/// What became of an import, for a person and for a program.
public struct ImportReport: Sendable {
  /// Something that was left out, or taken in on an assumption.
  public struct Notice: Hashable, Sendable {
    /// Such as `general/2024-05-02.json[17]` or `line 12`.
    public var place: String
    public var reason: String

    public init(place: String, reason: String) {
      self.place = place
      self.reason = reason
    }
  }

  /// Notices that say the same.
  public struct Group: Sendable {
    public var reason: String
    public var count: Int
    public var first: [Notice]
  }

  public var source: String
  public var users = 0
  public var channels = 0
  /// Messages that were read and sent.
  public var read = 0
  public var accepted = 0
  public var duplicates = 0
  public var skips: [Notice] = []
  public var notes: [Notice] = []
  public var seconds = 0.0
  /// The position that a former run had come to.
  public var resumedAfter: String?

  public init(source: String) {
    self.source = source
  }

  /// Messages a second.
  public var rate: Double { seconds > 0 ? Double(read) / seconds : 0 }

  /// `notices` by reason, most frequent first, each with the first few.
  public static func groups(_ notices: [Notice], showing limit: Int = 3) -> [Group] {
    var groups: [String: Group] = [:]
    for notice in notices {
      var group = groups[notice.reason] ?? Group(reason: notice.reason, count: 0, first: [])
      group.count += 1
      if group.first.count < limit { group.first.append(notice) }
      groups[notice.reason] = group
    }
    return groups.values.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
  }

  /// Everything, every notice included.
  public var json: JSONValue {
    let list = { (notices: [Notice]) in
      JSONValue.array(
        notices.map {
          .members([("place", .string($0.place)), ("reason", .string($0.reason))])
        })
    }
    return .members([
      ("source", .string(source)), ("users", .integer(Int64(users))),
      ("channels", .integer(Int64(channels))), ("messages", .integer(Int64(read))),
      ("accepted", .integer(Int64(accepted))), ("duplicates", .integer(Int64(duplicates))),
      ("skipped", .integer(Int64(skips.count))), ("skips", list(skips)), ("notes", list(notes)),
      ("seconds", .number(seconds)), ("messages_per_second", .number(rate)),
      ("resumed_after", resumedAfter.map(JSONValue.string)),
    ])
  }
}
