/// Floats in rows of equal length, one row after the other.
public struct Matrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// `rows · columns` values; the element in row r and column c is at `r · columns + c`.
  public private(set) var values: [Float]

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative number of rows or columns")
    self.rows = rows
    self.columns = columns
    values = [Float](repeating: 0, count: rows * columns)
  }

  /// Takes `values` as they are; there must be `rows · columns` of them.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "a matrix needs as many values as it has places")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Rows that are all alike, such as a bias before a product is added to it.
  public init(rows: Int, repeating row: [Float]) {
    self.rows = rows
    columns = row.count
    values = []
    values.reserveCapacity(rows * row.count)
    for _ in 0..<rows { values.append(contentsOf: row) }
  }

  public subscript(row: Int, column: Int) -> Float {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// The position of the greatest of some columns of a row, the first among equals; nil without columns.
  /// - Complexity: O(columns).
  public func greatest(inRow row: Int, columns range: Range<Int>? = nil) -> Int? {
    let range = range ?? 0..<columns
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns of this matrix")
    guard var best = range.first else { return nil }
    let start = row * columns
    var value = values[start + best]
    for column in range where values[start + column] > value {
      best = column
      value = values[start + column]
    }
    return best
  }

  /// Lends the values for writing in place.
  mutating func withValues<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) -> Result
  ) -> Result {
    values.withUnsafeMutableBufferPointer { body($0) }
  }
}

extension Matrix {
  /// Some of the columns, as a matrix of its own.
  public func columns(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns of this matrix")
    var taken: [Float] = []
    taken.reserveCapacity(rows * range.count)
    for row in 0..<rows {
      taken.append(
        contentsOf: values[row * columns + range.lowerBound..<row * columns + range.upperBound])
    }
    return Matrix(rows: rows, columns: range.count, values: taken)
  }
}
