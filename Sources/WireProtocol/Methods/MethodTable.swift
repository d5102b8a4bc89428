/// What `Admin/Methods` says of a method.
public struct MethodDescriptor: Hashable, Sendable {
  public var method: Method
  public var rights: Rights
  /// One sentence.
  public var doc: String
  /// Besides `_meta`, which every method takes.
  public var params: Schema
  public var result: Schema

  public var name: String { method.rawValue }
}

/// All methods, in the order of ``Method``.
public enum MethodTable {
  public static let all: [MethodDescriptor] = Method.allCases.map(\.descriptor)

  /// The result of `Admin/Methods`.
  public static let json: JSONValue = .members([
    (
      "methods",
      .array(
        all.map { descriptor in
          .members([
            ("name", .string(descriptor.name)), ("rights", .string(descriptor.rights.label)),
            ("doc", .string(descriptor.doc)), ("params", withMeta(descriptor.params).json),
            ("result", descriptor.result.json),
          ])
        })
    )
  ])

  private static func withMeta(_ params: Schema) -> Schema {
    guard case .object(let members) = params else { return params }
    let meta = Schema.Member(
      name: "_meta", property: .optional(Meta.schema, "Where the call belongs."))
    return .object([meta] + members)
  }
}

extension Method {
  /// The rights, the sentence and the shapes of this method.
  public var descriptor: MethodDescriptor {
    switch self {
    case .sessionOpen:
      describe(
        .none, "Holds this call's _meta for the rest of the connection.", Empty.schema,
        SessionOpenResult.schema)
    case .ingestAppend:
      describe(
        .write, "Appends messages, durably before it replies.", AppendParams.schema,
        AppendResult.schema)
    case .ingestDelete:
      describe(
        .write, "Deletes messages, and with them what they said.", DeleteParams.schema,
        DeleteResult.schema)
    case .ingestReact:
      describe(
        .write, "Adds a user's reaction to a message, or removes it.", ReactParams.schema,
        ReactResult.schema)
    case .ingestPutChannels:
      describe(
        .admin, "Declares channels: their names, kinds and members.", PutChannelsParams.schema,
        PutResult.schema)
    case .ingestPutUsers:
      describe(
        .admin, "Declares users: their handles and other names.", PutUsersParams.schema,
        PutResult.schema)
    case .queryLookup:
      describe(
        .read, "Finds what bears on a question among what the principal may read.",
        LookupParams.schema, LookupResult.schema)
    case .interestTop:
      describe(
        .read, "The entities that the principal is most interested in now.",
        InterestTopParams.schema, InterestTopResult.schema)
    case .adminHealth:
      describe(.none, "Whether the server serves.", Empty.schema, HealthResult.schema)
    case .adminMethods:
      describe(.none, "The methods and their shapes.", Empty.schema, Self.methodsSchema)
    case .adminStats:
      describe(
        .read, "How much the principal may read, by kind.", Empty.schema, StatsResult.schema)
    case .adminVerify:
      describe(
        .admin, "Checks the log's chain and that replaying it gives the same projection.",
        Empty.schema, VerifyResult.schema)
    }
  }

  private func describe(
    _ rights: Rights, _ doc: String, _ params: Schema, _ result: Schema
  ) -> MethodDescriptor {
    MethodDescriptor(method: self, rights: rights, doc: doc, params: params, result: result)
  }

  private static let methodsSchema = Schema.object([
    Schema.Member(
      name: "methods",
      property: .required(
        .list(.anything, maxItems: 1_000), "Each with name, rights, doc, params and result."))
  ])
}
