import KnowledgeModel
import NIOCore
import WireProtocol

/// The shared state of one connection's reader and of its calls, each of which is a task.
actor Connection {
  typealias Serial = ConnectionStateMachine.Serial

  /// How a call came to its end.
  enum Ending: Sendable {
    case finished(JSONValue)
    case failed(any Error)
    case deadlineExceeded
    case cancelled
  }

  /// Whether a call may run.
  enum Admission: Sendable {
    case granted, deadlineExceeded, shuttingDown
  }

  private var machine: ConnectionStateMachine
  private var interrupts: [Serial: AsyncStream<Ending>.Continuation] = [:]
  /// The reader, where it waits for room.
  private var waiting: (serial: Serial, reader: CheckedContinuation<Admission, Never>)?
  /// Called once, when no call is left and none will come.
  private let onDrained: @Sendable () -> Void

  init(runningLimit: Int, onDrained: @escaping @Sendable () -> Void) {
    machine = ConnectionStateMachine(runningLimit: runningLimit)
    self.onDrained = onDrained
  }

  /// What to do about a line; a cancellation has been passed on already.
  func receive(_ line: Result<Incoming, CallFault>) -> ConnectionStateMachine.LineAction {
    let action = machine.receive(line)
    if case .cancel(let serial) = action { interrupts[serial]?.yield(.cancelled) }
    return action
  }

  /// Waits until one more call may run, not beyond its deadline.
  func room(for serial: Serial, until deadline: ContinuousClock.Instant?) async -> Admission {
    if machine.isDraining { return .shuttingDown }
    if machine.hasRoom { return .granted }
    let timer = deadline.map { deadline in
      Task {
        if (try? await Task.sleep(until: deadline, clock: .continuous)) != nil {
          admit(.deadlineExceeded, only: serial)
        }
      }
    }
    defer { timer?.cancel() }
    return await withCheckedContinuation { waiting = (serial, $0) }
  }

  private func admit(_ admission: Admission, only serial: Serial? = nil) {
    guard let waiting, serial == nil || waiting.serial == serial else { return }
    self.waiting = nil
    waiting.reader.resume(returning: admission)
  }

  /// What later calls leave out is taken from here.
  func sessionOpened(_ meta: Meta) {
    machine.sessionOpened(meta)
  }

  /// The call runs: where its endings are told, the first of which counts.
  func began(_ serial: Serial) -> (AsyncStream<Ending>, AsyncStream<Ending>.Continuation) {
    machine.began(serial)
    let (endings, interrupt) = AsyncStream.makeStream(of: Ending.self)
    interrupts[serial] = interrupt
    return (endings, interrupt)
  }

  /// The id to reply to, or nil where the call was answered before.
  func answered(_ serial: Serial) -> CallID? {
    interrupts[serial] = nil
    return machine.answered(serial)
  }

  /// The call needs nothing any more. There may be room for another.
  func ended(_ serial: Serial) {
    machine.ended(serial)
    if machine.hasRoom { admit(.granted) }
    tellIfDrained()
  }

  /// Shutdown began: refuses the calls that come, and tells when the last one has ended.
  func drain() {
    guard !machine.isDraining else { return }
    machine.drain()
    admit(.shuttingDown)
    tellIfDrained()
  }

  private func tellIfDrained() {
    if machine.isDraining && machine.isIdle { onDrained() }
  }
}
