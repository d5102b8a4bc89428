import KnowledgeModel
import Language

/// Finds what a message refers to: handles, tags, links and names.
struct MentionFinder {
  let wording: Wording

  /// All mentions in the order of the text; none of them within code.
  /// - Complexity: O(n) in the tokens.
  func mentions() -> [Mention] {
    var result: [Mention] = []
    for sentence in wording.text.sentences {
      for index in sentence {
        let kind: EntityKey.Kind
        switch wording.kind(index) {
        case .handle: kind = .handle
        case .tag: kind = .tag
        case .link: kind = .link
        default: continue
        }
        append(kind, index..<index + 1, to: &result)
      }
    }
    let names = NameFinder(wording: wording).names()
    guard !names.isEmpty else { return result }
    for name in names { append(.name, name, to: &result) }
    return result.sorted { $0.tokens < $1.tokens }
  }

  private func append(_ kind: EntityKey.Kind, _ range: Range<Int>, to result: inout [Mention]) {
    let surface = wording.text.text(of: range)
    guard let entity = MentionNaming.key(kind, surface: surface), let tokens = TokenRange(range)
    else { return }
    result.append(Mention(entity: entity, tokens: tokens, surface: surface))
  }
}
