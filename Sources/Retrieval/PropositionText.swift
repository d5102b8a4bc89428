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
  private let quoted: [FoundProposition.Evidence]

  /// Nil where no message that states it is at hand any more.
  init?(
    _ record: PropositionRecord, messages: [MessageID: QuotedMessage],
    directory: WorkspaceDirectory, audience: Audience
  ) {
    let sources = record.sources.compactMap { source in
      messages[source.message].map { (source, $0) }
    }
    guard let (first, quotedMessage) = sources.first else { return nil }
    let name = { (key: EntityKey) in directory.displayName(of: key, for: audience) }
    let words = quotedMessage.words
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
    let author = EntityKey(kind: .user, name: quotedMessage.message.author)
    sentence = Verbalizer(name: name, words: words, author: name(author)).sentence(statement)
    quoted = sources.map { source, quoted in
      FoundProposition.Evidence(
        message: quoted.message.key, author: quoted.message.author,
        sentAt: quoted.message.sentAt,
        quote: quoted.words(source.tokens))
    }
  }

  func evidence(atMost limit: Int) -> [FoundProposition.Evidence] {
    Array(quoted.prefix(limit))
  }
}

/// A message that is quoted, cut into tokens once for all of its propositions.
struct QuotedMessage {
  let message: Message
  private let tokenized: TokenizedText?

  init(_ message: Message) {
    self.message = message
    tokenized = try? Tokenizer().tokenize(message.text)
  }

  /// The words of a range, or of the whole message for nil.
  func words(_ range: TokenRange?) -> String {
    range.flatMap { tokenized?.text(of: $0) } ?? message.text
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
    case "request-01":
      return "\(speaker) requests\(hearers.isEmpty ? "" : " of \(hearers)"): \(content)"
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
