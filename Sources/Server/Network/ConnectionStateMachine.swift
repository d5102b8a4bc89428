import KnowledgeModel
import WireProtocol

/// The protocol of one connection, without any input or output: lines and endings go in, and what is to
/// be done comes out.
///
/// A call is *open* from its line to its reply, and *running* from its acceptance until its work has
/// ended, which may be after the reply where a deadline has passed. Ids must differ among the open calls;
/// the running ones are bounded.
struct ConnectionStateMachine: ~Copyable {
  /// Tells the calls of a connection apart, as ids can't once they are used again.
  typealias Serial = UInt64

  /// What to do about a line.
  enum LineAction: Hashable, Sendable {
    case none
    case reply([UInt8])
    /// Have the call accepted once there is room, then tell ``began(_:)``
    /// where it runs, and in any case ``answered(_:)`` and ``ended(_:)``.
    case accept(Serial, ValidatedCall)
    /// Interrupt the work of a call; its ending is its reply.
    case cancel(Serial)
  }

  private let runningLimit: Int
  /// What `Session/Open` said.
  private var defaults = Meta()
  private var open: [Serial: CallID] = [:]
  private var serials: [CallID: Serial] = [:]
  private var running: Set<Serial> = []
  private var lastSerial: Serial = 0
  private(set) var isDraining = false

  init(runningLimit: Int) {
    self.runningLimit = runningLimit
  }

  /// Whether one more call may run.
  var hasRoom: Bool { running.count < runningLimit }

  /// Whether nothing is left to be done for the calls that came so far.
  var isIdle: Bool { open.isEmpty && running.isEmpty }

  mutating func receive(_ line: Result<Incoming, CallFault>) -> LineAction {
    switch line {
    case .failure(let fault): return .reply(Reply.line(fault))
    case .success(.ignored): return .none
    case .success(.cancel(let id)):
      guard let serial = serials[id], running.contains(serial) else { return .none }
      return .cancel(serial)
    case .success(.call(let call)): return receive(call)
    }
  }

  private mutating func receive(_ call: ValidatedCall) -> LineAction {
    guard !isDraining else {
      return .reply(Reply.line(CallFault(id: call.id, error: .shuttingDown)))
    }
    guard serials[call.id] == nil else {
      return .reply(
        Reply.line(
          CallFault(
            id: call.id, kind: .invalidRequest,
            error: RosemaryError(
              .invalidArgument,
              "id: \(call.id) is a call that is still under way; give each its own id"))))
    }
    lastSerial += 1
    open[lastSerial] = call.id
    serials[call.id] = lastSerial
    var call = call
    call.meta = call.meta.over(defaults)
    return .accept(lastSerial, call)
  }

  /// The call's work begins.
  mutating func began(_ serial: Serial) {
    running.insert(serial)
  }

  /// `Session/Open` was accepted with this `_meta`.
  mutating func sessionOpened(_ meta: Meta) {
    defaults = meta
  }

  /// The call has its answer: the id to reply to, or nil where it was answered before.
  mutating func answered(_ serial: Serial) -> CallID? {
    guard let id = open.removeValue(forKey: serial) else { return nil }
    serials[id] = nil
    return id
  }

  /// The call's work, if it had any, has ended and its reply is written.
  mutating func ended(_ serial: Serial) {
    running.remove(serial)
  }

  /// No call is taken on any more.
  mutating func drain() {
    isDraining = true
  }
}

extension RosemaryError {
  /// What a call gets that comes too late.
  static let shuttingDown = RosemaryError(
    .unavailable, "the server is shutting down; try again", retryAfter: .seconds(1))
}
