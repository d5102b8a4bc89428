import Language

/// Finds capitalised names.
///
/// A name is a run of one to five words in capitals. The first word of a sentence is in capitals anyway,
/// so it counts only where more speaks for it: inner capitals, the same word in capitals elsewhere, a
/// capitalised word or a verb behind it.
struct NameFinder {
  static let longestRun = 5
  let wording: Wording

  /// Ranges of tokens, in the order of the text.
  /// - Complexity: O(n) in the tokens.
  func names() -> [Range<Int>] {
    let capitalised = wording.text.tokens.indices.map(canBeInName)
    guard capitalised.contains(true) else { return [] }
    var seenInside: Set<String> = []
    for sentence in wording.text.sentences {
      for index in sentence.dropFirst() where capitalised[index] {
        seenInside.insert(wording.words[index])
      }
    }
    var result: [Range<Int>] = []
    for sentence in wording.text.sentences where !isShouted(sentence, capitalised) {
      appendNames(of: sentence, capitalised, seenInside, to: &result)
    }
    return result
  }

  private func appendNames(
    of sentence: Range<Int>, _ capitalised: [Bool], _ seenInside: Set<String>,
    to result: inout [Range<Int>]
  ) {
    let initial = sentence.first { wording.isContent($0) }
    var index = sentence.lowerBound
    while index < sentence.upperBound {
      guard capitalised[index] else {
        index += 1
        continue
      }
      var end = index + 1
      while end < sentence.upperBound, capitalised[end] { end += 1 }
      var start = index
      if index == initial, !isNameAtStart(index, runEnd: end, in: sentence, seenInside) {
        start += 1
      }
      if let name = withoutCommonEdges(start..<end) { result.append(name) }
      index = end
    }
  }

  /// Whether a word can be part of a name.
  private func canBeInName(_ index: Int) -> Bool {
    guard wording.kind(index) == .word, wording.words[index] != "i" else { return false }
    return wording.isCapitalised(index)
  }

  /// A sentence of four or more words, nearly all in capitals, names nobody.
  private func isShouted(_ sentence: Range<Int>, _ capitalised: [Bool]) -> Bool {
    var words = 0
    var shouted = 0
    for index in sentence where wording.kind(index) == .word {
      words += 1
      if capitalised[index] && !hasLowercase(index) { shouted += 1 }
    }
    return words >= 4 && shouted * 4 >= words * 3
  }

  private func hasLowercase(_ index: Int) -> Bool {
    wording.text.bytes(at: index).contains { (97...122).contains($0) || $0 >= 0x80 }
  }

  private func isNameAtStart(
    _ index: Int, runEnd: Int, in sentence: Range<Int>, _ seenInside: Set<String>
  ) -> Bool {
    let word = wording.words[index]
    if StopWords.english.contains(word) || CommonWords.starters.contains(word) { return false }
    if hasInnerCapital(index) || seenInside.contains(word) && !word.isEmpty { return true }
    if word.hasSuffix("ing") || word.hasSuffix("ed") || word.hasSuffix("ly") { return false }
    if runEnd > index + 1 { return true }
    guard index + 1 < sentence.upperBound, wording.kind(index + 1) == .word else { return false }
    return CommonWords.verbs.contains(wording.words[index + 1])
  }

  /// Acronyms, `GitHub`.
  private func hasInnerCapital(_ index: Int) -> Bool {
    wording.text.bytes(at: index).dropFirst().contains { (65...90).contains($0) }
  }

  /// The run without function words, weekdays and months before or behind; nil where nothing is left or
  /// too much for one name.
  private func withoutCommonEdges(_ run: Range<Int>) -> Range<Int>? {
    var run = run
    while let first = run.first, isCommon(first) { run = first + 1..<run.upperBound }
    while let last = run.last, StopWords.english.contains(wording.words[last]) {
      run = run.lowerBound..<last
    }
    guard !run.isEmpty, run.count <= Self.longestRun else { return nil }
    if run.count == 1, wording.text.tokens[run.lowerBound].utf8.count == 1 { return nil }
    return run
  }

  private func isCommon(_ index: Int) -> Bool {
    let word = wording.words[index]
    // `May` is a month and `IT` a department: capitals all through are taken at their word.
    return CommonWords.calendar.contains(word) || CommonWords.exclamations.contains(word)
      || StopWords.english.contains(word)
  }
}
