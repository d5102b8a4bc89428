extension LexicalSegment {
  /// The live documents of both, which must have no document number in common.
  ///
  /// - Complexity: linear in the documents, terms and postings of both.
  convenience init(merging left: LiveSegment, _ right: LiveSegment) {
    let documents = MergedDocuments(left, right)
    var terms = TermTable()
    var starts = [0]
    var postings: [Posting] = []
    postings.reserveCapacity(left.segment.postings.count + right.segment.postings.count)
    let (leftTerms, rightTerms) = (left.segment.terms, right.segment.terms)
    terms.reserve(
      terms: max(leftTerms.count, rightTerms.count),
      bytes: max(leftTerms.bytes.count, rightTerms.bytes.count))
    var (leftRank, rightRank) = (0, 0)
    while leftRank < leftTerms.count || rightRank < rightTerms.count {
      let order = leftTerms.order(leftRank, rightTerms, rightRank)
      let before = postings.count
      let lefts = order <= 0 ? left.segment.postings(at: leftRank) : 0..<0
      let rights = order >= 0 ? right.segment.postings(at: rightRank) : 0..<0
      Posting.merge(
        left.segment.postings, lefts, documents.fromLeft,
        right.segment.postings, rights, documents.fromRight, into: &postings)
      if postings.count > before {
        if order <= 0 {
          terms.append(leftRank, of: leftTerms)
        } else {
          terms.append(rightRank, of: rightTerms)
        }
        starts.append(postings.count)
      }
      if order <= 0 { leftRank += 1 }
      if order >= 0 { rightRank += 1 }
    }
    self.init(
      documents: documents.records, partitions: PartitionSlice.slices(documents.partitions),
      byNumber: documents.byNumber(left.segment, right.segment), terms: terms,
      postingStarts: starts, postings: postings)
  }

  private func postings(at rank: Int) -> Range<Int> {
    postingStarts[rank]..<postingStarts[rank + 1]
  }
}

extension TermTable {
  /// How the term of `rank` compares with one of another table; what is past the end comes last.
  fileprivate func order(_ rank: Int, _ other: TermTable, _ otherRank: Int) -> Int {
    guard rank < count else { return 1 }
    guard otherRank < other.count else { return -1 }
    return lexicographicOrder(
      bytes.span.extracting(range(rank)), other.bytes.span.extracting(other.range(otherRank)))
  }
}

extension Posting {
  /// Appends the live postings of both sides, renumbered and in order.
  fileprivate static func merge(
    _ left: [Posting], _ lefts: Range<Int>, _ fromLeft: [UInt32],
    _ right: [Posting], _ rights: Range<Int>, _ fromRight: [UInt32],
    into merged: inout [Posting]
  ) {
    var leftPlace = lefts.lowerBound
    for rightPlace in rights {
      let ordinal = fromRight[Int(right[rightPlace].ordinal)]
      if ordinal == MergedDocuments.deleted { continue }
      while leftPlace < lefts.upperBound {
        let leftOrdinal = fromLeft[Int(left[leftPlace].ordinal)]
        if leftOrdinal < ordinal {
          merged.append(Posting(ordinal: leftOrdinal, count: left[leftPlace].count))
        } else if leftOrdinal != MergedDocuments.deleted {
          break
        }
        leftPlace += 1
      }
      merged.append(Posting(ordinal: ordinal, count: right[rightPlace].count))
    }
    for place in leftPlace..<lefts.upperBound {
      let ordinal = fromLeft[Int(left[place].ordinal)]
      if ordinal == MergedDocuments.deleted { continue }
      merged.append(Posting(ordinal: ordinal, count: left[place].count))
    }
  }
}

/// The live documents of two segments in one order, and the new ordinal of each old one.
private struct MergedDocuments {
  /// The new ordinal of a document that is not carried over.
  static let deleted = UInt32.max

  private(set) var records: [DocumentRecord] = []
  private(set) var partitions: [Partition] = []
  private(set) var fromLeft: [UInt32]
  private(set) var fromRight: [UInt32]

  init(_ left: LiveSegment, _ right: LiveSegment) {
    fromLeft = Array(repeating: Self.deleted, count: left.segment.documents.count)
    fromRight = Array(repeating: Self.deleted, count: right.segment.documents.count)
    records.reserveCapacity(left.count + right.count)
    partitions.reserveCapacity(left.count + right.count)
    var leftDocuments = LiveDocuments(left)
    var rightDocuments = LiveDocuments(right)
    while let takesLeft = LiveDocuments.precedes(leftDocuments, rightDocuments) {
      let ordinal = UInt32(records.count)
      if takesLeft {
        fromLeft[leftDocuments.ordinal] = ordinal
        append(leftDocuments)
        leftDocuments.advance()
      } else {
        fromRight[rightDocuments.ordinal] = ordinal
        append(rightDocuments)
        rightDocuments.advance()
      }
    }
  }

  private mutating func append(_ documents: LiveDocuments) {
    records.append(documents.record)
    partitions.append(documents.partition)
  }

  /// The new ordinals in the order of the documents' numbers.
  func byNumber(_ left: LexicalSegment, _ right: LexicalSegment) -> [UInt32] {
    let lefts = left.byNumber.lazy.map { fromLeft[Int($0)] }.filter { $0 != Self.deleted }
    let rights = right.byNumber.lazy.map { fromRight[Int($0)] }.filter { $0 != Self.deleted }
    var merged: [UInt32] = []
    merged.reserveCapacity(records.count)
    var (leftNext, rightNext) = (lefts.makeIterator(), rights.makeIterator())
    var (one, other) = (leftNext.next(), rightNext.next())
    while let left = one, let right = other {
      if records[Int(left)].number < records[Int(right)].number {
        merged.append(left)
        one = leftNext.next()
      } else {
        merged.append(right)
        other = rightNext.next()
      }
    }
    while let left = one {
      merged.append(left)
      one = leftNext.next()
    }
    while let right = other {
      merged.append(right)
      other = rightNext.next()
    }
    return merged
  }
}

/// Walks the live documents of a segment in the order of their ordinals.
private struct LiveDocuments {
  private let source: LiveSegment
  private var slice = 0
  private(set) var ordinal = -1

  init(_ source: LiveSegment) {
    self.source = source
    advance()
  }

  var isAtEnd: Bool { ordinal >= source.segment.documents.count }
  var record: DocumentRecord { source.segment.documents[ordinal] }
  var partition: Partition { source.segment.partitions[slice].partition }

  mutating func advance() {
    repeat { ordinal += 1 } while !isAtEnd && source.dead.contains(UInt32(ordinal))
    guard !isAtEnd else { return }
    while source.segment.partitions[slice].ordinals.upperBound <= ordinal { slice += 1 }
  }

  /// Whether the next document is the left one's; nil at the end of both.
  static func precedes(_ left: Self, _ right: Self) -> Bool? {
    if left.isAtEnd { return right.isAtEnd ? nil : false }
    if right.isAtEnd { return true }
    return (left.partition, left.record.number) < (right.partition, right.record.number)
  }
}
