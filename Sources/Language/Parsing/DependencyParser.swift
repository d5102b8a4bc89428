public import KnowledgeModel
import LinearAlgebra

/// What the parser says of a word.
public struct ParsedWord: Hashable, Sendable {
  /// Universal Dependencies' part of speech, such as `NOUN`.
  public var universalTag: String
  /// The Penn Treebank's part of speech, such as `NNS`.
  public var pennTag: String
  /// Universal features as in CoNLL-U, such as `Number=Plur`; `_` for none.
  public var features: String
  public var lemma: String
  /// The head's number within the sentence, from 1; 0 for the root.
  public var head: Int
  /// The relation to the head, such as `nsubj:pass`.
  public var relation: String
}

/// Tags, lemmas and Universal Dependencies, by a small neural network.
///
/// Holds weights only, so any number of threads may share one. The same sentences in the same call give
/// the same answer.
public struct DependencyParser: Sendable {
  private let embedding: WordEmbedding
  private let encoder: SentenceEncoder
  private let tags: [TagScorer]
  private let arcs: ArcScorer
  private let relations: RelationScorer
  private let relationLabels: [String]
  private let lemmatizer: Lemmatizer

  private struct TagScorer: Sendable {
    let weight: Matrix
    let bias: [Float]
    let labels: [String]

    init(_ model: ModelFile, _ name: String, width: Int) throws(RosemaryError) {
      labels = try model.labels(name)
      weight = try model.matrix(name + ".weight", rows: width, columns: labels.count)
      bias = try model.vector(name + ".bias", count: labels.count)
    }

    func best(_ states: Matrix) -> [Int] {
      let scores = Matrix.product(states, weight, bias: bias)
      return (0..<states.rows).map { scores.greatest(inRow: $0) ?? 0 }
    }
  }

  /// - Throws: `DATA_LOSS` where tensors are missing or do not fit together.
  public init(_ model: ModelFile) throws(RosemaryError) {
    embedding = try WordEmbedding(model)
    let width = try model.vector("input.gain").count
    encoder = try SentenceEncoder(model, width: width)
    var tags: [TagScorer] = []
    for name in ["upos", "xpos", "feats"] {
      tags.append(try TagScorer(model, name, width: width))
    }
    self.tags = tags
    lemmatizer = try Lemmatizer(model, width: width, vocabulary: embedding.words)
    relationLabels = try model.labels("rel")
    arcs = try ArcScorer(model, width: width)
    relations = try RelationScorer(model, width: width, relations: relationLabels.count)
  }

  /// How many words go through the network at a time; a sentence is never divided.
  private static let wordsAtATime = 512

  /// One list of words a sentence. A sentence of more than ``KnowledgeModel/Limits/tokensPerSentence`` words must be
  /// divided before.
  /// - Complexity: O(n · longest sentence).
  public func parse(_ sentences: [[String]]) -> [[ParsedWord]] {
    var result: [[ParsedWord]] = []
    result.reserveCapacity(sentences.count)
    var start = 0
    while start < sentences.count {
      var end = start
      var words = 0
      while end < sentences.count,
        end == start || words + sentences[end].count <= Self.wordsAtATime
      {
        words += sentences[end].count
        end += 1
      }
      result.append(contentsOf: parseTogether(sentences[start..<end]))
      start = end
    }
    return result
  }

  private func parseTogether(_ sentences: ArraySlice<[String]>) -> [[ParsedWord]] {
    var ranges: [Range<Int>] = []
    var features: [WordFeatures] = []
    for sentence in sentences {
      ranges.append(features.count..<features.count + sentence.count)
      features.append(contentsOf: sentence.map { WordFeatures($0.utf8) })
    }
    let states = encoder.encode(embedding.embed(features), sentences: ranges)
    let best = tags.map { $0.best(states) }
    let heads = arcs.scores(states, sentences: ranges).flatMap(MaximumArborescence.heads)
    let scores = relations.scores(states, sentences: ranges, heads: heads)
    let lemmas = lemmatizer.lemmas(of: Array(sentences.joined()), states)
    return ranges.map { range in
      range.map { row in
        ParsedWord(
          universalTag: tags[0].labels[best[0][row]], pennTag: tags[1].labels[best[1][row]],
          features: tags[2].labels[best[2][row]], lemma: lemmas[row],
          head: heads[row], relation: relationLabels[scores.greatest(inRow: row) ?? 0])
      }
    }
  }
}
