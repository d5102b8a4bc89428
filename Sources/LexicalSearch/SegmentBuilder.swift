extension LexicalSegment {
  /// Indexes `documents`, in any order. Of several with one number the last counts; a number from
  /// ``LexicalDocument/numberBound`` up is left out.
  ///
  /// - Complexity: O(n log n) for n documents, plus expected linear time in the bytes of all terms, plus
  ///   O(v log v) comparisons for v distinct terms.
  public convenience init(_ documents: some Sequence<LexicalDocument>) {
    let documents = Array(documents)
    let order = Self.order(documents)
    var transposer = Transposer(capacity: order.reduce(0) { $0 + documents[$1].terms.count })
    for (ordinal, index) in order.enumerated() {
      transposer.add(documents[index].terms, ordinal: UInt32(ordinal))
    }
    let (terms, postingStarts, postings) = transposer.finish()
    let records = order.map { index in
      DocumentRecord(
        number: documents[index].number, length: UInt32(clamping: documents[index].length))
    }
    self.init(
      documents: records,
      partitions: PartitionSlice.slices(order.map { documents[$0].partition }),
      byNumber: records.indices.map { UInt32($0) }
        .sorted { records[Int($0)].number < records[Int($1)].number },
      terms: terms, postingStarts: postingStarts, postings: postings)
  }

  /// The places of the documents that count, by partition and number.
  private static func order(_ documents: [LexicalDocument]) -> [Int] {
    var keys: [(number: DocumentNumber, partition: Partition, index: Int)] = []
    keys.reserveCapacity(documents.count)
    for (index, document) in documents.enumerated()
    where document.number < LexicalDocument.numberBound {
      keys.append((document.number, document.partition, index))
    }
    keys.sort { ($0.number, $0.index) < ($1.number, $1.index) }
    var last: [(number: DocumentNumber, partition: Partition, index: Int)] = []
    last.reserveCapacity(keys.count)
    for (place, key) in keys.enumerated()
    where place + 1 == keys.count || keys[place + 1].number != key.number {
      last.append(key)
    }
    last.sort { ($0.partition, $0.number) < ($1.partition, $1.number) }
    return last.map(\.index)
  }
}

extension PartitionSlice {
  /// The slices of documents whose partitions, by ordinal, are `partitions`, ascending.
  static func slices(_ partitions: [Partition]) -> [PartitionSlice] {
    var slices: [PartitionSlice] = []
    var start = 0
    for (ordinal, partition) in partitions.enumerated()
    where ordinal + 1 == partitions.count || partitions[ordinal + 1] != partition {
      slices.append(
        PartitionSlice(partition: partition, ordinals: UInt32(start)..<UInt32(ordinal + 1)))
      start = ordinal + 1
    }
    return slices
  }
}

/// Turns terms by document into documents by term: one pass to count, one to place.
private struct Transposer {
  private var interner = TermInterner()
  /// In the order of arrival: the term of each posting, and the posting.
  private var termOfPosting: [UInt32] = []
  private var arrivals: [Posting] = []
  /// By term: its last posting, which is the current document's if the term occurred in it before, and
  /// how many postings it has.
  private var lastPosting: [Int] = []
  private var frequencies: [Int] = []

  init(capacity: Int) {
    termOfPosting.reserveCapacity(capacity)
    arrivals.reserveCapacity(capacity)
  }

  mutating func add(_ terms: [String], ordinal: UInt32) {
    for string in terms {
      let term = interner.intern(string)
      if term == lastPosting.count {
        lastPosting.append(arrivals.count)
        frequencies.append(1)
      } else if arrivals[lastPosting[term]].ordinal == ordinal {
        arrivals[lastPosting[term]].count &+= 1
        continue
      } else {
        lastPosting[term] = arrivals.count
        frequencies[term] += 1
      }
      termOfPosting.append(UInt32(term))
      arrivals.append(Posting(ordinal: ordinal, count: 1))
    }
  }

  consuming func finish() -> (terms: TermTable, postingStarts: [Int], postings: [Posting]) {
    let (terms, ranks) = interner.sorted()
    var starts = [Int](repeating: 0, count: terms.count + 1)
    for (term, frequency) in frequencies.enumerated() { starts[Int(ranks[term]) + 1] = frequency }
    for rank in 0..<terms.count { starts[rank + 1] += starts[rank] }
    // Placing keeps the order of arrival, so each term's ordinals ascend.
    var next = ranks.map { starts[Int($0)] }
    var postings = [Posting](repeating: Posting(ordinal: 0, count: 0), count: arrivals.count)
    for (arrival, posting) in arrivals.enumerated() {
      let term = Int(termOfPosting[arrival])
      postings[next[term]] = posting
      next[term] += 1
    }
    return (terms, starts, postings)
  }
}
