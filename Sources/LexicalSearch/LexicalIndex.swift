/// One immutable generation of an inverted index whose readers each see only some partitions.
///
/// Statistics and scores are computed from the live documents of the readable partitions and from
/// nothing else, to the last bit: neither documents elsewhere, nor how documents were batched, nor
/// deleted documents that have not been merged away yet, change what a reader gets.
///
/// ```swift
/// let index = LexicalIndex().applying(
///   adding: [LexicalDocument(number: 0, partition: 3, terms: ["lavender", "meeting"])])
/// let reader = index.view(of: [3])
/// let accumulator = ScoreAccumulator()
/// reader.score([WeightedTerm("meeting")], into: accumulator)
/// let best = accumulator.top(10)
/// ```
///
/// The index is a log-structured merge tree: each change makes a small segment, and segments of like
/// size are merged, so that there are never more than log₂ n + 1 of them. Copying a generation copies an array of a few references; generations share
/// segments and may be read by any number of tasks.
public struct LexicalIndex: Sendable {
  /// Largest first; no document lives in two of them.
  let segments: [LiveSegment]

  public init() {
    segments = []
  }

  private init(settling segments: [LiveSegment]) {
    self.segments = MergePolicy.settle(segments)
  }

  /// Joins segments that were built apart. Where two hold one document number, the later one counts.
  public init(segments: [LexicalSegment]) {
    var joined: [LiveSegment] = []
    for segment in segments {
      for place in joined.indices {
        guard let old = joined[place].segment.numbers, let new = segment.numbers,
          old.overlaps(new)
        else { continue }
        for document in segment.documents { joined[place].remove(document.number) }
      }
      joined.append(LiveSegment(segment))
    }
    self.init(settling: joined)
  }

  /// The generation that follows: without `removing`, then with `adding`.
  ///
  /// A document whose number is already there replaces the old one; of several in `adding` with one
  /// number the last counts. Numbers that are not there are ignored.
  ///
  /// - Complexity: amortised O(log n) for each posting that is added and O(log² n) for each document
  ///   that is removed or replaced, plus O(n / 64) for the bits of deleted documents.
  public func applying(
    adding documents: [LexicalDocument], removing numbers: [DocumentNumber] = []
  ) -> LexicalIndex {
    var segments = segments
    for place in segments.indices {
      for number in numbers { segments[place].remove(number) }
      for document in documents { segments[place].remove(document.number) }
    }
    segments.append(LiveSegment(LexicalSegment(documents)))
    return LexicalIndex(settling: segments)
  }

  /// The same live documents with nothing left of deleted ones, neither postings nor terms.
  ///
  /// Deleted documents are merged away in time; what must be forgotten is forgotten by this.
  ///
  /// - Complexity: linear in the segments that hold deleted documents.
  public func compacted() -> LexicalIndex {
    LexicalIndex(settling: segments.map { $0.compacted() })
  }

  /// Indexes documents in bulk, in one segment.
  public static func build(_ documents: [LexicalDocument]) -> LexicalIndex {
    LexicalIndex(segments: [LexicalSegment(documents)])
  }

  /// Indexes chunks by concurrent tasks. Where two hold one document number, the later one counts.
  public static func build(chunks: [[LexicalDocument]]) async -> LexicalIndex {
    let segments = await withTaskGroup(of: (Int, LexicalSegment).self) { group in
      for (place, chunk) in chunks.enumerated() {
        group.addTask { (place, LexicalSegment(chunk)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    return LexicalIndex(segments: segments.sorted { $0.0 < $1.0 }.map(\.1))
  }

  /// Above the number of every live document; at most one more than the highest ever added.
  public var documentBound: Int {
    segments.compactMap { $0.segment.numbers?.upperBound }.max().map { Int($0) + 1 } ?? 0
  }

  /// How many segments it is made of, at most log₂ of the live documents, plus one.
  public var segmentCount: Int { segments.count }

  /// Bytes that the columns of all segments take.
  public var byteCount: Int {
    segments.reduce(0) { $0 + $1.segment.byteCount }
  }

  /// How many live documents lie in `partition`.
  public func liveDocuments(in partition: Partition) -> Int {
    statistics([partition]).documents
  }

  /// The index as a reader of some partitions sees it.
  ///
  /// - Complexity: O(partitions) for each segment. Make one view for all calls of one lookup.
  public func view(of readable: PartitionSet) -> LexicalView {
    LexicalView(of: self, readable: readable)
  }
}

// Each of these makes a view for the one call.
extension LexicalIndex {
  /// ``LexicalView/statistics``.
  public func statistics(_ readable: PartitionSet) -> CorpusStatistics {
    view(of: readable).statistics
  }

  /// ``LexicalView/documentFrequency(of:)``.
  public func documentFrequency(of term: String, in readable: PartitionSet) -> Int {
    view(of: readable).documentFrequency(of: term)
  }

  /// ``LexicalView/score(_:bm25:into:)``.
  public func score(
    _ query: [WeightedTerm], in readable: PartitionSet, bm25: BM25 = BM25(),
    into accumulator: ScoreAccumulator
  ) {
    view(of: readable).score(query, bm25: bm25, into: accumulator)
  }

  /// ``LexicalView/postings(of:visit:)``.
  public func postings(
    of term: String, in readable: PartitionSet, visit: (DocumentNumber, Int) -> Void
  ) {
    view(of: readable).postings(of: term, visit: visit)
  }

  /// ``LexicalView/explain(_:query:bm25:)``.
  public func explain(
    _ document: DocumentNumber, query: [WeightedTerm], in readable: PartitionSet,
    bm25: BM25 = BM25()
  ) -> [TermScore] {
    view(of: readable).explain(document, query: query, bm25: bm25)
  }
}
