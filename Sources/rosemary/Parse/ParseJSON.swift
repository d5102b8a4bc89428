import KnowledgeModel
import Language
import WireProtocol

/// One object an input. Tokens count from 1, ranges hold both ends; what the message's envelope says and no
/// word does has the empty range from 1 to 0.
enum ParseJSON {
  static func object(_ parsed: ParsedText) -> JSONValue {
    .members([
      ("tokens", .array(parsed.tokens.map(JSONValue.string))),
      ("entities", .array(parsed.understanding.mentions.map { entity($0, parsed) })),
      ("times", .array(parsed.times.map { time($0, parsed) })),
      ("propositions", .array(parsed.understanding.statements.map { proposition($0, parsed) })),
      ("error", parsed.item.problem.map(JSONValue.string)),
    ])
  }

  private static func entity(_ mention: Mention, _ parsed: ParsedText) -> JSONValue {
    let range = parsed.range(mention.tokens)
    return .members([
      ("type", .string(type(mention.entity.kind))), ("first", number(range.first)),
      ("last", number(range.last)), ("text", .string(mention.surface)),
    ])
  }

  /// What is known without a gazetteer: whether a capitalised name is a person's is not.
  private static func type(_ kind: EntityKey.Kind) -> String {
    switch kind {
    case .user, .handle: "person"
    case .channel, .tag: "channel"
    case .name: "name"
    case .link: "link"
    }
  }

  /// The text may begin and end within a token; what can't be resolved has no value, and a zone no TIMEX.
  private static func time(_ expression: TimeExpression, _ parsed: ParsedText) -> JSONValue {
    let range = parsed.range(expression.tokens)
    return .members([
      ("first", number(range.first)), ("last", number(range.last)),
      ("text", .string(expression.text)),
      ("timex", expression.timex.isEmpty ? .null : .string(expression.timex)),
      ("value", expression.value.text(offsetMinutes: 0).map(JSONValue.string) ?? .null),
    ])
  }

  private static func proposition(_ statement: Statement, _ parsed: ParsedText) -> JSONValue {
    .members([
      ("frame", .string(statement.frame.rawValue)),
      ("predicate", predicate(of: statement, parsed).map(number)),
      ("probability", .number(statement.commitment.rawValue)),
      ("arguments", .array(statement.arguments.map { argument($0, parsed) })),
    ])
  }

  /// The token that is the frame's own word. A frame that AMR adds for "can", "might" or a question mark has
  /// none.
  private static func predicate(of statement: Statement, _ parsed: ParsedText) -> Int? {
    guard let range = statement.predicate, range.first == range.last else { return nil }
    let lemma = statement.frame.rawValue.dropLast(3)
    return parsed.words(range).lowercased().hasPrefix(lemma) ? parsed.range(range).first : nil
  }

  private static func argument(_ argument: Argument, _ parsed: ParsedText) -> JSONValue {
    var range = TokenRange(first: 1, last: 0)
    var resolved: String?
    switch argument.filler {
    case .entity(let entity): resolved = parsed.name(entity)
    case .utterance: range.last = parsed.tokens.count
    case .clause(let clause): range = parsed.range(clause)
    }
    if let tokens = argument.tokens { range = parsed.range(tokens) }
    return .members([
      ("role", .string(argument.role.rawValue)), ("first", number(range.first)),
      // Nothing is known of the clause's inner structure: in English phrases mostly end with their head.
      ("last", number(range.last)), ("head", number(range.last)),
      ("resolved", resolved.map(JSONValue.string)),
    ])
  }

  private static func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }
}
