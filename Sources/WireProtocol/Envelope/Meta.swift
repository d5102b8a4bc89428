public import KnowledgeModel

/// The name of a workspace, and of its folder: it can't climb out of the folder of workspaces.
public struct WorkspaceName: RawRepresentable, Hashable, Comparable, Sendable,
  CustomStringConvertible
{
  public let rawValue: String

  /// Nil unless `rawValue` is a lower-case ASCII letter or digit, followed by at most 63 of these, `.`,
  /// `_` and `-`.
  public init?(rawValue: String) {
    let bytes = rawValue.utf8
    guard (1...64).contains(bytes.count), let first = bytes.first, Self.isAlphanumeric(first),
      bytes.allSatisfy({ Self.isAlphanumeric($0) || ".-_".utf8.contains($0) })
    else { return nil }
    self.rawValue = rawValue
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  public var description: String { rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What a call says besides its parameters: where it belongs, on whose behalf, and until when.
public struct Meta: WireObject, Hashable {
  public var workspace: WorkspaceName?
  public var principal: Principal?
  /// Decides workspace and principal where tokens are configured.
  public var token: String?
  /// How long the caller waits, from the arrival of the line.
  public var deadline: Duration?

  public init(
    workspace: WorkspaceName? = nil, principal: Principal? = nil, token: String? = nil,
    deadline: Duration? = nil
  ) {
    self.workspace = workspace
    self.principal = principal
    self.token = token
    self.deadline = deadline
  }

  /// These fields, and the other's where they are missing.
  public func over(_ defaults: Meta) -> Meta {
    Meta(
      workspace: workspace ?? defaults.workspace, principal: principal ?? defaults.principal,
      token: token ?? defaults.token, deadline: deadline ?? defaults.deadline)
  }

  public enum Field: String, FieldName {
    case workspace, principal, token
    case deadline = "deadline_ms"
    /// MCP's; accepted, and never used.
    case progressToken
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    workspace = try fields.optional(.workspace, .workspace)
    principal = try fields.optional(.principal, .identifier).map { Principal(rawValue: $0) }
    token = try fields.optional(.token, .line(1...Self.tokenBytes))
    deadline = try fields.optional(.deadline, .integer(1...Limits.deadlineMilliseconds))
      .map { .milliseconds($0) }
    if let token = fields[.progressToken], CallID(json: token) == nil {
      throw FieldError("\(token.excerpt) is neither a string nor an integer")
        .inside(Field.progressToken.rawValue)
    }
  }

  private static let tokenBytes = 4096

  public var fields: [(Field, JSONValue?)] {
    [
      (.workspace, workspace.map { .string($0.rawValue) }),
      (.principal, principal.map { .string($0.rawValue) }),
      (.token, token.map(JSONValue.string)),
      (.deadline, deadline.map { .integer($0.wholeMilliseconds) }),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .workspace: .optional(.text(maxBytes: 64), "The workspace.")
    case .principal: .optional(.identifier, "The user on whose behalf the call is made.")
    case .token: .optional(.text(maxBytes: tokenBytes), "Decides workspace and principal.")
    case .deadline:
      .optional(.integer(1...Limits.deadlineMilliseconds), "How long the caller waits.")
    case .progressToken:
      .optional(.either([.text(maxBytes: 256), .integer(.min ... .max)]), "Ignored.")
    }
  }
}

extension Rule where Value == WorkspaceName {
  static var workspace: Rule {
    Rule { (value: JSONValue) throws(FieldError) -> WorkspaceName in
      guard case .string(let text) = value, let name = WorkspaceName(rawValue: text) else {
        throw mismatch(
          value,
          due: "a workspace's name; write 1 to 64 of a-z, 0-9, '.', '_' and '-', in lower case, "
            + "beginning with a letter or digit")
      }
      return name
    }
  }
}
