import KnowledgeModel
import Language

/// Builds the statements of one message.
struct StatementComposer {
  let wording: Wording
  private let author: Argument
  private let addressees: [Argument]
  private let topics: [Argument]
  private(set) var statements: [Statement] = []

  init(message: Message, wording: Wording, mentions: [Mention]) {
    self.wording = wording
    author = Argument(role: .arg0, filler: .entity(EntityKey(kind: .user, name: message.author)))
    let handles = Self.arguments(.arg2, mentions.filter { $0.entity.kind == .handle })
    let channel = Argument(
      role: .arg2, filler: .entity(EntityKey(kind: .channel, name: message.channel)))
    addressees = handles.isEmpty ? [channel] : handles
    topics = Self.arguments(.topic, mentions.filter { $0.entity.kind != .handle })
  }

  private static func arguments(_ role: Role, _ mentions: [Mention]) -> [Argument] {
    var seen: Set<EntityKey> = []
    var result: [Argument] = []
    for mention in mentions where result.count < Limits.fillersPerRole {
      guard seen.insert(mention.entity).inserted else { continue }
      result.append(Argument(role: role, filler: .entity(mention.entity), tokens: mention.tokens))
    }
    return result
  }

  mutating func compose() {
    statements.append(
      Statement(
        frame: .say,
        arguments: [author, Argument(role: .arg1, filler: .utterance)] + addressees + topics,
        commitment: Probability(clamping: 0.99)))
    let reader = ClauseReader(wording: wording)
    for sentence in wording.text.sentences {
      guard let first = sentence.first, !wording.text.tokens[first].isQuoted,
        wording.kind(first) != .codeBlock
      else { continue }
      for clause in reader.clauses(of: sentence) {
        // A clause makes two statements at most, and so may the rest of the message as one clause.
        guard statements.count + 4 <= Limits.propositionsPerMessage else {
          append(.assertion(matter: clause.lowerBound..<wording.text.tokens.count))
          return
        }
        if let act = reader.act(of: clause) { append(act) }
      }
    }
  }

  private mutating func append(_ act: ClauseReader.Act) {
    switch act {
    case .request(let matter, let cue): append(.request, 0.9, matter, cue, isAddressed: true)
    case .question(let matter, let cue): append(.ask, 0.95, matter, cue, isAddressed: true)
    case .assertion(let matter):
      let modality = ModalityCues.modality(of: matter, in: wording)
      // The stretch holds with its negation, as it is written: its polarity never flips.
      append(.true, modality.commitment, matter, nil, isHedged: modality.isHedged)
      if modality.ground == .possibility, let cue = modality.cue {
        append(.possible, 0.95, matter, cue)
      }
    }
  }

  private mutating func append(
    _ frame: Frame, _ commitment: Double, _ matter: Range<Int>, _ cue: Range<Int>?,
    isAddressed: Bool = false, isHedged: Bool = false
  ) {
    guard let tokens = TokenRange(matter) else { return }
    let matterArgument = Argument(role: .arg1, filler: .clause(tokens), tokens: tokens)
    let predicate = cue.flatMap { TokenRange($0) }
    let whole = TokenRange(
      first: min(tokens.first, predicate?.first ?? tokens.first),
      last: max(tokens.last, predicate?.last ?? tokens.last))
    statements.append(
      Statement(
        frame: frame, predicate: predicate,
        arguments: isAddressed ? [author, matterArgument] + addressees : [matterArgument],
        commitment: Probability(clamping: commitment), isHedged: isHedged, tokens: whole))
  }
}
