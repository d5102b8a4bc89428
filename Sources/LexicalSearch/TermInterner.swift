/// Numbers distinct terms in the order of their first appearance, while a segment is built.
///
/// Open addressing with linear probing over one buffer of bytes: no object a term. Hashes come from
/// the standard library's seeded hasher, so that nobody can choose terms that collide; nothing that is
/// built depends on them.
struct TermInterner {
  /// Number of the term plus one; 0 is free. A power of two, at most half full.
  private var slots: [UInt32]
  private var hashes: [UInt] = []
  private(set) var bytes: [UInt8] = []
  private(set) var starts: [Int] = [0]

  var count: Int { hashes.count }

  init() {
    slots = Array(repeating: 0, count: 1024)
  }

  /// - Complexity: O(length of `term`) expected.
  mutating func intern(_ term: String) -> Int {
    let term = term.utf8.span
    let hash = Self.hash(term)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let candidate = Int(slots[slot]) - 1
      if hashes[candidate] == hash, equals(candidate, term) { return candidate }
      slot = (slot + 1) & mask
    }
    let number = hashes.count
    slots[slot] = UInt32(number + 1)
    hashes.append(hash)
    for index in 0..<term.count { bytes.append(term[index]) }
    starts.append(bytes.count)
    if hashes.count * 2 > slots.count { grow() }
    return number
  }

  private static func hash(_ term: Span<UInt8>) -> UInt {
    var hasher = Hasher()
    term.withUnsafeBytes { hasher.combine(bytes: $0) }
    return UInt(bitPattern: hasher.finalize())
  }

  private func equals(_ number: Int, _ term: Span<UInt8>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == term.count else { return false }
    for index in 0..<term.count where bytes[start + index] != term[index] { return false }
    return true
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = Array(repeating: 0, count: mask + 1)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// The terms in order, and the rank of each by its number.
  func sorted() -> (table: TermTable, ranks: [UInt32]) {
    // Most terms differ in their first eight bytes; comparing those as one integer sorts twice as fast.
    var keys = (0..<count).map { (prefix: prefix(of: $0), number: $0) }
    let span = bytes.span
    keys.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return lexicographicOrder(
        span.extracting(starts[left.number]..<starts[left.number + 1]),
        span.extracting(starts[right.number]..<starts[right.number + 1])) < 0
    }
    var table = TermTable()
    table.reserve(terms: count, bytes: bytes.count)
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, key) in keys.enumerated() {
      table.append(bytes, starts[key.number]..<starts[key.number + 1])
      ranks[key.number] = UInt32(rank)
    }
    return (table, ranks)
  }

  /// The first eight bytes as a big-endian number, padded with zeros.
  private func prefix(of number: Int) -> UInt64 {
    var prefix: UInt64 = 0
    let start = starts[number]
    let end = min(starts[number + 1], start + 8)
    for index in start..<end { prefix |= UInt64(bytes[index]) << UInt64(56 - 8 * (index - start)) }
    return prefix
  }
}
