import GraphStore
import HashTreeCollections
import KnowledgeModel
import LexicalSearch

/// The messages that are weighed for one question, in the order of the lines they stand in.
struct Candidates {
  /// A message at its place in a line of talk; one that begins a thread stands in two.
  struct Place {
    var document: DocumentNumber
    /// Index into `documents`.
    var slot: Int
    /// Places with the same number stand in one line.
    var line: Int
    var position: Int
  }

  /// Each candidate once.
  private(set) var documents: [DocumentNumber] = []
  /// Sorted by line, then by position.
  private(set) var places: [Place] = []
  /// The slot of each document by its number; −1 for what is no candidate.
  private var slots: [Int32]

  /// Messages taken from the index; what stands near them comes along. In 86,000 messages of talk three
  /// hundred find what three thousand find.
  static let seeds = 400
  /// How far around a seed.
  private static let reach = 4

  /// - Complexity: O(seeds · reach · log messages + documents / 4) — the table of slots is cleared.
  init(seeds: [DocumentNumber], in generation: Generation) {
    slots = [Int32](repeating: -1, count: generation.lexical.documentBound)
    var lines: [LineID: Int] = [:]
    for seed in seeds {
      guard let entry = generation.catalog[seed] else { continue }
      let stop = Timeline.Stop(sentAt: entry.sentAt, document: seed)
      add(seed)
      if let parent = entry.parent, generation.catalog[parent] != nil { add(parent) }
      for line in entry.lines {
        if lines[line] == nil { lines[line] = lines.count }
        generation.timelines[line]?.visitNeighbours(of: stop, reach: Self.reach) { near, _ in
          add(near.document)
        }
      }
    }
    place(lines, in: generation)
  }

  private mutating func add(_ document: DocumentNumber) {
    guard slots[Int(document)] < 0 else { return }
    slots[Int(document)] = Int32(documents.count)
    documents.append(document)
  }

  /// Neighbours of a thread's first message belong to one of its lines only, so each candidate is placed in
  /// those of its own lines that were reached.
  private mutating func place(_ lines: [LineID: Int], in generation: Generation) {
    for (slot, document) in documents.enumerated() {
      guard let entry = generation.catalog[document] else { continue }
      let stop = Timeline.Stop(sentAt: entry.sentAt, document: document)
      for line in entry.lines {
        guard let number = lines[line],
          let position = generation.timelines[line]?.position(of: stop)
        else { continue }
        places.append(Place(document: document, slot: slot, line: number, position: position))
      }
    }
    places.sort { ($0.line, $0.position) < ($1.line, $1.position) }
  }

  /// The slot of a document; nil for what is no candidate.
  func slot(of document: DocumentNumber) -> Int? {
    let slot = slots[Int(document)]
    return slot < 0 ? nil : Int(slot)
  }
}
