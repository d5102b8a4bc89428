public import KnowledgeModel
import Language

/// The guard between an extractor and the store: what a message's words do not bear does not pass,
/// whoever proposes it.
///
/// It checks that every range lies in the message, that every entity is named by the words it claims or by
/// the envelope, and that every frame is evoked. It can't check that a frame is the right one.
public struct Grounding: Sendable {
  public init() {}

  /// - Complexity: O(n) in the text, the mentions and the statements.
  /// - Throws: `invalidArgument` that names the first thing that is not grounded.
  public func check(_ understanding: Understanding, of message: Message) throws(RosemaryError) {
    let check = GroundingCheck(
      text: try Tokenizer().tokenize(message.text), message: message)
    try check.counts(understanding)
    for mention in understanding.mentions { try check.mention(mention) }
    for statement in understanding.statements { try check.statement(statement) }
  }
}

/// The checks against one message.
private struct GroundingCheck {
  let text: TokenizedText
  let message: Message

  func counts(_ understanding: Understanding) throws(RosemaryError) {
    try require(
      understanding.statements.count <= Limits.propositionsPerMessage,
      "more than \(Limits.propositionsPerMessage) propositions")
    try require(
      understanding.mentions.count <= Limits.mentionsPerMessage,
      "more than \(Limits.mentionsPerMessage) mentions")
    let name = understanding.extractor.name
    try require(!name.isEmpty && name.utf8.count <= Limits.nameBytes, "an extractor without a name")
  }

  func mention(_ mention: Mention) throws(RosemaryError) {
    try range(mention.tokens, "a mention")
    try require(
      text.text(of: mention.tokens) == mention.surface, "a mention whose surface is not its tokens")
    try named(mention.entity, by: mention.tokens)
  }

  func statement(_ statement: Statement) throws(RosemaryError) {
    try require(isFrame(statement.frame), "a frame of no such form: \(statement.frame)")
    if let predicate = statement.predicate {
      try range(predicate, "the predicate of \(statement.frame)")
    } else {
      try require(
        Frame.unevoked.contains(statement.frame), "no words evoke \(statement.frame)")
    }
    if let tokens = statement.tokens { try range(tokens, "the words of \(statement.frame)") }
    try require(!statement.arguments.isEmpty, "\(statement.frame) without arguments")
    // Each filler is a mention, a clause, or one of the envelope's.
    try require(
      statement.arguments.count <= Limits.mentionsPerMessage,
      "\(statement.frame) has more than \(Limits.mentionsPerMessage) arguments")
    for argument in statement.arguments { try self.argument(argument) }
  }

  private func argument(_ argument: Argument) throws(RosemaryError) {
    try require(isRole(argument.role), "a role of no such form: \(argument.role)")
    if let tokens = argument.tokens { try range(tokens, "an argument") }
    switch argument.filler {
    case .utterance: break
    case .clause(let clause):
      try range(clause, "a clause")
      try require(argument.tokens ?? clause == clause, "a clause that is not its tokens")
    case .entity(let entity):
      if let tokens = argument.tokens {
        try named(entity, by: tokens)
      } else {
        let isOfEnvelope =
          entity == EntityKey(kind: .user, name: message.author)
          || entity == EntityKey(kind: .channel, name: message.channel)
        try require(isOfEnvelope, "nothing names \(entity.kind.label)")
      }
    }
  }

  private func named(_ entity: EntityKey, by tokens: TokenRange) throws(RosemaryError) {
    // No name is longer, and a bound keeps many claims on one long stretch cheap.
    let words = tokens.first - 1..<tokens.last
    let bytes =
      text.tokens[words.upperBound - 1].utf8.upperBound
      - text.tokens[words.lowerBound].utf8.lowerBound
    guard isWritten(as: entity.kind, words), bytes <= 8 * Limits.nameBytes,
      let surface = text.text(of: tokens),
      MentionNaming.key(entity.kind, surface: surface) == entity
    else { throw error("words that don't name their \(entity.kind.label)") }
  }

  /// Whether the tokens are of the sort that such an entity is written in; nothing is named in code.
  private func isWritten(as kind: EntityKey.Kind, _ words: Range<Int>) -> Bool {
    let first = text.tokens[words.lowerBound].kind
    switch kind {
    case .user, .channel: return false
    case .handle: return words.count == 1 && first == .handle
    case .tag: return words.count == 1 && first == .tag
    case .link: return words.count == 1 && first == .link
    // A name of `Limits.nameBytes` has fewer tokens.
    case .name:
      return words.count <= Limits.nameBytes && !text.tokens[words].contains(where: \.isCode)
    }
  }

  private func range(_ range: TokenRange, _ what: String) throws(RosemaryError) {
    try require(text.contains(range), "\(what) leaves the message's \(text.tokens.count) tokens")
  }

  private func isFrame(_ frame: Frame) -> Bool {
    let bytes = Array(frame.rawValue.utf8)
    guard bytes.count >= 4, bytes.count <= Limits.nameBytes,
      bytes[bytes.count - 3] == UInt8(ascii: "-")
    else { return false }
    return bytes.suffix(2).allSatisfy { (48...57).contains($0) }
      && bytes.dropLast(3).allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
      }
  }

  private func isRole(_ role: Role) -> Bool {
    let bytes = role.rawValue.utf8
    return !bytes.isEmpty && bytes.count <= 64
      && bytes.allSatisfy {
        (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
          || $0 == UInt8(ascii: "-")
      }
  }

  private func require(_ isSo: Bool, _ complaint: @autoclosure () -> String) throws(RosemaryError) {
    guard isSo else { throw error(complaint()) }
  }

  private func error(_ complaint: String) -> RosemaryError {
    RosemaryError(.invalidArgument, "not grounded in the message: \(complaint)")
  }
}
