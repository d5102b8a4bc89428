import KnowledgeModel

/// The words that the network knows, by the hash of their norm.
struct WordTable: Sendable {
  /// Sorted, so that a word is found by bisection.
  private let keys: [UInt64]

  init(_ model: ModelFile) throws(RosemaryError) {
    keys = try model.integers("word.keys", as: UInt64.self)
  }

  var count: Int { keys.count }

  /// The position of a word; nil for one that is not known.
  /// - Complexity: O(log n).
  func position(of key: UInt64) -> Int? {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < keys.count && keys[low] == key ? low : nil
  }

  func contains(_ word: String) -> Bool {
    position(of: WordFeatures(word.utf8).word) != nil
  }
}
