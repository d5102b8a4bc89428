/// A growing set of small numbers, one bit each.
struct BitSet: Hashable, Sendable {
  /// The highest word is never zero, so equal sets have equal words.
  private(set) var words: [UInt64] = []

  var isEmpty: Bool { words.isEmpty }

  /// - Complexity: O(1).
  func contains(_ member: UInt32) -> Bool {
    Self.contains(member, in: words.span)
  }

  /// Whether a bit is set in the words of a set, for loops that fetch these once.
  @inline(__always)
  static func contains(_ member: UInt32, in words: Span<UInt64>) -> Bool {
    let word = Int(member >> 6)
    return word < words.count && words[word] & (1 &<< UInt64(member & 63)) != 0
  }

  /// Returns whether `member` is new.
  ///
  /// - Complexity: amortised O(1); O(`member`) where it exceeds all others.
  @discardableResult
  mutating func insert(_ member: UInt32) -> Bool {
    let word = Int(member >> 6)
    let bit: UInt64 = 1 << UInt64(member & 63)
    if word >= words.count {
      words.append(contentsOf: repeatElement(0, count: word + 1 - words.count))
    }
    guard words[word] & bit == 0 else { return false }
    words[word] |= bit
    return true
  }

  mutating func remove(_ member: UInt32) {
    let word = Int(member >> 6)
    guard word < words.count else { return }
    words[word] &= ~(1 << UInt64(member & 63))
    while words.last == 0 { words.removeLast() }
  }
}
