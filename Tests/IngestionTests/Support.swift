import AMR
import Dispatch
import GraphStore
import KnowledgeModel
import Language
import Logging
import StoreTesting

@testable import Ingestion

/// Keeps what it is told, as a view in memory does.
actor RecordingView: WorkspaceView {
  /// The messages that stand, by row.
  private(set) var messages: [MessageID: Message] = [:]
  /// Every reading in the order in which it was told.
  private(set) var readings: [MessageKey] = []
  private(set) var channels: [String] = []

  func apply(_ changes: CommittedChanges) {
    for id in changes.withdrawn + changes.deleted { messages[id] = nil }
    for record in changes.understood {
      messages[record.id] = record.message
      readings.append(record.message.key)
    }
    channels += changes.channels.map(\.channel.id)
  }

  func holds(_ key: MessageKey) -> Bool { messages.values.contains { $0.key == key } }
}

/// A disk that goes with its owner, and a store on it.
final class Workspace: Sendable {
  let disk: FaultyDisk
  let store: GraphStore

  init() throws {
    disk = try FaultyDisk()
    store = try disk.open()
  }

  deinit { try? store.close() }

  func pipeline(
    _ view: any WorkspaceView, _ extractor: any Extractor = FirstUnderstanding()
  ) -> IngestPipeline {
    Self.pipeline(store, view, extractor)
  }

  static func pipeline(
    _ store: GraphStore, _ view: any WorkspaceView,
    _ extractor: any Extractor = FirstUnderstanding()
  ) -> IngestPipeline {
    IngestPipeline(
      store: store, view: view, extractor: extractor, clock: { Timestamp(microseconds: 0) },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// How many results of understanding the log holds beside `sources` other events.
  func readings(beside sources: Int) async throws -> Int {
    let report = try await store.verify()
    guard report.isSound else { throw RosemaryError(.dataLoss, "\(report.checks)") }
    return report.events - sources
  }
}

func message(
  _ id: Int, _ text: String = "Bob likes Rome.", channel: String = "C1", edited: Int64? = nil
) -> Message {
  Message(
    id: "\(id)", channel: channel, author: "bob",
    sentAt: Timestamp(microseconds: 1_700_000_000_000_000 + Int64(id)), text: text,
    editedAt: edited.map(Timestamp.init(microseconds:)))
}

func append(_ messages: [Message]) -> Submission {
  Submission(actor: Principal(rawValue: "bob"), request: .append(messages))
}

/// Reads as the first understanding does, under another name and less sure; `before` runs first.
struct ScriptedExtractor: Extractor {
  var version = ExtractorVersion(name: "scripted", version: 1)
  var before: @Sendable (Message) throws -> Void = { _ in }
  /// What it adds to every understanding.
  var invented: [Mention] = []

  func understand(_ message: Message) throws -> Understanding {
    try before(message)
    var understanding = try FirstUnderstanding().understand(message)
    understanding.extractor = version
    understanding.mentions += invented
    for index in understanding.statements.indices {
      let p = understanding.statements[index].commitment.rawValue
      understanding.statements[index].commitment = Probability(clamping: p * 0.9)
    }
    return understanding
  }
}

/// Holds those who come until it is opened.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func pass() {
    semaphore.wait()
    semaphore.signal()
  }

  func open() { semaphore.signal() }
}

/// An error as its code, or nil.
func code<Value>(_ body: () async throws(RosemaryError) -> Value) async -> RosemaryError.Code? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error.code
  }
}
