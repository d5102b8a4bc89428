/// The additive model: what each feature of a candidate is worth.
///
/// Features lie between 0 and about 1. The weights of the question's features were learned, by pairwise
/// logistic regression with non-negative weights, on conversations and meetings (leave one conversation out),
/// and rounded; those of the reader's features (recency, interest) are set low, so that they decide between
/// messages that answer alike and never hide an exact match.
struct Blend {
  var lexical = 3.8
  var window = 7.3
  var answer = 5.3
  var surroundings = 1.5
  var speaker = 1.1
  var mention = 0.5
  var time = 2.6
  var number = 1.3
  var recency = 0.3
  var present = 3.0
  var interest = 0.3

  static let standard = Blend()
}

/// The features of one candidate, each with its name.
struct Features {
  /// BM25 of its own words, as a share of the most that the question allows.
  var lexical = 0.0
  /// The question's terms found here or near by, each once, near ones nearly whole.
  var window = 0.0
  /// BM25 of the message before it, where that asks and somebody else answers.
  var answer = 0.0
  /// BM25 of what is said around it.
  var surroundings = 0.0
  /// The question names its author.
  var speaker = 0.0
  /// It mentions what the question names.
  var mention = 0.0
  /// The question asks when, and it says when.
  var time = 0.0
  /// The question asks how many, and it says a number.
  var number = 0.0
  /// 1 for a message sent now, halved every week.
  var recency = 0.0
  /// The same, where the question asks how things stand.
  var present = 0.0
  /// How much of what the reader cares for it is about.
  var interest = 0.0

  /// Named terms in the order in which they are summed; those that are nought left out.
  func terms(_ blend: Blend) -> [(name: String, value: Double)] {
    [
      ("lexical", lexical * blend.lexical),
      ("window", window * blend.window),
      ("answer", answer * blend.answer),
      ("surroundings", surroundings * blend.surroundings),
      ("speaker", speaker * blend.speaker),
      ("mention", mention * blend.mention),
      ("time", time * blend.time),
      ("number", number * blend.number),
      ("recency", recency * blend.recency),
      ("present", present * blend.present),
      ("interest", interest * blend.interest),
    ].filter { $0.1 != 0 }
  }

  /// The sum of ``terms(_:)``, in their order; written out, since it is computed for every candidate.
  func score(_ blend: Blend) -> Double {
    var sum = lexical * blend.lexical
    sum += window * blend.window
    sum += answer * blend.answer
    sum += surroundings * blend.surroundings
    sum += speaker * blend.speaker
    sum += mention * blend.mention
    sum += time * blend.time
    sum += number * blend.number
    sum += recency * blend.recency
    sum += present * blend.present
    return sum + interest * blend.interest
  }
}
