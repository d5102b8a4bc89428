public import KnowledgeModel
public import WireProtocol

/// What gives meaning to calls: the one door between the network and the methods.
public protocol CallAcceptor: Sendable {
  /// Takes on a call, in the order in which its connection's lines arrived.
  ///
  /// The next line of the connection is not read before this returns; so what must keep its order (the
  /// queueing of messages) is done here, and what takes time is left to ``AcceptedCall/run(_:)``. A
  /// full queue is an error to reply at once, not something to wait for.
  func accept(_ call: ValidatedCall, session: SessionContext) async -> AcceptedCall
}

/// What became of a call that was taken on.
public enum AcceptedCall: Sendable {
  /// The result.
  case reply(JSONValue)
  /// The refusal. A `Session/Open` that is not refused at once sets the connection's `_meta`.
  case fail(RosemaryError)
  /// The rest of the work, in a task of its own that is cancelled when the caller cancels, when its
  /// deadline passes, and when the connection breaks. Errors other than `RosemaryError` and
  /// `CancellationError` are told to the caller as `INTERNAL` only, and logged.
  case run(@Sendable () async throws -> JSONValue)
}

/// The connection that a call came by.
public struct SessionContext: Hashable, Sendable {
  /// Counts the connections of this server.
  public var connection: UInt64
  public var peer: Peer

  public init(connection: UInt64, peer: Peer) {
    self.connection = connection
    self.peer = peer
  }
}

/// Who is at the other end.
public enum Peer: Hashable, Sendable {
  case tcp
  /// Whoever may open the socket's file, which belongs to the user that runs the server: a peer to be
  /// trusted as an administrator.
  case unix
}
