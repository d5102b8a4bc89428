import GraphStore
import Ingestion
import InterestDecay
import KnowledgeModel
import Retrieval
import WireProtocol

extension WorkspaceMethods {
  func lookup(_ params: LookupParams) async throws -> LookupResult {
    guard params.asOf == nil, params.validAt == nil else {
      throw RosemaryError(
        .unimplemented, "as_of and valid_at are not served by this release: leave them out")
    }
    let now = params.now ?? clock()
    let answer = try await workspace.lookup.answer(
      LookupRequest(
        text: params.text, entities: params.entities, frames: params.frames,
        channels: params.channels, now: now, limit: params.limit, tokenBudget: params.tokenBudget,
        explain: params.explain), for: principal)
    if params.touch, !answer.asked.isEmpty, !principal.isEveryone {
      let touch = LookupTouch(nodes: answer.asked, at: now)
      _ = try await workspace.pipeline.submit(
        Submission(actor: principal, request: .touch(touch))
      ).durable
    }
    return LookupResult(
      horizon: answer.horizon,
      propositions: answer.propositions.map { wire($0, params.explain) },
      messages: answer.messages.map { wire($0, params.explain) },
      entities: answer.entities.map {
        LookupEntity(
          id: $0.key.description, name: $0.name, kind: $0.key.kind.label, score: $0.score)
      })
  }

  private func wire(_ found: FoundMessage, _ explain: Bool) -> LookupMessage {
    let message = found.message
    return LookupMessage(
      id: message.id, channel: message.channel, author: message.author, sentAt: message.sentAt,
      text: message.text, score: found.score, thread: message.thread,
      authorName: name(.user, message.author), channelName: name(.channel, message.channel),
      terms: explain ? found.parts.map(wire) : nil)
  }

  private func wire(_ found: FoundProposition, _ explain: Bool) -> LookupProposition {
    LookupProposition(
      id: found.id, text: found.text, penman: found.penman, probability: found.probability,
      evidence: found.evidence.map {
        LookupEvidence(
          message: $0.message.id, channel: $0.message.channel, author: $0.author, quote: $0.quote,
          sentAt: $0.sentAt, authorName: name(.user, $0.author),
          channelName: name(.channel, $0.message.channel))
      },
      score: found.score, terms: explain ? found.parts.map(wire) : nil)
  }

  /// What people call a user or a channel; nil where that is its id.
  private func name(_ kind: EntityKey.Kind, _ id: String) -> String? {
    let name = workspace.readModel.displayName(
      of: EntityKey(kind: kind, name: id), for: principal)
    return name == id ? nil : name
  }

  private func wire(_ part: ScorePart) -> ScoreTerm {
    ScoreTerm(name: part.name, value: part.value, detail: part.detail.map(wire))
  }

  func interestTop(_ params: InterestTopParams) async throws -> InterestTopResult {
    let report = try await workspace.lookup.interests(
      of: principal, decay: params.halfLife.map { ForwardDecay(halfLife: $0.seconds) } ?? .standard,
      now: params.now ?? clock(), isPast: params.now.map { $0 < clock() } ?? false,
      limit: params.limit)
    return InterestTopResult(
      horizon: report.horizon,
      entities: report.entries.map {
        InterestEntity(
          id: $0.key.description, name: $0.name, kind: $0.key.kind.label, weight: $0.weight)
      })
  }
}
