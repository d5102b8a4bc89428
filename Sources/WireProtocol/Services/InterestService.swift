public import KnowledgeModel

/// The parameters of `Interest/Top`.
public struct InterestTopParams: WireObject, Hashable {
  public var limit: Int
  /// After which a weight counts half; nil for the server's.
  public var halfLife: HalfLife?
  /// The present, for decay; nil for the server's.
  public var now: Timestamp?

  public init(limit: Int = 10, halfLife: HalfLife? = nil, now: Timestamp? = nil) {
    self.limit = limit
    self.halfLife = halfLife
    self.now = now
  }

  public enum Field: String, FieldName {
    case limit
    case halfLife = "half_life"
    case now
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    limit = try fields.optional(.limit, .integer(1...Limits.results)) ?? 10
    halfLife = try fields.optional(.halfLife, .halfLife)
    now = try fields.optional(.now, .time)
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.limit, .integer(limit)), (.halfLife, halfLife.map { .number($0.seconds) }),
      (.now, now.map(JSONValue.time)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .limit: .optional(.integer(1...Limits.results), "How many; 10 by default.")
    case .halfLife:
      .optional(.either([.number, .text(maxBytes: 32)]), "Seconds, or such as 12h, 7d, 2w.")
    case .now: .optional(.time, "The present, for decay.")
    }
  }
}

/// The time after which interest counts half.
public struct HalfLife: Hashable, Sendable, LosslessStringConvertible {
  /// From one second to a hundred years.
  public let seconds: Double

  /// Nil outside the range.
  public init?(seconds: Double) {
    guard (1...3_155_760_000).contains(seconds) else { return nil }
    self.seconds = seconds
  }

  /// Reads digits, perhaps with a fraction, and a unit: `90s`, `30m`, `12h`, `7d`, `2w`.
  public init?(_ text: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard text.utf8.count <= 32, let unit = text.last.flatMap({ units[$0] }),
      text.dropLast().utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }),
      let number = Double(text.dropLast())
    else { return nil }
    self.init(seconds: number * unit)
  }

  public var description: String { "\(seconds)s" }
}

extension Rule where Value == HalfLife {
  fileprivate static var halfLife: Rule {
    Rule { (value: JSONValue) throws(FieldError) -> HalfLife in
      let halfLife: HalfLife? =
        switch value {
        case .integer(let seconds): HalfLife(seconds: Double(seconds))
        case .number(let seconds): HalfLife(seconds: seconds)
        case .string(let text): HalfLife(text)
        default: nil
        }
      guard let halfLife else {
        throw mismatch(
          value,
          due: "a half-life of 1 second to 100 years; write seconds, or such as \"12h\", \"7d\"")
      }
      return halfLife
    }
  }
}

/// The result of `Interest/Top`, most interesting first.
public struct InterestTopResult: WireObject, Hashable {
  public var horizon: Int
  public var entities: [InterestEntity]

  public init(horizon: Int, entities: [InterestEntity]) {
    self.horizon = horizon
    self.entities = entities
  }

  public enum Field: String, FieldName {
    case horizon, entities
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    horizon = try fields.required(.horizon, .count)
    entities = try fields.required(.entities, .list(.object, 0...Limits.results))
  }

  public var fields: [(Field, JSONValue?)] {
    [(.horizon, .integer(horizon)), (.entities, .objects(entities))]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .horizon: .required(.count, "The last event that the principal may see.")
    case .entities:
      .required(.list(InterestEntity.schema, maxItems: Limits.results), "Most interesting first.")
    }
  }
}

/// An entity and the weight of a principal's interest in it.
public struct InterestEntity: WireObject, Hashable {
  public var id: String
  public var name: String
  public var kind: String
  /// The decayed sum of touches at `now`.
  public var weight: Double

  public init(id: String, name: String, kind: String, weight: Double) {
    self.id = id
    self.name = name
    self.kind = kind
    self.weight = weight
  }

  public enum Field: String, FieldName {
    case id, name, kind, weight
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    id = try fields.required(.id, .anyText)
    name = try fields.required(.name, .anyText)
    kind = try fields.required(.kind, .anyText)
    weight = try fields.required(.weight, .anyNumber)
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.id, .string(id)), (.name, .string(name)), (.kind, .string(kind)),
      (.weight, .number(weight)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .id: .required(.anyText, "A kind and a name.")
    case .name: .required(.anyText, "As people know it.")
    case .kind: .required(.anyText, "Such as user or channel.")
    case .weight: .required(.number, "The decayed sum of touches.")
    }
  }
}
