/// Abbreviations that keep their full stop.
enum Abbreviations {
  /// Written with a stop, given without it. Words that as often end a sentence (`min`, `sat`) are absent.
  private static let words: Set<String> = [
    "mr", "mrs", "dr", "prof", "st", "jr", "sr", "sgt", "capt", "sen", "inc", "ltd",
    "corp", "dept", "univ", "approx", "etc", "vs", "viz", "cf", "eq", "vol", "pp", "eds", "resp",
    "tel", "blvd",
    "jan", "feb", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec", "tue", "tues", "thu",
    "thur", "thurs", "a.k.a", "ph.d", "esp", "incl", "excl",
  ]

  static let longest = 12

  static func contains(_ bytes: ArraySlice<UInt8>) -> Bool {
    let word = String(decoding: bytes.map(\.asciiLowercased), as: UTF8.self)
    return words.contains(word)
  }

  /// Whether a sentence may go on behind an abbreviation even where a common word follows in capitals.
  static func isTitle(_ bytes: ArraySlice<UInt8>) -> Bool {
    titles.contains(String(decoding: bytes.map(\.asciiLowercased), as: UTF8.self))
  }

  private static let titles: Set<String> = [
    "mr.", "mrs.", "dr.", "prof.", "st.", "capt.", "sgt.", "sen.", "e.g.", "i.e.", "vs.", "cf.",
    "viz.", "approx.", "esp.", "incl.", "excl.", "resp.",
  ]
}
