import KnowledgeModel
import LexicalSearch

/// A line of talk: the messages of one thread, or those of a channel that are in none.
///
/// A thread is a digest, so that a million of them need no table of names: 64 bits, which two of a million
/// threads of a channel share with a chance of 10⁻⁷, and then only neighbourhood in ranking is off. The
/// channel is itself, because whoever makes up a thread's name must not get among the neighbours of another
/// channel's messages.
struct LineID: Hashable, Sendable {
  private let channel: ChannelID
  private let thread: UInt64

  init(channel: ChannelID, thread: String?) {
    // FNV-1a: stable from run to run, unlike Swift's own hashing.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    mix(thread == nil ? 0 : 1)
    thread?.utf8.forEach(mix)
    self.channel = channel
    self.thread = hash
  }
}

/// The messages of one line by the time they were sent; ties by arrival.
///
/// Chunked, so that a generation that adds one message copies one chunk and the list of chunks.
struct Timeline: Sendable {
  struct Stop: Comparable, Sendable {
    var sentAt: Timestamp
    var document: DocumentNumber

    static func < (left: Self, right: Self) -> Bool {
      (left.sentAt, left.document) < (right.sentAt, right.document)
    }
  }

  private static let chunkSize = 512
  private var chunks: [[Stop]] = []
  /// The position of each chunk's first stop.
  private var starts: [Int] = []

  var isEmpty: Bool { chunks.isEmpty }

  /// - Complexity: O(log n + chunk), and O(chunks) where it is not the latest.
  mutating func insert(_ stop: Stop) {
    guard !chunks.isEmpty else {
      chunks = [[stop]]
      starts = [0]
      return
    }
    let chunk = self.chunk(of: stop)
    let offset = chunks[chunk].partitioningIndex { $0 >= stop }
    chunks[chunk].insert(stop, at: offset)
    if chunks[chunk].count > Self.chunkSize {
      // Talk comes in order: what is full stays full, and the new chunk begins small.
      let isLast = chunk == chunks.count - 1
      let cut = isLast ? Self.chunkSize : Self.chunkSize / 2
      let tail = Array(chunks[chunk][cut...])
      chunks[chunk].removeSubrange(cut...)
      chunks.insert(tail, at: chunk + 1)
      starts.insert(0, at: chunk + 1)
    }
    recount(after: chunk)
  }

  mutating func remove(_ stop: Stop) {
    guard let (chunk, offset) = place(of: stop) else { return }
    chunks[chunk].remove(at: offset)
    if chunks[chunk].isEmpty {
      chunks.remove(at: chunk)
      starts.remove(at: chunk)
      if chunk == 0, !starts.isEmpty { starts[0] = 0 }
    }
    recount(after: max(0, chunk - 1))
  }

  private mutating func recount(after chunk: Int) {
    guard chunk + 1 < chunks.count else { return }
    for next in (chunk + 1)..<chunks.count {
      starts[next] = starts[next - 1] + chunks[next - 1].count
    }
  }

  /// How many stops come before this one; nil where it is not there.
  func position(of stop: Stop) -> Int? {
    place(of: stop).map { starts[$0.chunk] + $0.offset }
  }

  /// The latest `count` messages, latest first.
  func latest(_ count: Int) -> [Stop] {
    var latest: [Stop] = []
    for chunk in chunks.reversed() {
      for stop in chunk.reversed() {
        guard latest.count < count else { return latest }
        latest.append(stop)
      }
    }
    return latest
  }

  /// Visits the messages up to `reach` places before and after `stop` with their distance, negative before.
  func visitNeighbours(
    of stop: Stop, reach: Int, _ visit: (_ stop: Stop, _ distance: Int) -> Void
  ) {
    guard let place = place(of: stop) else { return }
    walk(from: place, steps: reach, by: -1, visit)
    walk(from: place, steps: reach, by: 1, visit)
  }

  private func place(of stop: Stop) -> (chunk: Int, offset: Int)? {
    guard !chunks.isEmpty else { return nil }
    let chunk = self.chunk(of: stop)
    let offset = chunks[chunk].partitioningIndex { $0 >= stop }
    guard offset < chunks[chunk].count, chunks[chunk][offset] == stop else { return nil }
    return (chunk, offset)
  }

  private func walk(
    from place: (chunk: Int, offset: Int), steps: Int, by direction: Int,
    _ visit: (Stop, Int) -> Void
  ) {
    var (chunk, offset) = place
    for step in 1...max(1, steps) {
      offset += direction
      if offset < 0 {
        chunk -= 1
        guard chunk >= 0 else { return }
        offset = chunks[chunk].count - 1
      } else if offset >= chunks[chunk].count {
        chunk += 1
        guard chunk < chunks.count else { return }
        offset = 0
      }
      visit(chunks[chunk][offset], step * direction)
    }
  }

  private func chunk(of stop: Stop) -> Int {
    max(0, chunks.partitioningIndex { ($0.first.map { $0 > stop }) ?? true } - 1)
  }
}

extension Array {
  /// The first index whose element fulfils a predicate that, once true, stays true; `count` if none does.
  func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
