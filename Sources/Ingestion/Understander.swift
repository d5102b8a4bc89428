import AMR
import GraphStore
import KnowledgeModel
import Logging

/// Runs the extractor over messages and checks what it says.
struct Understander: Sendable {
  let extractor: any Extractor
  let logger: Logger

  /// Messages that one task takes at a time: enough to outweigh its cost, few enough to share the work.
  private static let share = 128

  /// The results in the order of `waiting`, the same on any number of threads.
  func understand(_ waiting: [WaitingMessage]) async -> [UnderstoodMessage] {
    await withTaskGroup(of: (Int, [UnderstoodMessage]).self) { group in
      for start in stride(from: 0, to: waiting.count, by: Self.share) {
        let slice = waiting[start..<min(start + Self.share, waiting.count)]
        group.addTask { (start, slice.map(understand)) }
      }
      var parts: [Int: [UnderstoodMessage]] = [:]
      for await (start, part) in group { parts[start] = part }
      return parts.keys.sorted().flatMap { parts[$0] ?? [] }
    }
  }

  /// A message that an extractor can't read, or invents things about, says nothing but its words: it is
  /// found by them, and states no propositions.
  private func understand(_ waiting: WaitingMessage) -> UnderstoodMessage {
    let understanding: Understanding
    do {
      understanding = try extractor.understand(waiting.message)
      try Grounding().check(understanding, of: waiting.message)
    } catch {
      logger.warning(
        "a message was not understood",
        metadata: [
          "channel": "\(waiting.message.channel)", "message": "\(waiting.message.id)",
          "error": "\(error)",
        ])
      return UnderstoodMessage(
        message: waiting.message.key, source: waiting.source,
        understanding: Understanding(
          extractor: extractor.version, mentions: [], statements: []))
    }
    return UnderstoodMessage(
      message: waiting.message.key, source: waiting.source, understanding: understanding)
  }
}
