import LinearAlgebra

/// Embeddings in eight bits, each row with a scale of its own.
struct ByteTable: Sendable {
  let columns: Int
  let bytes: [Int8]
  let scales: [Float]

  var rows: Int { scales.count }

  /// Adds row `index` to row `row` of `matrix`.
  func add(_ index: Int, to row: Int, of matrix: inout Matrix) {
    let start = index * columns
    matrix.addToRow(row, bytes: bytes[start..<start + columns], scale: scales[index])
  }
}
