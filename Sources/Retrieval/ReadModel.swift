public import GraphStore
import HashTreeCollections
public import KnowledgeModel
import LexicalSearch
import Synchronization

/// Keeps the present `Generation` and makes the next one from each commit.
public final class ReadModel: WorkspaceView {
  private let current = Mutex(Generation())
  let accumulators = ScoreAccumulatorPool()

  public init() {}

  /// The present generation; a reader keeps it as long as it likes.
  var generation: Generation { current.withLock { $0 } }

  /// What `principal` may read at present.
  public func audience(of principal: Principal) -> Audience {
    generation.audience(of: principal)
  }

  /// Reads everything from `store`, once, before the pipeline runs.
  ///
  /// - Complexity: O(words of all messages), on all cores.
  public func load(from store: GraphStore) async throws(RosemaryError) {
    let known = try await store.directory()
    var generation = Generation()
    for record in known.channels { generation.directory.put(record) }
    for user in known.users { generation.directory.put(user) }
    generation.horizon = Horizon(known)
    let (records, continuation) = AsyncStream<[UnderstoodRecord]>.makeStream()
    async let indexed = Self.indexed(records)
    do {
      defer { continuation.finish() }
      try await store.eachUnderstood(batchesOf: 8_192) { continuation.yield($0) }
    }
    let parts = await indexed
    for part in parts {
      for (record, cues) in zip(part.records, part.cues) { generation.place(record, cues) }
    }
    generation.lexical = LexicalIndex(segments: parts.map(\.segment))
    let loaded = generation
    current.withLock { $0 = loaded }
  }

  /// One batch of messages, indexed.
  private struct IndexedBatch: Sendable {
    var place: Int
    var records: [UnderstoodRecord]
    var segment: LexicalSegment
    var cues: [MessageCues]

    init(_ place: Int, _ batch: [UnderstoodRecord]) {
      self.place = place
      let terms = DocumentTerms()
      let documents = batch.map(terms.document)
      segment = LexicalSegment(documents.map(\.0))
      cues = documents.map(\.1)
      // The words are in the index; what is placed in lines needs none.
      records = batch.map { record in
        var record = record
        record.message.text = ""
        record.mentions = []
        return record
      }
    }
  }

  /// Two batches at a time are indexed while the next are read.
  private static func indexed(_ records: AsyncStream<[UnderstoodRecord]>) async -> [IndexedBatch] {
    await withTaskGroup(of: IndexedBatch.self) { group in
      var parts: [IndexedBatch] = []
      var count = 0
      for await batch in records {
        if count >= 2, let part = await group.next() { parts.append(part) }
        let place = count
        group.addTask { IndexedBatch(place, batch) }
        count += 1
      }
      for await part in group { parts.append(part) }
      return parts.sorted { $0.place < $1.place }
    }
  }

  /// Takes in one commit. Calls must come in the order of the commits, one at a time.
  public func apply(_ changes: CommittedChanges) async {
    guard !changes.isEmpty else { return }
    var next = generation
    for record in changes.channels { next.directory.put(record) }
    for user in changes.users { next.directory.put(user) }
    for source in changes.sources { next.horizon.note(source) }
    var removed: [DocumentNumber] = []
    for id in changes.withdrawn + changes.deleted {
      removed.append(DocumentNumber(id.rawValue))
    }
    for document in removed { next.displace(document) }
    for id in changes.deleted { next.horizon.complete(id) }
    let terms = DocumentTerms()
    var added: [LexicalDocument] = []
    for record in changes.understood {
      let (document, cues) = terms.document(of: record)
      added.append(document)
      next.displace(document.number)
      next.place(record, cues)
      next.horizon.complete(record.id)
    }
    if !added.isEmpty || !removed.isEmpty {
      next.lexical = next.lexical.applying(adding: added, removing: removed)
    }
    let published = next
    current.withLock { $0 = published }
  }
}

extension Generation {
  /// Puts a message into the catalog and its lines.
  mutating func place(_ record: UnderstoodRecord, _ cues: MessageCues) {
    let message = record.message
    let document = DocumentNumber(record.id.rawValue)
    let entry = MessageEntry(
      channel: record.channel, author: authors.number(of: message.author),
      sentAt: message.sentAt,
      line: LineID(channel: record.channel, thread: message.thread),
      secondLine: message.thread == message.id
        ? LineID(channel: record.channel, thread: nil) : nil,
      parent: record.parent.map { DocumentNumber($0.rawValue) },
      cues: cues)
    catalog[document] = entry
    if entry.parent == nil, let parent = message.replyTo {
      pending.await(MessageKey(channel: message.channel, id: parent), for: document)
    }
    for reply in pending.arrived(message.key) { catalog[reply]?.parent = document }
    let stop = Timeline.Stop(sentAt: message.sentAt, document: document)
    for line in entry.lines { timelines[line, default: Timeline()].insert(stop) }
    recent[entry.channel, default: Timeline()].insert(stop)
  }

  /// Takes a message out again, if it is there.
  mutating func displace(_ document: DocumentNumber) {
    guard let entry = catalog[document] else { return }
    catalog[document] = nil
    pending.forget(document)
    let stop = Timeline.Stop(sentAt: entry.sentAt, document: document)
    for line in entry.lines {
      timelines[line]?.remove(stop)
      if timelines[line]?.isEmpty == true { timelines[line] = nil }
    }
    recent[entry.channel]?.remove(stop)
  }
}
