import KnowledgeModel
import SystemSeam

/// Shows how far work has come: a bar on a terminal, a line every few seconds elsewhere, nothing with `--json`.
final class Progress: Sendable {
  private let meter: ProgressMeter
  private let state: Guarded
  private let isTerminal = Terminal.isTerminal(.errors)
  private let isSilent: Bool

  /// When something was last shown. An actor would make every caller wait for the terminal.
  private actor Guarded {
    var last: Timestamp

    init(_ start: Timestamp) { last = start }

    func isDue(at now: Timestamp, every interval: Double) -> Bool {
      guard now.seconds - last.seconds >= interval else { return false }
      last = now
      return true
    }
  }

  /// - Parameter unit: what is counted, such as `messages`.
  init(_ title: String, unit: String? = nil, isSilent: Bool) {
    meter = ProgressMeter(title: title, unit: unit, start: SystemClock.now())
    self.isSilent = isSilent
    state = Guarded(meter.start)
  }

  /// - Parameters:
  ///   - share: of the whole, from 0 to 1.
  ///   - count: how many of the unit are done.
  func show(_ share: Double, count: Int? = nil) async {
    let now = SystemClock.now()
    guard !isSilent, await state.isDue(at: now, every: isTerminal ? 0.1 : 5) else { return }
    let width = (Terminal.columns(.errors) ?? 80) - 1
    Console.note(
      isTerminal
        ? "\r\u{1B}[K" + meter.bar(share, count: count, at: now, width: width)
        : meter.line(share, count: count, at: now) + "\n")
  }

  /// For callers that can't wait.
  func update(_ share: Double) {
    guard !isSilent else { return }
    Task { await show(share) }
  }

  /// Clears the bar.
  func end() {
    if !isSilent, isTerminal { Console.note("\r\u{1B}[K") }
  }
}
