import GraphStore
import KnowledgeModel
import LexicalSearch
import Testing

@testable import Retrieval
import SeededTesting

struct FeatureExtractionTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `features are what their definitions say`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let talk = await Talk(messages: 90, random: &random)
    for principal in ["U1", "eve"] {
      for _ in 0..<4 {
        let text =
          random.pick("when did ", "how many ", "is it still ", "") + Talk.text(&random, atMost: 6)
        try compare(
          talk, asking: text, as: principal, &random, "seed \(seed), \(principal): \(text)")
      }
    }
  }

  private func compare(
    _ talk: Talk, asking text: String, as principal: String, _ random: inout SeededGenerator,
    _ comment: Comment
  ) throws {
    let generation = talk.model.generation
    let audience = generation.audience(of: Principal(rawValue: principal))
    let view = generation.lexical.view(of: audience.partitions)
    let question = try Question(
      text, entities: [],
      NameResolver(generation: generation, audience: audience, view: view))
    let readable = talk.records.filter { audience.channels.contains($0.channel) }
    // Some of the messages that hold a term; all of them would leave nothing to come along.
    let seeds = readable.filter { _ in random.once(in: 6) }.map { DocumentNumber($0.id.rawValue) }
    let candidates = Candidates(seeds: seeds, in: generation)
    let (pool, lines) = plainPool(seeds, readable)
    #expect(Set(candidates.documents) == pool, comment)
    let plain = PlainFeatures(question, readable, pool: pool, lines: lines, now: Talk.now)
    talk.model.accumulators.withAccumulator { scores in
      view.score(question.weightedTerms, bm25: Question.bm25, into: scores)
      let features = FeatureExtraction(
        question: question, candidates: candidates, generation: generation, view: view,
        scores: scores, now: Talk.now
      ).features()
      let unit = Blend(
        lexical: 1, window: 1, answer: 1, surroundings: 1, speaker: 1, mention: 1, time: 1,
        number: 1, recency: 1, present: 1, interest: 1)
      for record in readable {
        guard let slot = candidates.slot(of: DocumentNumber(record.id.rawValue)) else { continue }
        let found = Dictionary(
          uniqueKeysWithValues: features[slot].terms(unit).map { ($0.name, $0.value) })
        for (name, value) in plain.features(of: record) {
          #expect(
            abs(value - (found[name] ?? 0)) < 1e-9, "\(comment), message \(record.id), \(name)")
        }
        #expect(features[slot].score(.standard) == sum(features[slot]), comment)
      }
    }
  }

  private func sum(_ features: Features) -> Double {
    features.terms(.standard).reduce(0) { $0 + $1.value }
  }

  /// The seeds, what stands up to four places from them, and what they reply to.
  private func plainPool(
    _ seeds: [DocumentNumber], _ records: [UnderstoodRecord]
  ) -> (Set<DocumentNumber>, Set<LineID>) {
    var pool: Set<DocumentNumber> = []
    var lines: Set<LineID> = []
    for seed in records where seeds.contains(DocumentNumber(seed.id.rawValue)) {
      pool.insert(DocumentNumber(seed.id.rawValue))
      if let parent = seed.parent, records.contains(where: { $0.id == parent }) {
        pool.insert(DocumentNumber(parent.rawValue))
      }
      for line in PlainFeatures.lines(of: seed) {
        lines.insert(line)
        let talk = records.filter { PlainFeatures.lines(of: $0).contains(line) }
          .sorted { ($0.message.sentAt, $0.id) < ($1.message.sentAt, $1.id) }
        guard let place = talk.firstIndex(where: { $0.id == seed.id }) else { continue }
        for near in talk[max(0, place - 4)..<min(talk.count, place + 5)] {
          pool.insert(DocumentNumber(near.id.rawValue))
        }
      }
    }
    return (pool, lines)
  }
}
