/// When segments are merged: geometrically, as in a log-structured merge tree (O'Neil et al., Acta
/// Informatica 33, 1996) with a growth of two.
///
/// By ascending number of live documents, each segment has at least twice as many as the one before,
/// so n documents lie in at most log₂ n + 1 segments, and a document is rewritten O(log n) times. A
/// segment more than half of whose documents are deleted is rewritten at once, so deleted documents
/// take at most as much room as live ones.
enum MergePolicy {
  /// The same live documents in segments that obey the policy, largest first.
  static func settle(_ segments: [LiveSegment]) -> [LiveSegment] {
    var segments = segments.filter { $0.count > 0 }
      .map { $0.count * 2 < $0.segment.documentCount ? $0.compacted() : $0 }
    segments.sort { $0.count < $1.count }
    var settled: [LiveSegment] = []
    // Segments that will be merged into one, and how many live documents they have.
    var group: [LiveSegment] = []
    var grouped = 0
    for segment in segments {
      if !group.isEmpty, segment.count >= 2 * grouped {
        settled.append(merged(group))
        group = []
        grouped = 0
      }
      group.append(segment)
      grouped += segment.count
    }
    if !group.isEmpty { settled.append(merged(group)) }
    return settled.reversed()
  }

  /// Merges the two smallest until one is left (Huffman's order, which rewrites the least).
  private static func merged(_ group: [LiveSegment]) -> LiveSegment {
    var descending = group.sorted { $0.count > $1.count }
    while descending.count > 1 {
      let smallest = descending.removeLast()
      let next = descending.removeLast()
      let merged = LiveSegment(LexicalSegment(merging: next, smallest))
      let place = descending.firstIndex { $0.count < merged.count } ?? descending.count
      descending.insert(merged, at: place)
    }
    return descending[0]
  }
}
