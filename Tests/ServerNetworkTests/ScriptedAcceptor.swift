import KnowledgeModel
import Server
import WireProtocol

/// Does what the text of a lookup says, so that a test decides what ends when.
///
/// `now X` replies X at once; `fail X` and `crash X` fail; `wait X` ends when `X` is opened or the work is
/// cancelled; `stubborn X` ends only when it is opened; `open X` opens; `long N` replies N bytes;
/// `who` replies with the call's principal.
actor ScriptedAcceptor: CallAcceptor {
  struct Crash: Error {}

  /// The texts in the order of acceptance.
  private(set) var accepted: [String] = []
  private(set) var cancelled: [String] = []
  private(set) var finished: [String] = []
  private(set) var mostRunning = 0
  private(set) var sessions: [SessionContext] = []
  private var running = 0
  private var opened: Set<String> = []
  private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
  private var watchers:
    [(condition: (ScriptedAcceptor) -> Bool, CheckedContinuation<Void, Never>)] =
      []

  func accept(_ call: ValidatedCall, session: SessionContext) async -> AcceptedCall {
    sessions.append(session)
    guard case .queryLookup(let params) = call.params, let text = params.text else {
      return .reply(.string("ok"))
    }
    accepted.append(text)
    notify()
    let words = text.split(separator: " ", maxSplits: 1)
    let name = words.count > 1 ? String(words[1]) : ""
    switch words.first {
    case "fail": return .fail(RosemaryError(.notFound, name))
    case "crash": return .run { throw Crash() }
    case "who": return .reply(.string(call.meta.principal?.rawValue ?? "nobody"))
    case "long": return .reply(.string(String(repeating: "x", count: Int(name) ?? 0)))
    case "open":
      open(name)
      return .reply(.string(text))
    case "wait": return .run { try await self.work(name, isStubborn: false) }
    case "stubborn": return .run { try await self.work(name, isStubborn: true) }
    default: return .reply(.string(name))
    }
  }

  private func work(_ name: String, isStubborn: Bool) async throws -> JSONValue {
    running += 1
    mostRunning = max(mostRunning, running)
    defer {
      running -= 1
      notify()
    }
    if isStubborn {
      await wait(name)
    } else {
      await withTaskCancellationHandler {
        await wait(name)
      } onCancel: {
        Task { await self.open(name) }
      }
      if Task.isCancelled {
        cancelled.append(name)
        throw CancellationError()
      }
    }
    finished.append(name)
    return .string(name)
  }

  private func wait(_ name: String) async {
    if opened.contains(name) { return }
    await withCheckedContinuation { waiting[name, default: []].append($0) }
  }

  func open(_ name: String) {
    opened.insert(name)
    for continuation in waiting.removeValue(forKey: name) ?? [] { continuation.resume() }
  }

  /// Returns once the condition holds.
  func until(_ condition: @escaping @Sendable (isolated ScriptedAcceptor) -> Bool) async {
    if condition(self) { return }
    await withCheckedContinuation { continuation in
      watchers.append(({ $0.assumeIsolated { condition($0) } }, continuation))
    }
  }

  private func notify() {
    let (ready, rest) = (
      watchers.filter { $0.condition(self) }, watchers.filter { !$0.condition(self) }
    )
    watchers = rest
    for watcher in ready { watcher.1.resume() }
  }
}
