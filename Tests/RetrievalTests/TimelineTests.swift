import KnowledgeModel
import LexicalSearch
import Testing

@testable import Retrieval
import SeededTesting

struct TimelineTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `a timeline is a sorted array`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var timeline = Timeline()
    var plain: [Timeline.Stop] = []
    // Talk comes mostly in order; imports of the past do not.
    let isOrderly = random.once(in: 2)
    for step in 0..<4_000 {
      if !plain.isEmpty, random.below(10) < (step > 3_000 ? 8 : 2) {
        let stop = plain.remove(at: random.below(plain.count))
        timeline.remove(stop)
        timeline.remove(stop)
      } else {
        let moment = isOrderly ? step / 3 : random.below(500)
        let stop = Timeline.Stop(
          sentAt: Timestamp(microseconds: Int64(moment)), document: DocumentNumber(step))
        timeline.insert(stop)
        plain.insert(stop, at: plain.firstIndex { $0 > stop } ?? plain.count)
      }
      guard step.isMultiple(of: 97) else { continue }
      compare(timeline, plain, &random, "seed \(seed), step \(step)")
    }
    for stop in plain.shuffled(using: &random) { timeline.remove(stop) }
    #expect(timeline.isEmpty)
    #expect(timeline.latest(3).isEmpty)
  }

  private func compare(
    _ timeline: Timeline, _ plain: [Timeline.Stop], _ random: inout SeededGenerator, _ at: Comment
  ) {
    #expect(timeline.isEmpty == plain.isEmpty, at)
    for count in [0, 1, 700, plain.count + 1] {
      #expect(timeline.latest(count) == Array(plain.reversed().prefix(count)), at)
    }
    let absent = Timeline.Stop(sentAt: Timestamp(microseconds: 250), document: 1_000_000)
    #expect(timeline.position(of: absent) == nil, at)
    for _ in 0..<min(20, plain.count) {
      let place = random.below(plain.count)
      #expect(timeline.position(of: plain[place]) == place, at)
      let reach = random.below(6) + 1
      var near: [Int: Timeline.Stop] = [:]
      timeline.visitNeighbours(of: plain[place], reach: reach) { near[$1] = $0 }
      var expected: [Int: Timeline.Stop] = [:]
      for distance in -reach...reach
      where distance != 0 && plain.indices.contains(place + distance) {
        expected[distance] = plain[place + distance]
      }
      #expect(near == expected, at)
    }
  }

  @Test func `a line is told by its channel and its thread, the same in every run`() {
    let first = ChannelID(rawValue: 1)
    let second = ChannelID(rawValue: 2)
    let lines = [
      LineID(channel: first, thread: nil), LineID(channel: first, thread: ""),
      LineID(channel: first, thread: "1"), LineID(channel: second, thread: nil),
      LineID(channel: second, thread: "1"), LineID(channel: first, thread: "2"),
    ]
    #expect(Set(lines).count == lines.count)
    #expect(LineID(channel: second, thread: "1") == lines[4])
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `a catalog is a dictionary`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var catalog = MessageCatalog()
    var plain: [DocumentNumber: Int32] = [:]
    for step in 0..<3_000 {
      let document = DocumentNumber(random.below(random.once(in: 50) ? 100_000 : 3_000))
      if random.once(in: 4) {
        catalog[document] = nil
        plain[document] = nil
      } else {
        catalog[document] = MessageEntry(
          channel: ChannelID(rawValue: 1), author: Int32(step),
          sentAt: Timestamp(microseconds: 0),
          line: LineID(channel: ChannelID(rawValue: 1), thread: nil), cues: [])
        plain[document] = Int32(step)
      }
    }
    for document in DocumentNumber(0)..<DocumentNumber(101_000) {
      guard catalog[document]?.author != plain[document] else { continue }
      Issue.record("seed \(seed), document \(document)")
      break
    }
  }
}
