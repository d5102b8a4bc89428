/// How far a writer commits to a clause, read off a small table of words.
///
/// The numbers are estimates of how often readers take such a clause for a fact; a trained model will
/// take the table's place.
struct Modality: Hashable, Sendable {
  /// P(the writer presents it as so).
  var commitment: Double
  var isHedged: Bool
  /// Positions of the words that show it, within the clause's sequence; nil for a plain assertion.
  var cue: Range<Int>?

  static let assertion = Modality(commitment: 0.93, isHedged: false, cue: nil)
}

enum ModalityCues {
  private struct Cue {
    var words: [String]
    var commitment: Double
    var isHedged: Bool
  }

  /// The weakest commitment that the words of a clause show.
  ///
  /// A negation does not count: the clause holds with its `not`, as written.
  /// - Complexity: O(n); a cue is at most four words long.
  static func modality(of words: ArraySlice<String>) -> Modality {
    var weakest = Modality.assertion
    for index in words.indices {
      guard let cues = byFirstWord[words[index]] else { continue }
      for cue in cues where cue.commitment < weakest.commitment {
        guard words[index...].starts(with: cue.words) else { continue }
        if cue.words == ["if"], !opensCondition(index, in: words) { continue }
        weakest = Modality(
          commitment: cue.commitment, isHedged: cue.isHedged, cue: index..<index + cue.words.count)
      }
    }
    return weakest
  }

  /// `see if it works` asks; `if it works, …` supposes.
  private static func opensCondition(_ index: Int, in words: ArraySlice<String>) -> Bool {
    guard index > words.startIndex else { return true }
    return !["see", "know", "check", "wonder", "wondering", "ask", "sure", "as", "asked", "tell"]
      .contains(words[index - 1])
  }

  private static let byFirstWord = Dictionary(grouping: table) { $0.words[0] }

  private static let table: [Cue] =
    cues(0.2, "unlikely", "doubt", "doubtful", "improbable", "hardly likely")
    + cues(
      0.35, "might", "may", "maybe", "perhaps", "possibly", "could be", "could have",
      "possible that",
      "potentially", "conceivably")
    + cues(0.4, "if", "in case", "assuming", "unless", "suppose", "provided that")
    + cues(
      0.5, "seems", "seem", "seemed", "apparently", "not sure", "n't sure", "unsure", "looks like",
      "sounds like", "i guess", "allegedly", "supposedly", "iirc", "afaik")
    + cues(
      0.55, "says that", "said that", "heard that", "i heard", "according to", "told me",
      "reportedly",
      "rumour", "rumor")
    + cues(
      0.6, "i think", "i believe", "i suppose", "i feel like", "imo", "imho", "in my opinion",
      "n't think", "n't believe", "i assume", "i suspect", "i reckon")
    + cues(
      0.7, "probably", "likely", "should be", "expect", "expects", "expected", "presumably",
      "ought to", "most likely")
    + cues(0.75, hedged: false, "will", "'ll", "wo", "going to", "gonna", "about to", "plan to")

  private static func cues(_ commitment: Double, hedged: Bool = true, _ words: String...) -> [Cue] {
    words.map {
      Cue(
        words: $0.split(separator: " ").map(String.init), commitment: commitment, isHedged: hedged)
    }
  }
}
