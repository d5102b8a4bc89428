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
    var keys: [MessageKey] = []
    var missing = 0
    for reference in params.messages {
      if let key = try await locate(reference.id, in: reference.channel) {
        keys.append(key)
      } else {
        missing += 1
      }
    }
    let absent = missing
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
    guard let key = try await locate(params.message, in: params.channel) else {
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

  /// The one message of this id that the principal may read.
  ///
  /// - Throws: `FAILED_PRECONDITION` where several channels hold the id.
  private func locate(_ id: String, in channel: String?) async throws -> MessageKey? {
    let audience = workspace.readModel.audience(of: principal)
    let found = try await workspace.store.locate(id, in: audience.channels)
      .filter { channel == nil || $0.channel == channel }
    guard found.count <= 1 else {
      throw RosemaryError(
        .failedPrecondition,
        "the id \(id) stands in channels \(found.map(\.channel).joined(separator: ", ")): name one")
    }
    return found.first
  }
}
