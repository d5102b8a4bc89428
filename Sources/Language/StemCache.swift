/// A bounded memory of stems, for bulk indexing: one slot per hash, the newest word wins.
///
/// Not for use from two threads at once; each indexing thread owns one.
/// - Complexity: O(1) per word; about 1 MiB.
public final class StemCache {
  private struct Slot {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var stem = ""
  }

  private static let slotCount = 1 << 14
  private var slots = [Slot](repeating: Slot(), count: slotCount)
  var stemmer = PorterStemmer()

  public init() {}

  /// The stem of a word in lower-case ASCII letters.
  func stem(_ word: ArraySlice<UInt8>) -> String {
    guard word.count < 16 else { return uncachedStem(word) }
    // The letters are the key itself, so no two words are taken for one.
    var high: UInt64 = 0
    var low: UInt64 = 0
    for byte in word {
      high = high << 8 | low >> 56
      low = low << 8 | UInt64(byte)
    }
    let mixed = (low ^ high &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    let index = Int(mixed >> 50)
    if slots[index].low == low, slots[index].high == high { return slots[index].stem }
    let stem = uncachedStem(word)
    slots[index] = Slot(high: high, low: low, stem: stem)
    return stem
  }

  private func uncachedStem(_ word: ArraySlice<UInt8>) -> String {
    stemmer.stem(word)
    return String(decoding: stemmer.word, as: UTF8.self)
  }
}
