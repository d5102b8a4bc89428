/// How far a writer commits to a clause.
struct Modality: Hashable, Sendable {
  enum Ground: Hashable, Sendable {
    /// Asserted, or announced for the future.
    case plain
    /// `might`, `I think`: the writer holds it possible.
    case possibility
    /// `if`: it holds where something else does.
    case condition
    /// `she said that`: another holds it.
    case report
  }

  /// P(the writer presents it as so).
  var commitment: Double
  var ground: Ground
  /// Positions of the words that show it; nil for a plain assertion.
  var cue: Range<Int>?

  var isHedged: Bool { ground != .plain }

  static let assertion = Modality(commitment: 0.93, ground: .plain, cue: nil)
}

/// Reads a clause's modality off a small table of words.
///
/// The numbers are estimates of how often readers take such a clause for a fact; a trained model will
/// take the table's place.
enum ModalityCues {
  private struct Cue {
    var words: [String]
    var commitment: Double
    var ground: Modality.Ground
  }

  /// The weakest commitment that the words at `range` show.
  ///
  /// A negation does not count: the clause holds with its `not`, as written.
  /// - Complexity: O(n); a cue is at most three words long.
  static func modality(of range: Range<Int>, in wording: Wording) -> Modality {
    var weakest = Modality.assertion
    for index in range {
      guard let cues = byFirstWord[wording.words[index]] else { continue }
      for cue in cues where cue.commitment < weakest.commitment {
        guard wording.words[index..<range.upperBound].starts(with: cue.words),
          suits(cue, at: index, in: range, wording)
        else { continue }
        weakest = Modality(
          commitment: cue.commitment, ground: cue.ground, cue: index..<index + cue.words.count)
      }
    }
    return weakest
  }

  /// Sets apart what only looks like a cue: the month of May, one called Will, `see if it works`, `as I
  /// said`.
  private static func suits(
    _ cue: Cue, at index: Int, in range: Range<Int>, _ wording: Wording
  ) -> Bool {
    let before = index > range.lowerBound ? wording.words[index - 1] : ""
    switch cue.words[0] {
    case "may", "will": return !wording.isCapitalised(index)
    case "if": return !asking.contains(before)
    case "suppose": return before != "i"
    case "said", "says": return !before.isEmpty && before != "i" && before != "that"
    default: return true
    }
  }

  private static let asking: Set<String> = [
    "see", "know", "check", "wonder", "wondering", "ask", "asked", "sure", "as", "tell",
  ]

  private static let byFirstWord = Dictionary(grouping: table) { $0.words[0] }

  private static let table: [Cue] =
    cues(0.2, .possibility, "unlikely", "doubt", "doubtful", "improbable", "hardly likely")
    + cues(
      0.35, .possibility, "might", "may", "maybe", "perhaps", "possibly", "could be", "could have",
      "possible that", "potentially", "conceivably")
    + cues(0.4, .condition, "if", "in case", "assuming", "unless", "suppose", "provided that")
    + cues(
      0.5, .possibility, "seems", "seem", "seemed", "apparently", "not sure", "n't sure", "unsure",
      "looks like",
      "sounds like", "i guess", "allegedly", "supposedly", "iirc", "afaik")
    + cues(
      0.55, .report, "said", "says", "heard that", "i heard", "according to", "told me", "told us",
      "reportedly", "rumour", "rumor")
    + cues(
      0.6, .possibility, "i think", "i believe", "i suppose", "i feel like", "imo", "imho",
      "in my opinion",
      "n't think", "n't believe", "i assume", "i suspect", "i reckon")
    + cues(
      0.7, .possibility, "probably", "likely", "should be", "expect", "expects", "expected",
      "presumably",
      "ought to", "most likely")
    + cues(0.75, .plain, "will", "'ll", "wo", "going to", "gonna", "about to", "plan to")

  private static func cues(
    _ commitment: Double, _ ground: Modality.Ground, _ words: String...
  ) -> [Cue] {
    words.map {
      Cue(words: $0.split(separator: " ").map(String.init), commitment: commitment, ground: ground)
    }
  }
}
