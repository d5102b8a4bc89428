import GraphStore
import Ingestion
import KnowledgeModel
import Retrieval
import WireProtocol

extension WorkspaceMethods {
  func append(_ params: AppendParams) throws -> Finish {
    for channel in Set(params.messages.map(\.channel)).sorted() {
      guard workspace.readModel.mayWrite(principal, to: channel) else {
        throw RosemaryError(
          .permissionDenied, "\(principal) is not a member of channel \(channel)")
      }
    }
    let ticket = try workspace.pipeline.submit(
      Submission(actor: principal, request: .append(params.messages)))
    return {
      let receipt = try await params.wait == .queryable ? ticket.queryable : ticket.durable
      return AppendResult(
        accepted: receipt.accepted, duplicates: receipt.duplicates, horizon: horizon()
      ).json
    }
  }

  func delete(_ params: DeleteParams) async throws -> Finish {
    let keys = try await locate(params.messages.map { (id: $0.id, channel: $0.channel) })
    let absent = params.messages.count - keys.count
    let ticket = try workspace.pipeline.submit(
      Submission(actor: principal, request: .delete(keys)))
    return {
      let receipt = try await ticket.queryable
      return DeleteResult(
        deleted: receipt.accepted, missing: absent + receipt.duplicates, horizon: horizon()
      ).json
    }
  }

  func react(_ params: ReactParams) async throws -> Finish {
    guard let key = try await locate([(id: params.message, channel: params.channel)]).first else {
      throw RosemaryError(.notFound, "no such message: \(params.message)")
    }
    let change = ReactionChange(
      message: key, name: params.name, user: params.user, at: params.at,
      isRemoved: params.isRemoved)
    let ticket = try workspace.pipeline.submit(
      Submission(actor: principal, request: .react(change)))
    return {
      let receipt = try await ticket.queryable
      return ReactResult(isApplied: receipt.accepted > 0, horizon: horizon()).json
    }
  }

  func put(_ request: Submission.Request) throws -> Finish {
    let ticket = try workspace.pipeline.submit(Submission(actor: principal, request: request))
    return {
      // Membership is today's for whoever reads the reply.
      let receipt = try await ticket.queryable
      return PutResult(accepted: receipt.accepted, horizon: horizon()).json
    }
  }

  /// The messages of these ids that the principal may read, those that are not there left out.
  ///
  /// A message may be on disk before its channel is known to readers, and acknowledged or not, whoever sent
  /// it may take it back: what is not found is looked for again behind everything that was queued before.
  /// - Throws: `FAILED_PRECONDITION` where several channels hold an id.
  private func locate(
    _ references: [(id: String, channel: String?)]
  ) async throws -> [MessageKey] {
    var found = try await readable(references)
    if found.contains(nil) {
      try await workspace.pipeline.settle()
      found = try await readable(references)
    }
    return found.compactMap(\.self)
  }

  private func readable(
    _ references: [(id: String, channel: String?)]
  ) async throws -> [MessageKey?] {
    let audience = workspace.readModel.audience(of: principal)
    let located = try await workspace.store.locate(references.map(\.id), in: audience.channels)
    return try zip(references, located).map { reference, keys in
      let found = keys.filter { reference.channel == nil || $0.channel == reference.channel }
      guard found.count <= 1 else {
        let channels = found.map(\.channel).joined(separator: ", ")
        throw RosemaryError(
          .failedPrecondition, "the id \(reference.id) stands in channels \(channels): name one")
      }
      return found.first
    }
  }
}
