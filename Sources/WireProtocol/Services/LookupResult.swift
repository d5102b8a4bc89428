public import KnowledgeModel

/// The result of `Query/Lookup`, each list best first.
public struct LookupResult: WireObject, Hashable {
  public var horizon: Int
  public var propositions: [LookupProposition]
  public var messages: [LookupMessage]
  public var entities: [LookupEntity]

  public init(
    horizon: Int, propositions: [LookupProposition], messages: [LookupMessage],
    entities: [LookupEntity]
  ) {
    self.horizon = horizon
    self.propositions = propositions
    self.messages = messages
    self.entities = entities
  }

  public enum Field: String, FieldName {
    case horizon, propositions, messages, entities
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    horizon = try fields.required(.horizon, .count)
    propositions = try fields.required(.propositions, .list(.object, 0...Limits.results))
    messages = try fields.required(.messages, .list(.object, 0...Limits.results))
    entities = try fields.required(.entities, .list(.object, 0...Limits.results))
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.horizon, .integer(horizon)), (.propositions, .objects(propositions)),
      (.messages, .objects(messages)), (.entities, .objects(entities)),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .horizon: .required(.count, "The last event that the principal may see.")
    case .propositions:
      .required(.list(LookupProposition.schema, maxItems: Limits.results), "Best first.")
    case .messages:
      .required(.list(LookupMessage.schema, maxItems: Limits.results), "Best first.")
    case .entities:
      .required(.list(LookupEntity.schema, maxItems: Limits.results), "Best first.")
    }
  }
}

/// A proposition that was found, with the words that it came from.
public struct LookupProposition: WireObject, Hashable {
  public var id: String
  /// A sentence for people.
  public var text: String
  public var penman: String
  /// P(it holds), from the evidence that the principal may read.
  public var probability: Probability
  public var validFrom: Timestamp?
  public var validTo: Timestamp?
  public var evidence: [LookupEvidence]
  public var score: Double
  /// They sum to the score; nil unless asked for.
  public var terms: [ScoreTerm]?

  public init(
    id: String, text: String, penman: String, probability: Probability,
    validFrom: Timestamp? = nil, validTo: Timestamp? = nil, evidence: [LookupEvidence],
    score: Double, terms: [ScoreTerm]? = nil
  ) {
    self.id = id
    self.text = text
    self.penman = penman
    self.probability = probability
    self.validFrom = validFrom
    self.validTo = validTo
    self.evidence = evidence
    self.score = score
    self.terms = terms
  }

  public enum Field: String, FieldName {
    case id, text, penman, probability
    case validFrom = "valid_from"
    case validTo = "valid_to"
    case evidence, score, terms
  }

  public init(_ fields: FieldReader<Field>) throws(FieldError) {
    id = try fields.required(.id, .anyText)
    text = try fields.required(.text, .anyText)
    penman = try fields.required(.penman, .anyText)
    probability = Probability(clamping: try fields.required(.probability, .number(0...1)))
    validFrom = try fields.optional(.validFrom, .time)
    validTo = try fields.optional(.validTo, .time)
    evidence = try fields.required(.evidence, .list(.object, 0...Limits.lineBytes))
    score = try fields.required(.score, .anyNumber)
    terms = try fields.optional(.terms, .list(.object, 0...Limits.results))
  }

  public var fields: [(Field, JSONValue?)] {
    [
      (.id, .string(id)), (.text, .string(text)), (.penman, .string(penman)),
      (.probability, .number(probability.rawValue)),
      (.validFrom, validFrom.map(JSONValue.time)), (.validTo, validTo.map(JSONValue.time)),
      (.evidence, .objects(evidence)), (.score, .number(score)),
      (.terms, terms.map { .objects($0) }),
    ]
  }

  public static func property(_ field: Field) -> Schema.Property {
    switch field {
    case .id: .required(.anyText, "Stable within the workspace.")
    case .text: .required(.anyText, "A sentence for people.")
    case .penman: .required(.anyText, "The graph in PENMAN notation.")
    case .probability: .required(.number, "P(it holds), from what the principal may read.")
    case .validFrom: .optional(.time, "When it began to hold.")
    case .validTo: .optional(.time, "When it ceased to hold.")
    case .evidence:
      .required(.list(LookupEvidence.schema, maxItems: Limits.lineBytes), "What says so.")
    case .score: .required(.number, "By which the list is sorted.")
    case .terms: .optional(ScoreTerm.list, "They sum to the score.")
    }
  }
}
