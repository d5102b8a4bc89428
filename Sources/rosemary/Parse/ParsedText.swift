import AMR
import KnowledgeModel
import Language

/// What an extractor says of one text, in the tokens that its reader counts.
struct ParsedText {
  let item: ParseItem
  let tokens: [String]
  /// Positions in ``tokens``, from 0.
  let sentences: [Range<Int>]
  /// Whether white space stands before each token.
  let followsSpace: [Bool]
  let understanding: Understanding
  private let text: TokenizedText
  /// The given token that each token of the text lies in, from 0; nil where they are the same.
  private let given: [Int]?

  init(_ item: ParseItem, extractor: any Extractor) throws {
    let message = item.message
    let text = try Tokenizer().tokenize(item.text)
    let understanding = try extractor.understand(message)
    try Grounding().check(understanding, of: message)
    self.item = item
    self.text = text
    self.understanding = Self.known(understanding, of: item, message)
    if let tokens = item.tokens {
      self.tokens = tokens
      sentences = tokens.isEmpty ? [] : [0..<tokens.count]
      followsSpace = tokens.map { _ in true }
      given = Self.align(text, to: tokens)
    } else {
      tokens = text.tokens.indices.map { TextLayout.plain(text.text(at: $0)) }
      sentences = text.sentences
      followsSpace = text.tokens.map(\.followsSpace)
      given = nil
    }
  }

  /// Leaves out who spoke, or where, when the input does not say.
  private static func known(
    _ understanding: Understanding, of item: ParseItem, _ message: Message
  ) -> Understanding {
    var unknown: Set<EntityKey> = []
    if item.author == nil { unknown.insert(EntityKey(kind: .user, name: message.author)) }
    if item.channel == nil, item.addressees.isEmpty {
      unknown.insert(EntityKey(kind: .channel, name: message.channel))
    }
    guard !unknown.isEmpty else { return understanding }
    var understanding = understanding
    for index in understanding.statements.indices {
      understanding.statements[index].arguments.removeAll { argument in
        guard case .entity(let entity) = argument.filler else { return false }
        return argument.tokens == nil && unknown.contains(entity)
      }
    }
    return understanding
  }

  /// When, how long and how often, seen from when it was said, in UTC.
  var times: [TimeExpression] {
    TimeTagger().expressions(in: text, reference: item.message.sentAt, offsetMinutes: 0)
  }

  /// The range in the reader's tokens.
  func range(_ range: TokenRange) -> TokenRange {
    guard let given, range.first >= 1, range.last <= given.count else { return range }
    return TokenRange(first: given[range.first - 1] + 1, last: given[range.last - 1] + 1)
  }

  /// The words of a range, or of the whole text.
  func words(_ range: TokenRange?) -> String {
    TextLayout.plain(range.flatMap { text.text(of: $0) } ?? item.text)
  }

  /// As the input writes it; who is addressed stands for the channel.
  func name(_ entity: EntityKey) -> String {
    entity.kind == .channel && item.channel == nil
      ? item.addressees.joined(separator: ", ") : entity.name
  }

  /// The statements that say more than that somebody wrote.
  var claims: [Statement] { understanding.statements.filter { $0.frame != .say } }

  /// For each token of `text`, the given token in which it ends.
  private static func align(_ text: TokenizedText, to tokens: [String]) -> [Int] {
    var ends: [Int] = []
    var end = 0
    for token in tokens {
      end += token.utf8.count + 1
      ends.append(end)
    }
    var index = 0
    return text.tokens.map { token in
      while index + 1 < ends.count, token.utf8.upperBound > ends[index] { index += 1 }
      return index
    }
  }
}
