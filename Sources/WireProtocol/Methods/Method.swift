/// Every method of the protocol, by its name on the wire.
public enum Method: String, CaseIterable, Hashable, Sendable {
  case sessionOpen = "rosemary.v1.Session/Open"
  case ingestAppend = "rosemary.v1.Ingest/Append"
  case ingestDelete = "rosemary.v1.Ingest/Delete"
  case ingestReact = "rosemary.v1.Ingest/React"
  case ingestPutChannels = "rosemary.v1.Ingest/PutChannels"
  case ingestPutUsers = "rosemary.v1.Ingest/PutUsers"
  case queryLookup = "rosemary.v1.Query/Lookup"
  case interestTop = "rosemary.v1.Interest/Top"
  case adminHealth = "rosemary.v1.Admin/Health"
  case adminMethods = "rosemary.v1.Admin/Methods"
  case adminStats = "rosemary.v1.Admin/Stats"
  case adminVerify = "rosemary.v1.Admin/Verify"
}

/// What a caller needs to call a method; each right includes those before it.
public enum Rights: Int, Hashable, Comparable, Sendable {
  /// Not even a workspace or a principal.
  case none = 0
  case read = 1
  case write = 2
  case admin = 3

  /// The word on the wire.
  public var label: String {
    switch self {
    case .none: "none"
    case .read: "read"
    case .write: "write"
    case .admin: "admin"
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The parameters of a call, typed by its method.
public enum CallParams: Hashable, Sendable {
  case sessionOpen
  case ingestAppend(AppendParams)
  case ingestDelete(DeleteParams)
  case ingestReact(ReactParams)
  case ingestPutChannels(PutChannelsParams)
  case ingestPutUsers(PutUsersParams)
  case queryLookup(LookupParams)
  case interestTop(InterestTopParams)
  case adminHealth
  case adminMethods
  case adminStats
  case adminVerify

  public init(_ method: Method, json: JSONValue) throws(FieldError) {
    switch method {
    case .ingestAppend: self = .ingestAppend(try AppendParams(json: json))
    case .ingestDelete: self = .ingestDelete(try DeleteParams(json: json))
    case .ingestReact: self = .ingestReact(try ReactParams(json: json))
    case .ingestPutChannels: self = .ingestPutChannels(try PutChannelsParams(json: json))
    case .ingestPutUsers: self = .ingestPutUsers(try PutUsersParams(json: json))
    case .queryLookup: self = .queryLookup(try LookupParams(json: json))
    case .interestTop: self = .interestTop(try InterestTopParams(json: json))
    case .sessionOpen, .adminHealth, .adminMethods, .adminStats, .adminVerify:
      _ = try Empty(json: json)
      switch method {
      case .sessionOpen: self = .sessionOpen
      case .adminHealth: self = .adminHealth
      case .adminMethods: self = .adminMethods
      case .adminStats: self = .adminStats
      default: self = .adminVerify
      }
    }
  }

  public var method: Method {
    switch self {
    case .sessionOpen: .sessionOpen
    case .ingestAppend: .ingestAppend
    case .ingestDelete: .ingestDelete
    case .ingestReact: .ingestReact
    case .ingestPutChannels: .ingestPutChannels
    case .ingestPutUsers: .ingestPutUsers
    case .queryLookup: .queryLookup
    case .interestTop: .interestTop
    case .adminHealth: .adminHealth
    case .adminMethods: .adminMethods
    case .adminStats: .adminStats
    case .adminVerify: .adminVerify
    }
  }
}
