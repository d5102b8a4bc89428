import Foundation
import KnowledgeModel
import Server
import SlackImport
import SystemSeam
import WireProtocol

/// Reads an export into a session: the directory, then the days.
struct SlackIngestion {
  let path: String
  let export: SlackExport
  let options: ImportOptions

  func run(_ session: Session) async throws -> ImportReport {
    let start = ContinuousClock.now
    var report = ImportReport(source: path)
    report.skips = export.skips.map(notice)
    report.notes = export.notes.map(notice)
    report.users = export.users.count
    report.channels = export.channels.count
    try await session.put(users: export.users)
    try await session.put(channels: export.channels)
    let bookmark = Bookmark(source: source, options: options)
    report.resumedAfter = bookmark.start
    try await feed(session, bookmark, &report)
    bookmark.remove()
    report.seconds = start.duration(to: .now) / .seconds(1)
    return report
  }

  /// Another export in the same place is another source.
  private var source: String {
    let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
    let size =
      (try? FileManager.default.attributesOfItem(atPath: absolute))?[.size] as? Int ?? 0
    return "slack \(absolute) \(Directory.kind(absolute) == .folder ? "" : String(size))"
  }

  private func feed(
    _ session: Session, _ bookmark: Bookmark, _ report: inout ImportReport
  ) async throws {
    let position = bookmark.start.flatMap { ImportPosition($0) }
    let progress = Progress("reading", unit: "messages", isSilent: options.output.json)
    defer { progress.end() }
    let total = max(1, export.extent(after: position).bytes)
    var done = 0
    var feed = MessageFeed { try await session.append($0) }
    for day in export.days(after: position) {
      report.skips += day.skips.map(notice)
      report.notes += day.notes.map(notice)
      for message in day.messages {
        if let reason = try await feed.add(message) {
          report.skips.append(.init(place: "\(day.position.file) \(message.id)", reason: reason))
        } else {
          report.read += 1
        }
      }
      feed.mark(day.position.description)
      done += day.bytes
      try bookmark.move(to: feed.acknowledgedPosition)
      await progress.show(Double(done) / Double(total), count: feed.acknowledged)
    }
    try await feed.finish()
    report.accepted = feed.accepted
    report.duplicates = feed.duplicates
  }

  private func notice(_ notice: ImportNotice) -> ImportReport.Notice {
    .init(
      place: notice.file + (notice.index.map { "[\($0)]" } ?? ""), reason: notice.reason)
  }
}

/// The remembered position of an import; written at most once a second, since each write is synced.
final class Bookmark {
  private let file: PositionFile
  /// Where to go on.
  let start: String?
  private var written: String?
  private var last = ContinuousClock.now

  init(source: String, options: ImportOptions) {
    file = PositionFile(
      folder: options.workspace.data.folder + "/" + options.workspace.name, source: source)
    start = options.restart ? nil : file.read()
    written = start
  }

  func move(to position: String?) throws {
    guard let position, position != written,
      last.duration(to: .now) > .seconds(1)
    else { return }
    try file.write(position)
    written = position
    last = .now
  }

  func remove() { file.remove() }
}
