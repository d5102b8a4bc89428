public import KnowledgeModel
import Language

/// The first understanding: who said what to whom about what, and for each clause whether it requests,
/// asks or asserts, and how firmly.
///
/// It decides by closed lists of words and analyses no clause from within: its propositions have stretches
/// of the message for fillers. It claims little, so that what it claims holds.
public struct FirstUnderstanding: Extractor {
  /// Distinct addressees, and distinct topics, of one `say-01`; later ones stay mentions.
  public static let fillersPerRole = 32

  public let version = ExtractorVersion(name: "first", version: 1)

  public init() {}

  /// - Complexity: O(n) in the bytes of the text.
  public func understand(_ message: Message) throws -> Understanding {
    let wording = Wording(try Tokenizer().tokenize(message.text))
    let mentions = MentionFinder(wording: wording).mentions()
    guard mentions.count <= Limits.mentionsPerMessage else {
      throw RosemaryError(
        .invalidArgument, "the message has more than \(Limits.mentionsPerMessage) mentions")
    }
    var composer = StatementComposer(message: message, wording: wording, mentions: mentions)
    composer.compose()
    return Understanding(extractor: version, mentions: mentions, statements: composer.statements)
  }
}
