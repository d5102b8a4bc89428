import Language

/// Cuts sentences into clauses, and finds what kind of speech act each is.
struct ClauseReader {
  let wording: Wording

  enum Act: Hashable {
    /// ARG1 is `matter`; the words at `cue` ask for it.
    case request(matter: Range<Int>, cue: Range<Int>)
    case question(matter: Range<Int>, cue: Range<Int>)
    case assertion(matter: Range<Int>)
  }

  /// The clauses of a sentence: it is cut at `;`, before a request, and at `but` between two clauses.
  /// - Complexity: O(n).
  func clauses(of sentence: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = sentence.lowerBound
    var hasVerb = false
    for index in sentence {
      if index > start, isCut(index, hasVerb: hasVerb, in: sentence) {
        result.append(start..<index)
        start = index
        hasVerb = false
      }
      hasVerb =
        hasVerb || CommonWords.verbs.contains(wording.words[index])
        || wording.words[index] == "n't"
    }
    result.append(start..<sentence.upperBound)
    return result
  }

  private func isCut(_ index: Int, hasVerb: Bool, in sentence: Range<Int>) -> Bool {
    guard index + 1 < sentence.upperBound else { return false }
    switch wording.words[index] {
    case ";": return true
    case ",": return requestCue(at: index + 1, in: sentence) != nil
    case "and", "so": return hasVerb && requestCue(at: index + 1, in: sentence) != nil
    case "but" where hasVerb:
      // A bound keeps this linear: a clause shows its verb early.
      return (index + 1..<min(index + 8, sentence.upperBound)).contains {
        CommonWords.verbs.contains(wording.words[$0])
      }
    default: return false
    }
  }

  /// What the writer does with a clause; nil where it has no two words, or only greets.
  func act(of clause: Range<Int>) -> Act? {
    let matter = wording.trimmed(clause)
    let opened = matter.drop { index in
      wording.kind(index) == .handle || CommonWords.openers.contains(wording.words[index])
        || !wording.isContent(index)
    }
    let content = matter.count { wording.isContent($0) }
    let says = matter.contains {
      wording.isContent($0) && wording.kind($0) != .handle
        && !CommonWords.interjections.contains(wording.words[$0])
    }
    guard content >= 2, says, !opened.isEmpty else { return nil }
    if let cue = requestCue(at: opened.startIndex, in: opened.startIndex..<matter.upperBound) {
      let isPolite = wording.words[matter.upperBound - 1] == "please"
      let asked = wording.trimmed(cue.upperBound..<matter.upperBound - (isPolite ? 1 : 0))
      if !asked.isEmpty { return .request(matter: asked, cue: cue) }
    }
    if let cue = questionCue(opened.startIndex..<matter.upperBound, clause) {
      return .question(matter: matter, cue: cue)
    }
    // `but` and `and` join the clause to the one before and are no part of what it says.
    let joint = ["but", "and", "so"].contains(wording.words[matter.lowerBound])
    let stated = joint ? wording.trimmed(matter.dropFirst()) : matter
    return stated.isEmpty ? nil : .assertion(matter: stated)
  }

  /// The words that ask for something, where they start at `index`: `can we`, `would you mind`,
  /// `please`, `let's`.
  private func requestCue(at index: Int, in range: Range<Int>) -> Range<Int>? {
    func word(_ offset: Int) -> String {
      index + offset < range.upperBound ? wording.words[index + offset] : ""
    }
    var end: Int
    switch word(0) {
    case "can", "could":
      guard Self.asked.contains(word(1)) else { return nil }
      end = index + 2
    case "would", "will":
      guard Self.asked.contains(word(1)), ["mind", "please", "kindly"].contains(word(2)) else {
        return nil
      }
      end = index + 3
    case "please", "pls", "plz", "kindly", "lets": end = index + 1
    case "let" where word(1) == "'s": end = index + 2
    default: return nil
    }
    while end < range.upperBound,
      Self.fillers.contains(wording.words[end])
    {
      end += 1
    }
    return end < range.upperBound && wording.isContent(end) ? index..<end : nil
  }

  /// What may stand between a request and what it requests.
  private static let fillers: Set<String> = [
    "please", "maybe", "possibly", "just", "also", "guys", "folks", "all",
  ]
  private static let asked: Set<String> = [
    "we", "you", "u", "someone", "somebody", "anyone", "anybody", "everyone",
  ]

  /// The question mark behind a clause, or the question word and auxiliary that open it.
  private func questionCue(_ opened: Range<Int>, _ clause: Range<Int>) -> Range<Int>? {
    let tail = clause.suffix(from: wording.trimmed(clause).upperBound)
    if let mark = tail.first(where: { wording.words[$0].utf8.contains(UInt8(ascii: "?")) }) {
      return mark..<mark + 1
    }
    guard opened.count >= 3, tail.isEmpty else { return nil }
    let first = opened.lowerBound
    let asks =
      Self.questionWords.contains(wording.words[first])
      && Self.auxiliaries.contains(wording.words[first + 1])
      || Self.auxiliaries.contains(wording.words[first])
        && Self.subjects.contains(wording.words[first + 1])
    return asks ? first..<first + 2 : nil
  }

  private static let questionWords: Set<String> = [
    "who", "whom", "whose", "what", "which", "when", "where", "why", "how",
  ]
  private static let auxiliaries: Set<String> = [
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "would", "will",
    "has", "have", "am", "'s",
  ]
  private static let subjects: Set<String> = [
    "i", "you", "we", "they", "he", "she", "it", "there", "this", "that", "anyone", "anybody",
    "someone",
  ]
}
