import KnowledgeModel
import LexicalSearch

/// Where to begin when words find little: what the question names, and else what is latest.
struct Seeds {
  let question: Question
  let generation: Generation
  let view: LexicalView
  /// What is asked for: the reader's channels, or some of them.
  let partitions: PartitionSet

  /// Messages by or about what is named, newest arrivals first; without a question the latest ones.
  func besides(
    _ seeds: [DocumentNumber], atMost limit: Int
  ) -> [DocumentNumber] {
    var known = Set(seeds)
    var found: [DocumentNumber] = []
    for entity in question.entities {
      for key in entity.keys.sorted() {
        view.postings(of: DocumentTerms.mention(key)) { document, _ in found.append(document) }
        guard key.kind == .user else { continue }
        view.postings(of: DocumentTerms.author(key.name)) { document, _ in found.append(document) }
      }
    }
    if question.isEmpty { found += latest(limit) }
    // The order of postings tells how the index is laid out: sort before cutting.
    found.sort(by: >)
    return Array(found.filter { known.insert($0).inserted }.prefix(limit))
  }

  /// The latest messages of the channels that are asked for, by the time they were sent.
  private func latest(_ limit: Int) -> [DocumentNumber] {
    generation.recent
      .filter { partitions.contains(Partition($0.key.rawValue)) }
      .flatMap { $0.value.latest(limit) }
      .sorted(by: >).prefix(limit).map(\.document)
  }
}
