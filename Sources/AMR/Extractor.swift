public import KnowledgeModel

/// Reads messages.
///
/// An extractor is a pure function of the message: it looks up no directory and keeps no state, so the
/// same message always gives the same understanding, and one channel can't leak into another's. What it
/// says is recorded under its ``version``, after ``Grounding`` has let it pass.
public protocol Extractor: Sendable {
  var version: ExtractorVersion { get }

  /// All that the message says, grounded in the tokens of `Language.Tokenizer` over its text.
  /// - Throws: `invalidArgument` for a message past `Limits.tokensPerMessage`.
  func understand(_ message: Message) throws -> Understanding
}
