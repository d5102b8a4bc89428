import KnowledgeModel

/// Cuts an answer to what fits into a prompt: whole entries only, the best of each list in turn.
struct TokenBudget {
  let tokens: Int

  /// Bytes of a token, on average, for the usual language models' vocabularies on English.
  private static let bytesPerToken = 4
  /// What an entry costs besides its words: ids, names of fields, punctuation.
  private static let overhead = 24

  func cut(_ answer: LookupAnswer) -> LookupAnswer {
    var cut = answer
    cut.messages = []
    cut.propositions = []
    cut.entities = []
    var left = tokens
    func fits(_ bytes: Int) -> Bool {
      let cost = Self.overhead + (bytes + Self.bytesPerToken - 1) / Self.bytesPerToken
      guard cost <= left else { return false }
      left -= cost
      return true
    }
    let longest = max(answer.messages.count, answer.propositions.count, answer.entities.count)
    for place in 0..<longest {
      if place < answer.propositions.count {
        let item = answer.propositions[place]
        let quotes = item.evidence.reduce(0) { $0 + $1.quote.utf8.count }
        guard fits(item.text.utf8.count + item.penman.utf8.count + quotes) else { break }
        cut.propositions.append(item)
      }
      if place < answer.messages.count {
        guard fits(answer.messages[place].message.text.utf8.count) else { break }
        cut.messages.append(answer.messages[place])
      }
      if place < answer.entities.count {
        guard fits(answer.entities[place].name.utf8.count) else { break }
        cut.entities.append(answer.entities[place])
      }
    }
    return cut
  }
}
