import func Glibc.exp
import func Glibc.exp2
import GraphStore
import KnowledgeModel
import LexicalSearch

/// Computes the features of all candidates of one question.
struct FeatureExtraction {
  let question: Question
  let candidates: Candidates
  let generation: Generation
  let view: LexicalView
  /// BM25 by document, as shares of a full match.
  let scores: ScoreAccumulator
  let now: Timestamp

  /// Terms past this many count in BM25 only.
  private static let maskedTerms = 64

  /// By slot.
  func features() -> [Features] {
    var features = candidates.documents.map(ownFeatures)
    addMentions(to: &features)
    addAnswers(to: &features)
    addSurroundings(to: &features)
    addWindows(to: &features)
    return features
  }

  private func ownFeatures(of document: DocumentNumber) -> Features {
    var features = Features()
    guard let entry = generation.catalog[document] else { return features }
    features.lexical = scores[document]
    if question.speakers.contains(generation.authors.ids[Int(entry.author)]),
      !entry.cues.contains(.endsAsking)
    {
      features.speaker = 1
    }
    if question.cues.contains(.when), entry.cues.contains(.time) { features.time = 1 }
    if question.cues.contains(.howMany), entry.cues.contains(.number) { features.number = 1 }
    features.recency = Recency.value(of: entry.sentAt, at: now)
    if question.cues.contains(.present) { features.present = features.recency }
    return features
  }

  private func addMentions(to features: inout [Features]) {
    for key in Set(question.entities.flatMap(\.keys)) {
      view.postings(of: DocumentTerms.mention(key)) { document, _ in
        if let slot = candidates.slot(of: document) { features[slot].mention = 1 }
      }
    }
  }

  /// Answers stand below what they answer, or say what they reply to.
  private func addAnswers(to features: inout [Features]) {
    for (slot, document) in candidates.documents.enumerated() {
      if let parent = generation.catalog[document]?.parent {
        addAnswer(to: &features[slot], document, after: parent)
      }
    }
    for (before, place) in zip(candidates.places, candidates.places.dropFirst())
    where before.line == place.line && before.position + 1 == place.position {
      addAnswer(to: &features[place.slot], place.document, after: before.document)
    }
  }

  private func addAnswer(
    to features: inout Features, _ answer: DocumentNumber, after question: DocumentNumber
  ) {
    guard let asking = generation.catalog[question], let answering = generation.catalog[answer],
      asking.cues.contains(.asks), asking.author != answering.author
    else { return }
    features.answer = max(features.answer, scores[question])
  }

  /// Sums of what is said before and after, fading over some twenty messages.
  private func addSurroundings(to features: inout [Features]) {
    let fading = Fading(over: 20)
    var sums = [Double](repeating: 0, count: candidates.places.count)
    for order in [Array(sums.indices), sums.indices.reversed()] {
      var sum = 0.0
      var last: Candidates.Place?
      for index in order {
        let place = candidates.places[index]
        sum *= fading.factor(from: last, to: place)
        sums[index] += sum
        sum += scores[place.document]
        last = place
      }
    }
    for (index, place) in candidates.places.enumerated() {
      features[place.slot].surroundings = max(features[place.slot].surroundings, sums[index])
    }
  }

  /// What the channel's name says counts nearly as said in each of its messages.
  static let naming = 0.8

  /// Each term's nearest occurrence: what was said shortly before counts nearly as said again, what comes
  /// after fades faster; and a channel's name goes without saying.
  private func addWindows(to features: inout [Features]) {
    let terms = Array(question.terms.prefix(Self.maskedTerms))
    guard !terms.isEmpty else { return }
    let masks = termMasks(terms)
    let names = nameMasks(terms)
    var nearest = [Double](repeating: 0, count: candidates.places.count * terms.count)
    let passes = [
      (Array(candidates.places.indices), Fading(over: 5)),
      (candidates.places.indices.reversed(), Fading(over: 2)),
    ]
    for (order, fading) in passes {
      var heard = [Double](repeating: 0, count: terms.count)
      var last: Candidates.Place?
      for index in order {
        let place = candidates.places[index]
        let factor = fading.factor(from: last, to: place)
        let mask = masks[place.slot]
        let row = index * terms.count
        for term in terms.indices {
          heard[term] = mask & (1 << UInt64(term)) != 0 ? 1 : heard[term] * factor
          nearest[row + term] = max(nearest[row + term], heard[term])
        }
        last = place
      }
    }
    for (index, place) in candidates.places.enumerated() {
      var sum = 0.0
      let named = generation.catalog[place.document].map { names[$0.channel] ?? 0 } ?? 0
      for term in terms.indices {
        let heard = nearest[index * terms.count + term]
        let isNamed = named & (1 << UInt64(term)) != 0
        sum += terms[term].share * (isNamed ? max(heard, Self.naming) : heard)
      }
      features[place.slot].window = max(features[place.slot].window, sum)
    }
  }

  /// For each channel the terms that its name holds, as bits; channels whose name holds none are left out.
  private func nameMasks(_ terms: [Question.Term]) -> [ChannelID: UInt64] {
    generation.directory.channelTerms.compactMapValues { name in
      var mask: UInt64 = 0
      for (bit, term) in terms.enumerated() where name.contains(term.text) {
        mask |= 1 << UInt64(bit)
      }
      return mask == 0 ? nil : mask
    }
  }

  /// For each slot the terms that the message holds, as bits.
  private func termMasks(_ terms: [Question.Term]) -> [UInt64] {
    var masks = [UInt64](repeating: 0, count: candidates.documents.count)
    for (bit, term) in terms.enumerated() {
      view.postings(of: term.text) { document, _ in
        if let slot = candidates.slot(of: document) { masks[slot] |= 1 << UInt64(bit) }
      }
    }
    return masks
  }
}

/// e^(−distance / scale), from a table, nought between lines.
private struct Fading {
  private let factors: [Double]

  init(over scale: Double) {
    factors = (0..<128).map { exp(-Double($0) / scale) }
  }

  func factor(from last: Candidates.Place?, to place: Candidates.Place) -> Double {
    guard let last, last.line == place.line else { return 0 }
    let distance = abs(place.position - last.position)
    return distance < factors.count ? factors[distance] : 0
  }
}

/// 1 now, one half a week ago; and a week ahead, where the present is fixed to a moment that is past.
enum Recency {
  private static let halfLife = 7 * 86_400.0

  static func value(of moment: Timestamp, at now: Timestamp) -> Double {
    exp2(-abs(now.seconds - moment.seconds) / halfLife)
  }
}
