/// An immutable piece of the index: some documents and the postings of their terms.
///
/// Documents are ordered by partition, then by number; a document's place in that order is its
/// *ordinal*. Postings hold ordinals, ascending, so the postings of one term lie grouped by partition
/// and those of unreadable partitions are skipped without being read. All columns are flat arrays of
/// integers: a later form may map them from a file.
///
/// Building a segment is independent of every other, so segments may be built by concurrent tasks and
/// joined by ``LexicalIndex/init(segments:)``.
public final class LexicalSegment: Sendable {
  /// By ordinal.
  let documents: [DocumentRecord]
  /// Ascending by partition, covering all ordinals.
  let partitions: [PartitionSlice]
  /// Ordinals in the order of their documents' numbers.
  let byNumber: [UInt32]
  let terms: TermTable
  /// Where the postings of each term begin, by rank, and one entry past the last.
  let postingStarts: [Int]
  let postings: [Posting]

  init(
    documents: [DocumentRecord], partitions: [PartitionSlice], byNumber: [UInt32],
    terms: TermTable, postingStarts: [Int], postings: [Posting]
  ) {
    self.documents = documents
    self.partitions = partitions
    self.byNumber = byNumber
    self.terms = terms
    self.postingStarts = postingStarts
    self.postings = postings
  }

  /// How many documents it holds, the deleted among them.
  public var documentCount: Int { documents.count }

  /// Bytes that its columns take.
  public var byteCount: Int {
    documents.count * MemoryLayout<DocumentRecord>.stride
      + partitions.count * MemoryLayout<PartitionSlice>.stride
      + byNumber.count * MemoryLayout<UInt32>.stride
      + terms.bytes.count + terms.starts.count * MemoryLayout<Int>.stride
      + postingStarts.count * MemoryLayout<Int>.stride
      + postings.count * MemoryLayout<Posting>.stride
  }
}

/// What scoring needs of a document.
struct DocumentRecord: Sendable {
  let number: DocumentNumber
  let length: UInt32
}

/// One term in one document.
struct Posting: Sendable {
  let ordinal: UInt32
  /// How often the term occurs, at least once.
  var count: UInt32
}

/// The ordinals of one partition's documents.
struct PartitionSlice: Sendable {
  let partition: Partition
  let ordinals: Range<UInt32>
}

extension LexicalSegment {
  static let empty = LexicalSegment([])

  /// The places of a term's postings; empty where no document holds it.
  ///
  /// - Complexity: O(log of the number of terms) comparisons.
  func postings(of term: [UInt8]) -> Range<Int> {
    guard let rank = terms.rank(of: term) else { return 0..<0 }
    return postingStarts[rank]..<postingStarts[rank + 1]
  }

  /// The smallest and greatest document number; nil where there are no documents.
  var numbers: ClosedRange<DocumentNumber>? {
    guard let first = byNumber.first, let last = byNumber.last else { return nil }
    return documents[Int(first)].number...documents[Int(last)].number
  }

  /// - Complexity: O(log of the number of documents).
  func ordinal(of number: DocumentNumber) -> UInt32? {
    guard let numbers, numbers.contains(number) else { return nil }
    let place = partitionPoint(0..<byNumber.count) {
      documents[Int(byNumber[$0])].number < number
    }
    guard place < byNumber.count else { return nil }
    let ordinal = byNumber[place]
    return documents[Int(ordinal)].number == number ? ordinal : nil
  }

  /// The place in ``partitions`` of the partition that `ordinal` lies in.
  func slice(of ordinal: UInt32) -> Int {
    partitionPoint(0..<partitions.count) { partitions[$0].ordinals.upperBound <= ordinal }
  }

  /// The readable documents as the fewest ranges of ordinals, ascending.
  ///
  /// - Complexity: O(partitions of the segment).
  func ordinals(in readable: PartitionSet) -> [Range<UInt32>] {
    var ranges: [Range<UInt32>] = []
    for slice in partitions where readable.contains(slice.partition) {
      if let last = ranges.last, last.upperBound == slice.ordinals.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<slice.ordinals.upperBound
      } else {
        ranges.append(slice.ordinals)
      }
    }
    return ranges
  }

  /// Calls `body` with each run of `places` whose documents lie in `ranges`.
  ///
  /// Both sides are ascending, and each search starts where the last one ended and doubles its step
  /// (Bentley & Yao, "An almost optimal algorithm for unbounded searching", 1976), so a rare term costs
  /// little under many ranges, and a frequent one little under few.
  ///
  /// - Complexity: O(m log n) for the smaller count m and the larger n.
  @inline(__always)
  func forEachRun(
    of places: Range<Int>, in ranges: [Range<UInt32>], _ body: (Range<Int>) -> Void
  ) {
    var place = places.lowerBound
    var range = 0
    while place < places.upperBound, range < ranges.count {
      let ordinal = postings[place].ordinal
      if ordinal >= ranges[range].upperBound {
        range = gallop(range..<ranges.count) { ranges[$0].upperBound <= ordinal }
        continue
      }
      let lower = ranges[range].lowerBound
      if ordinal < lower {
        place = gallop(place..<places.upperBound) { postings[$0].ordinal < lower }
        continue
      }
      let upper = ranges[range].upperBound
      let end = gallop(place..<places.upperBound) { postings[$0].ordinal < upper }
      body(place..<end)
      place = end
      range += 1
    }
  }
}

/// The first place in `places` where `precedes` no longer holds; it holds up to there, and not beyond.
@inline(__always)
func partitionPoint(_ places: Range<Int>, _ precedes: (Int) -> Bool) -> Int {
  var low = places.lowerBound
  var high = places.upperBound
  while low < high {
    let middle = (low + high) / 2
    if precedes(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}

/// ``partitionPoint(_:_:)`` in time logarithmic in the distance of the result from the start.
@inline(__always)
func gallop(_ places: Range<Int>, _ precedes: (Int) -> Bool) -> Int {
  var step = 1
  var low = places.lowerBound
  while low + step <= places.upperBound, precedes(low + step - 1) {
    low += step
    step *= 2
  }
  return partitionPoint(low..<min(low + step, places.upperBound), precedes)
}
