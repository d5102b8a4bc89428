import KnowledgeModel
import LinearAlgebra

/// Chooses for each word the edit that makes its lemma; an edit that makes a word beats one that makes
/// none, such as `nominate` over `nominat`, unless the network is far surer of the latter.
struct Lemmatizer: Sendable {
  /// In the units of the scores (logits); chosen on part of the training data.
  private static let margin: Float = 3

  private let weight: Matrix
  private let bias: [Float]
  private let scripts: [LemmaScript]
  private let vocabulary: WordTable

  init(_ model: ModelFile, width: Int, vocabulary: WordTable) throws(RosemaryError) {
    var scripts: [LemmaScript] = []
    for label in try model.labels("lemma") {
      guard let script = LemmaScript(label) else {
        throw RosemaryError(.dataLoss, "the model has a lemma script `\(label)`")
      }
      scripts.append(script)
    }
    self.scripts = scripts
    self.vocabulary = vocabulary
    weight = try model.matrix("lemma.weight", rows: width, columns: scripts.count)
    bias = try model.vector("lemma.bias", count: scripts.count)
  }

  /// One row of `states` a word.
  func lemmas(of words: [String], _ states: Matrix) -> [String] {
    let scores = Matrix.product(states, weight, bias: bias)
    return words.indices.map { lemma(of: words[$0], scores, row: $0) }
  }

  private func lemma(of word: String, _ scores: Matrix, row: Int) -> String {
    guard let best = scores.greatest(inRow: row) else { return word }
    let lemma = scripts[best].apply(to: word)
    if vocabulary.contains(lemma) { return lemma }
    let least = scores[row, best] - Self.margin
    let rivals = scripts.indices.filter { $0 != best && scores[row, $0] >= least }
      .sorted { (-scores[row, $0], $0) < (-scores[row, $1], $1) }
    let candidates = rivals.lazy.map { scripts[$0].apply(to: word) }
    return candidates.first(where: vocabulary.contains) ?? lemma
  }
}
