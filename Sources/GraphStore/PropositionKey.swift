import Crypto
public import Foundation
public import KnowledgeModel

/// The natural identity of a proposition: its frame and its fillers, polarity and modality left out.
///
/// A digest, since fillers are of any length; truncated to 128 bits, which a workspace of 10⁹ propositions
/// fills with a chance of collision below 10⁻²⁰.
public struct PropositionKey: Hashable, Sendable {
  /// 16 bytes.
  public let bytes: Data

  init(bytes: Data) {
    self.bytes = bytes
  }

  /// The key of what `statement` says; fillers that are the message's own words make it the message's own.
  public init(_ statement: Statement, in message: MessageKey) {
    var writer = ByteWriter()
    writer.string(statement.frame.rawValue)
    if !statement.isShareable { writer.messageKey(message) }
    writer.list(Self.sorted(statement.arguments)) { $0.string(Self.canonical($1)) }
    bytes = Data(SHA256.hash(data: writer.bytes).prefix(16))
  }

  /// As the wire shows it.
  public var description: String {
    "p" + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// The arguments in the order of the key, without the words of any one message.
  static func impersonal(_ arguments: [Argument]) -> [Argument] {
    sorted(arguments).map { Argument(role: $0.role, filler: $0.filler) }
  }

  private static func sorted(_ arguments: [Argument]) -> [Argument] {
    arguments.map { (Array(canonical($0).utf8), $0) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
  }

  private static func canonical(_ argument: Argument) -> String {
    let role = argument.role.rawValue
    return switch argument.filler {
    case .entity(let key): "\(role)\u{1F}\(key)"
    case .utterance: "\(role)\u{1F}utterance"
    case .clause(let tokens): "\(role)\u{1F}clause:\(tokens.first)-\(tokens.last)"
    }
  }
}

extension Statement {
  /// Whether another message can say the same: not if a filler is made of this message's own words.
  var isShareable: Bool {
    arguments.allSatisfy { argument in
      if case .entity = argument.filler { true } else { false }
    }
  }
}

extension Filler {
  var clauseTokens: TokenRange? {
    if case .clause(let tokens) = self { tokens } else { nil }
  }
}
