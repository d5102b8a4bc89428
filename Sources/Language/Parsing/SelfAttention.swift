import KnowledgeModel
import LinearAlgebra

/// Lets each word look at all words of its sentence, with several eyes, each of which knows what it
/// seeks and how far away it is wont to find it (Vaswani et al. 2017; Shaw et al. 2018, with scalars).
struct SelfAttention: Sendable {
  /// To queries, keys and values, side by side; within each, one eye after the other.
  private let weight: Matrix
  private let bias: [Float]
  /// One row an eye, a preference for each band of distance.
  private let distance: [[Float]]
  private let reach: Int
  private let output: Matrix

  init(_ model: ModelFile, _ name: String, width: Int) throws(RosemaryError) {
    output = try model.matrix(name + "out", columns: width)
    let attended = output.rows
    weight = try model.matrix(name + "weight", rows: width, columns: 3 * attended)
    bias = try model.vector(name + "bias", count: 3 * attended)
    let preference = try model.matrix(name + "distance")
    guard preference.rows > 0, attended % preference.rows == 0, attended > 0,
      preference.columns % 2 == 1
    else { throw RosemaryError(.dataLoss, "the model's attention doesn't divide among its eyes") }
    reach = preference.columns / 2
    distance = (0..<preference.rows).map { row in
      (0..<preference.columns).map { preference[row, $0] }
    }
  }

  /// - Complexity: O(n · longest sentence).
  func attend(_ states: Matrix, sentences: [Range<Int>]) -> Matrix {
    let attended = output.rows
    let size = attended / distance.count
    let projected = Matrix.product(states, weight, bias: bias)
    var seen = Matrix(rows: states.rows, columns: attended)
    let scale = 1 / Float(size).squareRoot()
    for sentence in sentences where !sentence.isEmpty {
      for (eye, preference) in distance.enumerated() {
        var weights = Matrix.scalarProducts(
          projected, rows: sentence, from: eye * size, projected, rows: sentence,
          from: attended + eye * size, width: size)
        weights.scaleAndAddBands(scale, preference, reach: reach)
        weights.softmaxRows()
        seen.setBlock(
          rows: sentence, from: eye * size, weights, projected, from: 2 * attended + eye * size,
          width: size)
      }
    }
    return Matrix.product(
      seen, output, bias: [Float](repeating: 0, count: output.columns))
  }
}
