import KnowledgeModel
import Server
import Synchronization
import SystemSeam
import Testing
import WireProtocol
import SeededTesting

/// Takes batches as a server does: knows ids, refuses now and then, answers in any order.
private actor Counterpart {
  private(set) var ids: [String] = []
  private(set) var batches: [AppendParams] = []
  private var random: SeededGenerator
  private let refusals: Int

  init(seed: UInt64, refusing refusals: Int) {
    random = SeededGenerator(seed: seed)
    self.refusals = refusals
  }

  func append(_ params: AppendParams) async throws -> AppendResult {
    if Int.random(in: 0..<100, using: &random) < refusals {
      throw RosemaryError(.resourceExhausted, "full", retryAfter: .microseconds(50))
    }
    let pause = Int.random(in: 0..<200, using: &random)
    try await Task.sleep(for: .microseconds(pause))
    batches.append(params)
    let new = params.messages.filter { !ids.contains($0.id) }
    ids += new.map(\.id)
    return AppendResult(
      accepted: new.count, duplicates: params.messages.count - new.count, horizon: 0)
  }
}

private func message(_ id: Int, _ text: String = "hello") -> Message {
  Message(
    id: String(id), channel: "c", author: "a", sentAt: Timestamp(microseconds: 0), text: text)
}

@Test(arguments: 0..<20 as Range<UInt64>)
func `a position is acknowledged only after everything before it`(seed: UInt64) async throws {
  let counterpart = Counterpart(seed: seed, refusing: 30)
  var random = SeededGenerator(seed: seed)
  var feed = MessageFeed(bounds: .init(messages: 7, bytes: 900, batchesUnderWay: 4)) {
    try await counterpart.append($0)
  }
  for id in 0..<300 {
    let text = String(repeating: "x", count: Int.random(in: 0...200, using: &random))
    #expect(try await feed.add(message(id, text)) == nil)
    if Int.random(in: 0..<5, using: &random) == 0 { feed.mark(String(id)) }
    if let position = feed.acknowledgedPosition.flatMap({ Int($0) }) {
      let known = await Set(counterpart.ids)
      #expect((0...position).allSatisfy { known.contains(String($0)) }, "seed \(seed)")
    }
  }
  feed.mark("end")
  try await feed.finish()
  #expect(feed.acknowledgedPosition == "end")
  #expect(feed.acknowledged == 300 && feed.accepted == 300 && feed.duplicates == 0)
  let batches = await counterpart.batches
  #expect(batches.allSatisfy { $0.messages.count <= 7 && $0.wait == .queryable })
  for batch in batches where batch.messages.count > 1 {
    let bytes = try batch.messages.reduce(0) { try $0 + $1.json.encoded().count + 1 }
    #expect(bytes <= 900)
  }
}

@Test func `what is refused without a time to wait ends the feed`() async throws {
  var feed = MessageFeed { _ in throw RosemaryError(.permissionDenied, "no") }
  _ = try await feed.add(message(1))
  await #expect(throws: RosemaryError(.permissionDenied, "no")) { try await feed.finish() }
}

@Test func `a message that no line holds is named and not sent`() async throws {
  let counterpart = Counterpart(seed: 1, refusing: 0)
  var feed = MessageFeed { try await counterpart.append($0) }
  // Each of these bytes takes six in JSON.
  let large = String(repeating: "\u{1}", count: Limits.messageTextBytes)
  #expect(try await feed.add(message(1, large)) != nil)
  #expect(try await feed.add(message(2, large + "x")) != nil)
  #expect(
    try await feed.add(
      Message(
        id: "", channel: "c", author: "a", sentAt: Timestamp(microseconds: 0), text: "")) != nil)
  try await feed.finish()
  #expect(await counterpart.ids.isEmpty)
}

@Test func `a position is for its own source and survives its writer`() throws {
  let folder = try TemporaryFolder()
  let first = PositionFile(folder: folder.path, source: "slack /a\nb")
  #expect(first.read() == nil)
  try first.write("C1/general/2024-05-02.json")
  try first.write("C2/random/2024-05-03.json")
  #expect(
    PositionFile(folder: folder.path, source: "slack /a\nb").read() == "C2/random/2024-05-03.json")
  #expect(PositionFile(folder: folder.path, source: "slack /other").read() == nil)
  first.remove()
  #expect(first.read() == nil)
}

@Test(arguments: [
  ("{\"id\":\"1\"}", "channel"), ("nonsense", "JSON"), ("[1]", "object"), ("{", "JSON"),
  (#"{"id":"1","channel":"c","author":"a","sent_at":"noon","text":""}"#, "sent_at"),
  (String(repeating: "[", count: 100_000), "\(Limits.jsonDepth)"),
])
func `a line that is no message says why`(text: String, mentioned: String) {
  guard case .failure(let problem) = MessageLine.read(.bytes(Array(text.utf8))) else {
    Issue.record("\(text.prefix(40)) was taken for a message")
    return
  }
  #expect(problem.reason.contains(mentioned), "\(problem.reason)")
}

@Test func `notices are grouped by reason, most frequent first`() {
  let notices = (0..<5).map { ImportReport.Notice(place: "line \($0)", reason: "b") }
  let other = ImportReport.Notice(place: "line 9", reason: "a")
  let groups = ImportReport.groups([other] + notices, showing: 2)
  #expect(groups.map(\.reason) == ["b", "a"])
  #expect(groups.map(\.count) == [5, 1])
  #expect(groups[0].first.map(\.place) == ["line 0", "line 1"])
}
