import KnowledgeModel
import LinearAlgebra

/// Scores the relations that may hold between a word and its head: a hidden layer over both and their
/// distance (Kiperwasser & Goldberg 2016).
struct RelationScorer: Sendable {
  private let weight: Matrix
  private let bias: [Float]
  private let root: [Float]
  private let distance: Matrix
  private let bands: DistanceBands
  private let output: Matrix
  private let outputBias: [Float]

  init(_ model: ModelFile, width: Int, relations: Int) throws(RosemaryError) {
    root = try model.vector("rel.root")
    bias = try model.vector("rel.bias", count: root.count)
    weight = try model.matrix("rel.weight", rows: width, columns: 2 * root.count)
    distance = try model.matrix("rel.distance", columns: root.count)
    bands = try DistanceBands(count: distance.rows)
    output = try model.matrix("rel.out", rows: root.count, columns: relations)
    outputBias = try model.vector("rel.out.bias", count: relations)
  }

  /// - Parameter heads: for each row its head's number within the sentence, from 1; 0 is the root.
  func scores(_ states: Matrix, sentences: [Range<Int>], heads: [Int]) -> Matrix {
    let hidden = root.count
    let projected = Matrix.product(
      states, weight, bias: [Float](repeating: 0, count: 2 * hidden))
    var layer = Matrix(rows: states.rows, columns: hidden)
    for sentence in sentences {
      for row in sentence {
        let head = heads[row]
        let own = row - sentence.lowerBound
        let band = head == 0 ? bands.root : bands.band(from: own, to: head - 1)
        let above = (sentence.lowerBound + head - 1) * 2 * hidden + hidden
        for column in 0..<hidden {
          let fromHead = head == 0 ? root[column] : projected.values[above + column]
          layer[row, column] =
            projected[row, column] + fromHead + distance[band, column] + bias[column]
        }
      }
    }
    layer.rectify()
    return Matrix.product(layer, output, bias: outputBias)
  }
}
