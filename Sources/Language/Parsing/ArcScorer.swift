import KnowledgeModel
import LinearAlgebra

/// Scores every word as the head of every other, biaffinely (Dozat & Manning 2017), with a learned
/// preference of each word for how far its head is.
struct ArcScorer: Sendable {
  /// Projects a state to what it is as a dependent and as a head, side by side.
  private let weight: Matrix
  private let bias: [Float]
  /// Dependents to queries: what a head is matched with, then a score for each band of distance.
  private let query: Matrix
  private let queryBias: [Float]
  private let root: [Float]
  private let width: Int
  private let bands: DistanceBands

  init(_ model: ModelFile, width stateWidth: Int) throws(RosemaryError) {
    root = try model.vector("arc.root")
    width = root.count
    weight = try model.matrix("arc.weight", rows: stateWidth, columns: 2 * width)
    bias = try model.vector("arc.bias", count: 2 * width)
    let bilinear = try model.matrix("arc.bilinear", rows: width, columns: width)
    let relative = try model.matrix("arc.relative", rows: width)
    bands = try DistanceBands(count: relative.columns)
    let distance = try model.vector("arc.distance", count: relative.columns)
    queryBias = try model.vector("arc.prior", count: width) + distance
    var query = Matrix(rows: width, columns: width + relative.columns)
    for row in 0..<width {
      for column in 0..<width { query[row, column] = bilinear[row, column] }
      for column in 0..<relative.columns { query[row, width + column] = relative[row, column] }
    }
    self.query = query
  }

  /// One matrix a sentence: rows are its words as dependents; column 0 is the root, column j the word j
  /// (from 1) as the head.
  func scores(_ states: Matrix, sentences: [Range<Int>]) -> [Matrix] {
    var projected = Matrix.product(states, weight, bias: bias)
    projected.rectify()
    let queries = Matrix.product(
      projected.columns(0..<width), query, bias: queryBias)
    return sentences.map { score(projected, queries, $0) }
  }

  private func score(_ projected: Matrix, _ queries: Matrix, _ sentence: Range<Int>) -> Matrix {
    let heads = Matrix.scalarProducts(
      queries, rows: sentence, from: 0, projected, rows: sentence, from: width, width: width)
    let rootRow = Matrix(rows: 1, columns: width, values: root)
    let roots = Matrix.scalarProducts(
      queries, rows: sentence, from: 0, rootRow, rows: 0..<1, from: 0, width: width)
    var result = Matrix(rows: sentence.count, columns: sentence.count + 1)
    for row in 0..<sentence.count {
      let near = width + (sentence.lowerBound + row) * queries.columns
      result[row, 0] = roots[row, 0] + queries.values[near + bands.root]
      for head in 0..<sentence.count where head != row {
        result[row, head + 1] =
          heads[row, head] + queries.values[near + bands.band(from: row, to: head)]
      }
      result[row, row + 1] = -10_000
    }
    return result
  }
}

/// How far away a head is, cut off at a reach on either side; the root is a band of its own.
struct DistanceBands: Sendable {
  private let reach: Int

  /// - Parameter count: twice the reach, and two.
  init(count: Int) throws(RosemaryError) {
    guard count >= 4, count % 2 == 0 else {
      throw RosemaryError(.dataLoss, "the model has \(count) bands of distance")
    }
    reach = count / 2 - 1
  }

  var root: Int { 2 * reach + 1 }

  func band(from dependent: Int, to head: Int) -> Int {
    min(max(head - dependent, -reach), reach) + reach
  }
}
