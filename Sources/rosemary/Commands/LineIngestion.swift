import Foundation
import KnowledgeModel
import Server
import SystemSeam
import WireProtocol

/// Reads lines of JSON into a session.
struct LineIngestion {
  let path: String
  let options: ImportOptions
  let isStrict: Bool

  func run(_ lines: LineReader, _ session: Session) async throws -> ImportReport {
    let clock = ContinuousClock.now
    var report = ImportReport(source: path)
    let bookmark = path == "-" ? nil : Bookmark(source: source, options: options)
    report.resumedAfter = bookmark?.start
    try await feed(lines, session, bookmark, &report)
    bookmark?.remove()
    report.seconds = clock.duration(to: .now) / .seconds(1)
    return report
  }

  private var source: String {
    "jsonl \(URL(fileURLWithPath: path).standardizedFileURL.path)"
  }

  private func feed(
    _ lines: LineReader, _ session: Session, _ bookmark: Bookmark?,
    _ report: inout ImportReport
  ) async throws {
    let first = bookmark?.start.flatMap { Int($0.dropFirst("line ".count)) } ?? 0
    let size = try lines.size()
    let progress = Progress("reading", unit: "messages", isSilent: options.output.json)
    defer { progress.end() }
    var feed = MessageFeed { try await session.append($0) }
    var number = 0
    while let line = try lines.line() {
      number += 1
      guard number > first, !isBlank(line) else { continue }
      switch MessageLine.read(line) {
      case .success(let message):
        if let reason = try await feed.add(message) {
          try skip(number, reason, &report)
        } else {
          report.read += 1
        }
      case .failure(let problem): try skip(number, problem.reason, &report)
      }
      feed.mark("line \(number)")
      if number % 100 == 0 {
        try bookmark?.move(to: feed.acknowledgedPosition)
        let share = size.map { Double(lines.bytesRead) / Double(max(1, $0)) } ?? 0
        await progress.show(share, count: feed.acknowledged)
      }
    }
    try await feed.finish()
    report.accepted = feed.accepted
    report.duplicates = feed.duplicates
  }

  private func isBlank(_ line: LineReader.Line) -> Bool {
    guard case .bytes(let bytes) = line else { return false }
    return bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private func skip(_ number: Int, _ reason: String, _ report: inout ImportReport) throws {
    guard !isStrict else {
      throw RosemaryError(.invalidArgument, "\(path) line \(number): \(reason)")
    }
    report.skips.append(.init(place: "line \(number)", reason: reason))
  }
}
