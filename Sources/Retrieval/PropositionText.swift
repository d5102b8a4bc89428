import AMR
import Belief
import GraphStore
import KnowledgeModel
import Language

/// One proposition as a sentence, as AMR and as quotes.
struct PropositionText {
  /// For a person to read.
  let sentence: String
  let penman: String
  /// The words that state it.
  let stated: String
  private let quoted: [FoundProposition.Evidence]

  /// Nil where no message that states it is at hand any more.
  init?(
    _ record: PropositionRecord, messages: [MessageID: UnderstoodRecord],
    directory: WorkspaceDirectory, audience: Audience
  ) {
    let sources = record.sources.compactMap { source in
      messages[source.message].map { (source, $0.message) }
    }
    guard let (first, message) = sources.first,
      let tokenized = try? Tokenizer().tokenize(message.text)
    else { return nil }
    let name = { (key: EntityKey) in directory.displayName(of: key, for: audience) }
    let words = { (range: TokenRange?) -> String in
      guard let range else { return message.text }
      return tokenized.text(of: range) ?? message.text
    }
    let statement = Statement(
      frame: record.frame, predicate: first.predicate,
      arguments: record.edges.map {
        Argument(role: $0.role, filler: $0.filler, tokens: $0.tokens)
      },
      commitment: record.evidence.probability, tokens: first.tokens)
    guard
      let graph = try? StatementGraph.graph(of: statement, name: name, words: words)
    else { return nil }
    penman = PENMAN.write(graph)
    stated = words(first.tokens)
    sentence = Verbalizer(
      name: name, words: words, author: name(.init(kind: .user, name: message.author))
    )
    .sentence(statement)
    quoted = sources.map { source, message in
      FoundProposition.Evidence(
        message: message.key, author: message.author,
        quote: Self.quote(source.tokens, of: message))
    }
  }

  func evidence(atMost limit: Int) -> [FoundProposition.Evidence] {
    Array(quoted.prefix(limit))
  }

  private static func quote(_ range: TokenRange?, of message: Message) -> String {
    guard let range, let tokenized = try? Tokenizer().tokenize(message.text) else {
      return message.text
    }
    return tokenized.text(of: range) ?? message.text
  }
}

/// Says what a statement says, in the words it was said in: nothing is added but who speaks to whom.
struct Verbalizer {
  let name: (EntityKey) -> String
  let words: (TokenRange?) -> String
  /// Who wrote the message.
  let author: String

  func sentence(_ statement: Statement) -> String {
    let speaker = fillers("ARG0", of: statement).first ?? author
    let content = fillers("ARG1", of: statement).joined(separator: ", ")
    let hearers = fillers("ARG2", of: statement).joined(separator: ", ")
    let to = hearers.isEmpty ? "" : " to \(hearers)"
    switch statement.frame.rawValue {
    case "say-01":
      let topics = fillers("topic", of: statement).joined(separator: ", ")
      return "\(speaker) wrote\(to)\(topics.isEmpty ? "" : " about \(topics)")"
    case "request-01": return "\(speaker) requests\(to): \(content)"
    case "ask-01": return "\(speaker) asks\(hearers.isEmpty ? "" : " \(hearers)"): \(content)"
    case "possible-01": return "possibly, says \(author): \(content)"
    case "true-01": return "\(author): \(content)"
    default:
      let roles = statement.arguments.map { "\($0.role) \(filler($0))" }
      return "\(statement.frame) (\(roles.joined(separator: ", ")))"
    }
  }

  private func fillers(_ role: String, of statement: Statement) -> [String] {
    statement.arguments.filter { $0.role.rawValue == role }.map(filler)
  }

  private func filler(_ argument: Argument) -> String {
    switch argument.filler {
    case .entity(let key): name(key)
    case .utterance: words(nil)
    case .clause(let range): words(range)
    }
  }
}
