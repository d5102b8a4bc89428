import AMR
import Belief
import GraphStore
import KnowledgeModel
import Language
import LexicalSearch

/// Puts an answer into words, from what was found.
struct LookupReport {
  let request: LookupRequest
  let question: Question
  let generation: Generation
  let audience: Audience
  let view: LexicalView
  let blend: Blend

  /// Quotes of one proposition; it may have been said a thousand times.
  private static let quotes = 8

  /// The messages that propositions are quoted from, apart from those that were found themselves.
  func cited(
    _ propositions: [PropositionRecord], beside found: [Lookup.Found]
  ) -> [MessageID] {
    var known = Set(found.map(\.record.id))
    return propositions.flatMap { $0.sources.prefix(Self.quotes) }.map(\.message)
      .filter { known.insert($0).inserted }
  }

  func answer(
    _ found: [Lookup.Found], _ propositions: [PropositionRecord], _ cited: [UnderstoodRecord]
  ) -> LookupAnswer {
    var answer = LookupAnswer()
    answer.horizon = generation.horizon.value(for: audience)
    answer.messages = found.prefix(request.limit).map(message)
    answer.propositions = rank(propositions, found, cited)
    answer.entities = entities(found)
    answer.asked = question.entities.map(\.key)
    return request.tokenBudget.map { TokenBudget(tokens: $0).cut(answer) } ?? answer
  }

  // MARK: Messages

  private func message(_ found: Lookup.Found) -> FoundMessage {
    FoundMessage(
      message: found.record.message, score: found.score,
      parts: request.explain ? parts(of: found) : [])
  }

  private func parts(of found: Lookup.Found) -> [ScorePart] {
    found.features.terms(blend).map { name, value in
      var part = ScorePart(name: name, value: value)
      guard name == "lexical" else { return part }
      part.detail = view.explain(
        found.document, query: question.weightedTerms, bm25: Question.bm25
      ).map {
        // A word of a link's address is told from the word itself.
        let name = $0.term.hasPrefix("\u{3}") ? "\($0.term.dropFirst()) (link)" : $0.term
        return ScorePart(name: name, value: $0.score * blend.lexical)
      }
      return part
    }
  }

  // MARK: Propositions

  private func rank(
    _ propositions: [PropositionRecord], _ found: [Lookup.Found], _ cited: [UnderstoodRecord]
  ) -> [FoundProposition] {
    var quoted: [MessageID: QuotedMessage] = [:]
    for record in cited { quoted[record.id] = QuotedMessage(record.message) }
    var scores: [MessageID: Double] = [:]
    for item in found {
      quoted[item.record.id] = QuotedMessage(item.record.message)
      scores[item.record.id] = item.score
    }
    let frames = Set(request.frames)
    let ranked = propositions.enumerated()
      .filter { frames.isEmpty || frames.contains($0.element.frame.rawValue) }
      .map { place, record in
        let parts = parts(of: record, quoted, scores)
        return (
          place: place, record: record, parts: parts, score: parts.reduce(0) { $0 + $1.value }
        )
      }
      .sorted { ($1.score, $0.place) < ($0.score, $1.place) }
    // Only what is returned is put into words.
    let worded = ranked.lazy.compactMap { item in
      PropositionText(
        item.record, messages: quoted, directory: generation.directory, audience: audience
      ).map { text in
        FoundProposition(
          id: item.record.key, text: text.sentence, penman: text.penman, frame: item.record.frame,
          probability: item.record.evidence.probability,
          evidence: text.evidence(atMost: Self.quotes), score: item.score,
          parts: request.explain ? item.parts : [])
      }
    }
    return Array(worded.prefix(request.limit))
  }

  private func parts(
    of record: PropositionRecord, _ quoted: [MessageID: QuotedMessage],
    _ scores: [MessageID: Double]
  ) -> [ScorePart] {
    let best = record.sources.compactMap { scores[$0.message] }.max() ?? 0
    var parts = [ScorePart(name: "message", value: best / 2)]
    // That somebody said something is true of every message: the least of answers.
    guard record.frame.rawValue != "say-01",
      let source = record.sources.first(where: { quoted[$0.message] != nil }),
      let words = quoted[source.message]?.words(source.tokens)
    else { return parts }
    // That it is possible is in the probability of what is possible.
    let weight = record.frame.rawValue == "possible-01" ? 0.5 : 1
    parts.append(ScorePart(name: "frame", value: best / 4 * weight))
    parts.append(ScorePart(name: "words", value: best / 4 * share(of: words)))
    return parts
  }

  /// How much of the question's weight is in these words.
  private func share(of words: String) -> Double {
    let terms = Set(TermAnalyzer().terms(of: words))
    return question.terms.reduce(0) { $0 + (terms.contains($1.text) ? $1.share : 0) }
  }

  // MARK: Entities

  /// What the question names, and what the best messages are about, by the scores of those messages.
  private func entities(_ found: [Lookup.Found]) -> [FoundEntity] {
    var scores: [EntityKey: Double] = [:]
    var same: [EntityKey: EntityKey] = [:]
    for entity in question.entities {
      scores[entity.key] = 1
      for key in entity.keys { same[key] = entity.key }
    }
    let best = found.first?.score ?? 0
    for item in found where best > 0 {
      let author = EntityKey(kind: .user, name: item.record.message.author)
      for key in Set(item.record.mentions + [author]) {
        let shown = same[key] ?? generation.directory.canonical(key, for: audience)
        scores[shown, default: 0] += item.score / best / Double(found.count)
      }
    }
    return scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(request.limit).map {
      FoundEntity(
        key: $0.key, name: generation.directory.displayName(of: $0.key, for: audience),
        score: $0.value)
    }
  }
}
