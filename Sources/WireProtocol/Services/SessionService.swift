public import KnowledgeModel

/// The result of `Session/Open`.
public struct SessionOpenResult: WireObject, Hashable {
  /// The server's version.
  public var version: String
  /// Whom the connection now speaks for, where that is known.
  public var workspace: WorkspaceName?
  public var principal: Principal?

  public init(version: String, workspace: WorkspaceName? = nil, principal: Principal? = nil) {
    self.version = version
    self.workspace = workspace
    self.principal = principal
  }

  public enum Field: String, FieldName {
    case version, workspace, principal
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    version = try fields.required(.version, .name)
    workspace = try fields.optional(.workspace, .workspace)
    principal = try fields.optional(.principal, .identifier).map { Principal(rawValue: $0) }
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.version, .string(version)), (.workspace, workspace.map { .string($0.rawValue) }),
      (.principal, principal.map { .string($0.rawValue) }),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .version: .required(.name, "The server's version.")
    case .workspace: .optional(.text(maxBytes: 64), "The workspace from now on.")
    case .principal: .optional(.identifier, "The principal from now on.")
    }
  }
}
