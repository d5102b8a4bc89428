public import KnowledgeModel
import Language

/// The first understanding: who said what to whom about what, and for each clause whether it requests,
/// asks or asserts, and how firmly.
///
/// It decides by closed lists of words and analyses no clause from within: its propositions have stretches
/// of the message for fillers. It claims little, so that what it claims holds.
public struct FirstUnderstanding: Extractor {
  public let version = ExtractorVersion(name: "first", version: 1)

  public init() {}

  /// - Complexity: O(n) in the bytes of the text.
  public func understand(_ message: Message) throws -> Understanding {
    let wording = Wording(try Tokenizer().tokenize(message.text))
    let mentions = Self.limited(MentionFinder(wording: wording).mentions())
    var composer = StatementComposer(message: message, wording: wording, mentions: mentions)
    composer.compose()
    return Understanding(extractor: version, mentions: mentions, statements: composer.statements)
  }

  /// Past `Limits.mentionsPerMessage` only the first mentions of distinct entities stay: a list of
  /// thousands of names is still found by its words, and refusing it would lose the message.
  private static func limited(_ mentions: [Mention]) -> [Mention] {
    guard mentions.count > Limits.mentionsPerMessage else { return mentions }
    var seen: Set<EntityKey> = []
    return Array(
      mentions.filter { seen.insert($0.entity).inserted }.prefix(Limits.mentionsPerMessage))
  }
}
