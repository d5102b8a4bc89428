public import GraphStore
import InterestDecay
public import KnowledgeModel
import LexicalSearch

/// Answers questions from one workspace.
public struct Lookup: Sendable {
  let store: GraphStore
  let readModel: ReadModel
  let blend = Blend.standard

  /// Messages hydrated beyond the limit, among which interest may still change the order.
  private static let margin = 15

  public init(store: GraphStore, readModel: ReadModel) {
    self.store = store
    self.readModel = readModel
  }

  /// The best messages, propositions and entities for `request` that `principal` may read.
  ///
  /// A function of what it may read, byte for byte: nothing that happens elsewhere changes it.
  /// - Complexity: O(postings of the question's terms + candidates), then O(limit · log n) in the store.
  /// - Throws: `NOT_FOUND` for a channel that is not there or not readable, `CANCELLED`.
  public func answer(
    _ request: LookupRequest, for principal: Principal
  ) async throws -> LookupAnswer {
    let generation = readModel.generation
    let audience = generation.audience(of: principal)
    let partitions = try partitions(request.channels, audience, generation.directory)
    let view = generation.lexical.view(of: partitions)
    let resolver = NameResolver(generation: generation, audience: audience, view: view)
    let question = try Question(request.text ?? "", entities: request.entities, resolver)
    try Task.checkCancellation()
    let ranked = rank(
      question, request,
      Seeds(question: question, generation: generation, view: view, partitions: partitions))
    try Task.checkCancellation()

    let records = try await store.messages(ranked.map { MessageID(rawValue: Int64($0.document)) })
    let cared = try await interests(audience, generation, now: request.now)
    let found = order(ranked, records, cared, limit: request.limit)
    try Task.checkCancellation()
    let report = LookupReport(
      request: request, question: question, generation: generation, audience: audience, view: view,
      blend: blend)
    let propositions = try await store.propositions(
      of: found.map(\.record.id), in: audience.channels)
    let cited = try await store.messages(report.cited(propositions, beside: found))
    return report.answer(found, propositions, cited)
  }

  private func partitions(
    _ channels: [String], _ audience: Audience, _ directory: WorkspaceDirectory
  ) throws(RosemaryError) -> PartitionSet {
    guard !channels.isEmpty else { return audience.partitions }
    var chosen: Set<ChannelID> = []
    for name in channels {
      let bare = name.hasPrefix("#") ? String(name.dropFirst()) : name
      let matches = audience.channels.filter { id in
        guard let channel = directory.channels[id]?.channel else { return false }
        return channel.id == name || channel.name == bare
      }
      guard !matches.isEmpty else {
        throw RosemaryError(.notFound, "no such channel: \(name)")
      }
      chosen.formUnion(matches)
    }
    return audience.narrowed(to: chosen)
  }

  // MARK: Ranking

  struct Ranked {
    var document: DocumentNumber
    var sentAt: Timestamp
    var features: Features
    var score: Double
  }

  private func rank(_ question: Question, _ request: LookupRequest, _ seeds: Seeds) -> [Ranked] {
    let (generation, view) = (seeds.generation, seeds.view)
    return readModel.accumulators.withAccumulator { scores in
      view.score(question.weightedTerms, bm25: Question.bm25, into: scores)
      var chosen = scores.top(Candidates.seeds).map(\.number)
      if chosen.count < request.limit { chosen += seeds.besides(chosen, atMost: Candidates.seeds) }
      let extraction = FeatureExtraction(
        question: question, candidates: Candidates(seeds: chosen, in: generation),
        generation: generation, view: view, scores: scores, now: request.now)
      return best(of: extraction, generation, limit: request.limit + Self.margin)
    }
  }

  private func best(
    of extraction: FeatureExtraction, _ generation: Generation, limit: Int
  ) -> [Ranked] {
    let features = extraction.features()
    let scores = features.map { $0.score(blend) }
    // Most candidates are far from the best: only what reaches the last wanted score is looked at whole.
    let floor = scores.sorted(by: >).prefix(limit).last ?? 0
    var ranked: [Ranked] = []
    for (slot, document) in extraction.candidates.documents.enumerated() where scores[slot] >= floor
    {
      guard let entry = generation.catalog[document] else { continue }
      ranked.append(
        Ranked(
          document: document, sentAt: entry.sentAt, features: features[slot], score: scores[slot]))
    }
    ranked.sort(by: Self.precedes)
    return Array(ranked.prefix(limit))
  }

  /// By score; of equal ones the later, then the one that arrived first.
  private static func precedes(_ left: Ranked, _ right: Ranked) -> Bool {
    if left.score != right.score { return left.score > right.score }
    if left.sentAt != right.sentAt { return left.sentAt > right.sentAt }
    return left.document < right.document
  }

  // MARK: Interest

  /// How much the principal cares for its favourite nodes, 1 for the first.
  private func interests(
    _ audience: Audience, _ generation: Generation, now: Timestamp
  ) async throws -> [EntityKey: Double] {
    guard !audience.principal.isEveryone else { return [:] }
    let top = try await store.interests(
      of: audience.interestOwners(in: generation.directory), in: audience.channels,
      decay: .standard, now: now, limit: 64)
    guard let most = top.first?.weight, most > 0 else { return [:] }
    return Dictionary(top.map { ($0.node, $0.weight / most) }) { first, _ in first }
  }

  struct Found {
    var record: UnderstoodRecord
    var features: Features
    var score: Double
    var document: DocumentNumber
  }

  private func order(
    _ ranked: [Ranked], _ records: [UnderstoodRecord], _ cared: [EntityKey: Double], limit: Int
  ) -> [Found] {
    let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
    var reordered: [(Ranked, UnderstoodRecord)] = []
    for var candidate in ranked {
      guard let record = byID[MessageID(rawValue: Int64(candidate.document))] else { continue }
      let nodes =
        record.mentions + [
          EntityKey(kind: .user, name: record.message.author),
          EntityKey(kind: .channel, name: record.message.channel),
        ]
      candidate.features.interest = nodes.compactMap { cared[$0] }.max() ?? 0
      candidate.score = candidate.features.score(blend)
      reordered.append((candidate, record))
    }
    reordered.sort { Self.precedes($0.0, $1.0) }
    return reordered.prefix(limit).map { candidate, record in
      Found(
        record: record, features: candidate.features, score: candidate.score,
        document: candidate.document)
    }
  }
}

extension Audience {
  /// The nodes whose touches are this principal's: itself by id and by handle.
  func interestOwners(in directory: WorkspaceDirectory) -> [EntityKey] {
    var owners = userIDs.sorted().map { EntityKey(kind: .user, name: $0) }
    for id in userIDs.sorted() {
      guard let handle = directory.users[id]?.name.lowercased() else { continue }
      owners.append(EntityKey(kind: .handle, name: handle))
    }
    return owners
  }
}
