import LinearAlgebra
import SeededTesting
import Testing

@Suite struct `Matrices` {
  private static func random(_ rows: Int, _ columns: Int, _ generator: inout SeededGenerator)
    -> Matrix
  {
    Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &generator) })
  }

  private static func isClose(_ a: Float, _ b: Float) -> Bool {
    abs(a - b) <= 1e-4 * max(1, abs(b))
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a product is what the definition says`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let (rows, inner, columns) = (
      Int.random(in: 0...40, using: &generator), Int.random(in: 1...70, using: &generator),
      Int.random(in: 1...50, using: &generator)
    )
    let left = Self.random(rows + 3, inner, &generator)
    let right = Self.random(inner, columns, &generator)
    let bias = (0..<columns).map(Float.init)
    var product = Matrix(rows: rows, repeating: bias)
    product.add(left, rows: 2..<rows + 2, times: right)
    for row in 0..<rows {
      for column in 0..<columns {
        let expected = (0..<inner).reduce(bias[column]) {
          $0 + left[row + 2, $1] * right[$1, column]
        }
        #expect(Self.isClose(product[row, column], expected), "seed \(seed)")
      }
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `scalar products pair every row with every row`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let left = Self.random(9, 12, &generator)
    let right = Self.random(8, 10, &generator)
    let products = Matrix.scalarProducts(
      left, rows: 3..<7, from: 2, right, rows: 1..<6, from: 4, width: 5)
    #expect(products.rows == 4 && products.columns == 5)
    for row in 0..<4 {
      for column in 0..<5 {
        let expected = (0..<5).reduce(Float(0)) {
          $0 + left[row + 3, 2 + $1] * right[column + 1, 4 + $1]
        }
        #expect(Self.isClose(products[row, column], expected), "seed \(seed)")
      }
    }
  }

  @Test func `a normalised row has mean 0 and variance 1 before gain and shift`() {
    var generator = SeededGenerator(seed: 1)
    var matrix = Self.random(5, 37, &generator)
    matrix.normalizeRows(
      gain: [Float](repeating: 2, count: 37), shift: [Float](repeating: 3, count: 37))
    for row in 0..<5 {
      let values = (0..<37).map { (matrix[row, $0] - 3) / 2 }
      let mean = values.reduce(0, +) / 37
      let variance = values.reduce(0) { $0 + $1 * $1 } / 37 - mean * mean
      #expect(abs(mean) < 1e-4 && abs(variance - 1) < 1e-2)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a gated recurrence is the one of its equations, each segment alone`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let width = 2 * Int.random(in: 1...20, using: &generator)
    let gates = Self.random(11, 3 * width, &generator)
    let segments = [0..<4, 4..<4, 4..<5, 5..<11]
    let result = gates.gatedRecurrence(segments: segments)
    for segment in segments {
      let expected = Self.plainRecurrence(gates, segment, width: width)
      for (row, line) in zip(segment, expected) {
        for column in 0..<width {
          #expect(abs(result[row, column] - line[column]) < 1e-5, "seed \(seed)")
        }
      }
    }
  }

  private static func plainRecurrence(_ gates: Matrix, _ segment: Range<Int>, width: Int)
    -> [[Float]]
  {
    func sigmoid(_ x: Float) -> Double { 1 / (1 + exponential(-Double(x))) }
    var result = [[Float]](
      repeating: [Float](repeating: 0, count: width), count: segment.count)
    for column in 0..<width {
      let rows = column < width / 2 ? Array(segment) : segment.reversed()
      var carried = 0.0
      for row in rows {
        let forget = sigmoid(gates[row, width + column])
        carried = forget * carried + (1 - forget) * Double(gates[row, column])
        let e = exponential(2 * carried)
        let squashed = (e - 1) / (e + 1)
        result[row - segment.lowerBound][column] =
          Float(sigmoid(gates[row, 2 * width + column]) * squashed)
      }
    }
    return result
  }

  /// By its series, after halving; needs no library.
  private static func exponential(_ x: Double) -> Double {
    if abs(x) > 0.01 {
      let half = exponential(x / 2)
      return half * half
    }
    return 1 + x + x * x / 2 + x * x * x / 6 + x * x * x * x / 24
  }

  @Test func `gates far from 0 are fully open or shut, not infinite`() {
    var values: [Float] = []
    for _ in 0..<3 { values += [0.5, 0.25, -1e30, 1e30, 1e30, -1e30] }
    let result = Matrix(rows: 3, columns: 6, values: values).gatedRecurrence(segments: [0..<3])
    for row in 0..<3 {
      #expect(abs(result[row, 0] - 0.46211717) < 1e-5)
      #expect(abs(result[row, 1]) < 1e-5)
    }
  }

  @Test func `neighbours stop at the ends of a segment`() {
    let matrix = Matrix(rows: 4, columns: 1, values: [1, 2, 3, 4])
    let windows = matrix.withNeighbours(segments: [0..<3, 3..<4])
    #expect(windows.values == [0, 1, 2, 1, 2, 3, 2, 3, 0, 0, 4, 0])
  }

  @Test func `the first of equals is the greatest`() {
    let matrix = Matrix(rows: 2, columns: 4, values: [0, 0, 0, 0, 1, 3, 3, 2])
    #expect(matrix.greatest(inRow: 1) == 1)
    #expect(matrix.greatest(inRow: 1, columns: 2..<4) == 2)
    #expect(matrix.greatest(inRow: 0, columns: 3..<3) == nil)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a block is replaced by a product, the rest stays`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let source = Self.random(6, 7, &generator)
    let weights = Self.random(3, 3, &generator)
    let before = Self.random(6, 5, &generator)
    var matrix = before
    matrix.setBlock(rows: 2..<5, from: 1, weights, source, from: 4, width: 3)
    for row in 0..<6 {
      for column in 0..<5 {
        let isInside = (2..<5).contains(row) && (1..<4).contains(column)
        let product = (0..<3).reduce(Float(0)) {
          $0 + (isInside ? weights[row - 2, $1] * source[$1 + 2, column + 3] : 0)
        }
        let expected = isInside ? product : before[row, column]
        #expect(Self.isClose(matrix[row, column], expected), "seed \(seed)")
      }
    }
  }

  @Test func `shares of a row sum to 1 and keep its order, however large its values`() {
    var matrix = Matrix(rows: 2, columns: 4, values: [0, 1, 2, 3, 1e6, -1e6, 1e6, 0])
    matrix.softmaxRows()
    #expect(abs(matrix[0, 3] / matrix[0, 2] - 2.7182817) < 1e-3)
    #expect(abs((0..<4).map { matrix[0, $0] }.reduce(0, +) - 1) < 1e-5)
    #expect(matrix[1, 0] == 0.5 && matrix[1, 2] == 0.5)
    #expect(matrix[1, 1] < 1e-30 && matrix[1, 3] < 1e-30)
  }

  @Test func `a score gains the preference for its distance`() {
    var matrix = Matrix(rows: 4, columns: 4)
    matrix.scaleAndAddBands(2, [-2, -1, 0, 1, 2], reach: 2)
    #expect((0..<4).map { matrix[0, $0] } == [0, 1, 2, 2])
    #expect((0..<4).map { matrix[3, $0] } == [-2, -2, -1, 0])
  }
}
