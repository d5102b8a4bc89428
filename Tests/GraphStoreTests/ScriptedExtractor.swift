import GraphStore
import KnowledgeModel

/// Reads messages made of scripted words, one token each:
/// `@x` and `#x` mention; `+x`, `-x` and `?x` say that the author likes x, firmly, not, or perhaps, which
/// others can say too; anything else is a clause of its own.
struct ScriptedExtractor: Sendable {
  var version = 1

  func understand(_ message: Message) -> Understanding {
    var mentions: [Mention] = []
    var statements: [Statement] = []
    let author = EntityKey(kind: .user, name: message.author)
    for (index, word) in message.text.split(separator: " ").enumerated() {
      let tokens = TokenRange(first: index + 1, last: index + 1)
      let name = String(word.dropFirst())
      func mention(_ kind: EntityKey.Kind) -> EntityKey {
        let entity = EntityKey(kind: kind, name: name)
        mentions.append(Mention(entity: entity, tokens: tokens, surface: String(word)))
        return entity
      }
      switch word.first {
      case "@": _ = mention(.handle)
      case "#": _ = mention(.tag)
      case "+", "-", "?":
        var arguments = [
          Argument(role: .init(rawValue: "ARG0"), filler: .entity(author)),
          Argument(
            role: .init(rawValue: "ARG1"), filler: .entity(mention(.name)), tokens: tokens),
        ]
        // Roles come in any order; it is not part of what is said.
        if index % 2 == 1 { arguments.reverse() }
        statements.append(
          Statement(
            frame: Frame(rawValue: "like-01"), predicate: tokens, arguments: arguments,
            commitment: commitment(of: word.first), isHedged: word.first == "?", tokens: tokens))
      default:
        statements.append(
          Statement(
            frame: Frame(rawValue: "say-01"),
            arguments: [
              Argument(role: .init(rawValue: "ARG0"), filler: .entity(author), tokens: tokens),
              Argument(role: .init(rawValue: "ARG1"), filler: .utterance),
            ], commitment: Probability(clamping: 0.99), tokens: tokens))
      }
    }
    return Understanding(
      extractor: ExtractorVersion(name: "scripted", version: version), mentions: mentions,
      statements: statements)
  }

  /// The second version is surer of everything.
  private func commitment(of sign: Character?) -> Probability {
    let firm = version == 1 ? 0.9 : 0.95
    return Probability(clamping: sign == "+" ? firm : sign == "-" ? 1 - firm : firm - 0.5)
  }

  func understand(_ waiting: WaitingMessage) -> UnderstoodMessage {
    UnderstoodMessage(
      message: waiting.message.key, source: waiting.source,
      understanding: understand(waiting.message))
  }
}
