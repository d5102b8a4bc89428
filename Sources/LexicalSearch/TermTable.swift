/// Distinct terms in ascending order of their UTF-8 bytes, end to end.
///
/// Two flat columns, so that a file can hold them as they are. A term's place is its *rank*.
struct TermTable: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Where each term begins, and one entry past the last.
  private(set) var starts: [Int] = [0]

  var count: Int { starts.count - 1 }

  func range(_ rank: Int) -> Range<Int> {
    starts[rank]..<starts[rank + 1]
  }

  /// Appends a term, which must follow all others in order.
  mutating func append(_ source: [UInt8], _ range: Range<Int>) {
    bytes.append(contentsOf: source[range])
    starts.append(bytes.count)
  }

  mutating func append(_ rank: Int, of other: TermTable) {
    append(other.bytes, other.range(rank))
  }

  mutating func reserve(terms: Int, bytes count: Int) {
    starts.reserveCapacity(terms + 1)
    bytes.reserveCapacity(count)
  }

  /// - Complexity: O(log `count`) comparisons.
  func rank(of term: [UInt8]) -> Int? {
    var low = 0
    var high = count
    let wanted = term.span
    let bytes = bytes.span
    while low < high {
      let middle = (low + high) / 2
      let order = lexicographicOrder(bytes.extracting(range(middle)), wanted)
      if order == 0 { return middle }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}

/// Below, equal to or above zero as `left` comes before, equals or follows `right`.
func lexicographicOrder(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
  let common = min(left.count, right.count)
  var index = 0
  while index < common {
    let difference = Int(left[index]) - Int(right[index])
    if difference != 0 { return difference }
    index += 1
  }
  return left.count - right.count
}
