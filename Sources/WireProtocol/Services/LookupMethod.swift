public import KnowledgeModel

/// The parameters of `Query/Lookup`.
public struct LookupParams: WireObject, Hashable {
  /// The question.
  public var text: String?
  /// Entities to begin from: ids as results show them, or names.
  public var entities: [String]
  public var frames: [String]
  /// Only what was posted in these; empty for all.
  public var channels: [String]
  /// Transaction time: what was known then.
  public var asOf: Timestamp?
  /// Valid time: what held then.
  public var validAt: Timestamp?
  /// The present, for times and decay; nil for the server's.
  public var now: Timestamp?
  /// Bounds each list of the result.
  public var limit: Int
  /// Bounds the whole result, in tokens.
  public var tokenBudget: Int?
  public var explain: Bool
  /// Whether asking counts as interest.
  public var touch: Bool

  public static let defaultLimit = 10

  public init(
    text: String? = nil, entities: [String] = [], frames: [String] = [], channels: [String] = [],
    asOf: Timestamp? = nil, validAt: Timestamp? = nil, now: Timestamp? = nil,
    limit: Int = defaultLimit, tokenBudget: Int? = nil, explain: Bool = false, touch: Bool = false
  ) {
    self.text = text
    self.entities = entities
    self.frames = frames
    self.channels = channels
    self.asOf = asOf
    self.validAt = validAt
    self.now = now
    self.limit = limit
    self.tokenBudget = tokenBudget
    self.explain = explain
    self.touch = touch
  }

  public enum Field: String, FieldName {
    case text, entities, frames, channels
    case asOf = "as_of"
    case validAt = "valid_at"
    case now, limit
    case tokenBudget = "token_budget"
    case explain, touch
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    text = try fields.optional(.text, .text(0...Limits.questionBytes))
    entities =
      try fields.optional(.entities, .list(.name, 0...Limits.entitiesPerLookup)) ?? []
    frames = try fields.optional(.frames, .list(.identifier, 0...Limits.entitiesPerLookup)) ?? []
    channels =
      try fields.optional(.channels, .list(.identifier, 0...Limits.channelsPerLookup)) ?? []
    asOf = try fields.optional(.asOf, .time)
    validAt = try fields.optional(.validAt, .time)
    now = try fields.optional(.now, .time)
    limit = try fields.optional(.limit, .integer(1...Limits.results)) ?? Self.defaultLimit
    tokenBudget = try fields.optional(.tokenBudget, .integer(1...Limits.tokenBudget))
    explain = try fields.optional(.explain, .boolean) ?? false
    touch = try fields.optional(.touch, .boolean) ?? false
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.text, text.map(JSONValue.string)),
      (.entities, entities.isEmpty ? nil : .strings(entities)),
      (.frames, frames.isEmpty ? nil : .strings(frames)),
      (.channels, channels.isEmpty ? nil : .strings(channels)),
      (.asOf, asOf.map(JSONValue.time)), (.validAt, validAt.map(JSONValue.time)),
      (.now, now.map(JSONValue.time)), (.limit, .integer(limit)),
      (.tokenBudget, tokenBudget.map { .integer($0) }),
      (.explain, explain ? .bool(true) : nil), (.touch, touch ? .bool(true) : nil),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .text: .optional(.text(maxBytes: Limits.questionBytes), "The question.")
    case .entities:
      .optional(.list(.name, maxItems: Limits.entitiesPerLookup), "Entities to begin from.")
    case .frames:
      .optional(.list(.identifier, maxItems: Limits.entitiesPerLookup), "Only these frames.")
    case .channels:
      .optional(.list(.identifier, maxItems: Limits.channelsPerLookup), "Only these channels.")
    case .asOf: .optional(.time, "Answer with what was known then.")
    case .validAt: .optional(.time, "Only what held then.")
    case .now: .optional(.time, "The present, for times and decay.")
    case .limit: .optional(.integer(1...Limits.results), "Bounds each list; 10 by default.")
    case .tokenBudget: .optional(.integer(1...Limits.tokenBudget), "Bounds the whole result.")
    case .explain: .optional(.boolean, "Whether every score comes with its terms.")
    case .touch: .optional(.boolean, "Whether asking counts as interest.")
    }
  }
}
