import GraphStore
import KnowledgeModel
import Language
import LexicalSearch

/// Makes the index's document of a message: its words, and terms that stand for what is around them.
///
/// Terms that no text can contain begin with a control character: they tie a message to its author, to what
/// it mentions and to the day, in the same index, so that they obey the same audience.
struct DocumentTerms {
  private let analyzer = TermAnalyzer()
  private let cache = StemCache()

  static func mention(_ key: EntityKey) -> String { "\u{1}\(key)" }
  static func author(_ id: String) -> String { "\u{2}\(id)" }
  /// A word of a link's address.
  static func link(_ term: String) -> String { "\u{3}\(term)" }

  /// Also what the words tell of the message. Names of the author are not among the terms: who is called what is looked up when somebody asks, and
  /// searched for by ``author(_:)``.
  func document(of record: UnderstoodRecord) -> (LexicalDocument, MessageCues) {
    let message = record.message
    var (terms, linkTerms) = analyzer.termsAndLinkTerms(
      ofBytes: Array(message.text.utf8), cache: cache)
    let cues = MessageCues(text: message.text, terms: terms)
    for attachment in message.attachments { terms += words(attachment.caption) }
    // A message is as long as its words; who said it when is not a matter of length.
    let length = terms.count
    terms += linkTerms.map(Self.link)
    terms += DateTerms.terms(of: message.sentAt)
    terms.append(Self.author(message.author))
    for mention in record.mentions { terms.append(Self.mention(mention)) }
    let document = LexicalDocument(
      number: DocumentNumber(record.id.rawValue), partition: Partition(record.channel.rawValue),
      terms: terms, length: length)
    return (document, cues)
  }

  func words(_ text: String) -> [String] {
    analyzer.terms(ofBytes: Array(text.utf8), cache: cache)
  }
}
