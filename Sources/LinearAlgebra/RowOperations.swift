import CKernels

/// What a neural layer does to rows besides multiplying them.
extension Matrix {
  /// Brings each row to mean 0 and variance 1, then scales and shifts it, column by column
  /// (Ba, Kiros & Hinton 2016).
  public mutating func normalizeRows(gain: [Float], shift: [Float]) {
    precondition(gain.count == columns && shift.count == columns, "one gain and shift a column")
    let (rows, columns) = (rows, columns)
    withValues { target in
      guard let start = target.baseAddress else { return }
      ck_normalize_rows(start, gain, shift, rows, columns)
    }
  }

  /// Replaces what is below 0 by 0.
  public mutating func rectify() {
    withValues { target in
      guard let start = target.baseAddress else { return }
      ck_rectify(start, target.count)
    }
  }

  /// Adds another matrix of the same shape.
  public mutating func add(_ other: Matrix) {
    precondition(other.rows == rows && other.columns == columns, "shapes must agree")
    withValues { target in
      guard let start = target.baseAddress else { return }
      ck_add(start, other.values, target.count)
    }
  }

  /// Half as many columns: each the greater of a column in the left and in the right half
  /// (Goodfellow et al. 2013, with two pieces).
  public func maxout() -> Matrix {
    var result = Matrix(rows: rows, columns: columns / 2)
    let width = result.columns
    result.withValues { target in
      guard let start = target.baseAddress else { return }
      ck_maxout(start, values, rows, width)
    }
    return result
  }

  /// Adds `scale · bytes` to a row: an embedding kept in eight bits.
  public mutating func addToRow(_ row: Int, bytes: ArraySlice<Int8>, scale: Float) {
    precondition(
      bytes.count == columns && row >= 0 && row < rows, "a row of this matrix, and as many bytes")
    let width = columns
    withValues { target in
      bytes.withUnsafeBufferPointer { source in
        guard let start = target.baseAddress, let source = source.baseAddress else { return }
        ck_add_scaled_bytes(start + row * width, source, scale, width)
      }
    }
  }

  /// Runs a gated recurrence through each segment of rows, half of the columns forward, half back.
  ///
  /// These columns are three blocks of one width: candidate x, forget gate f, output gate o. Then
  /// c ← σ(f) c + (1 − σ(f)) x, and the result is σ(o) tanh(c) (Lei et al. 2018, without the peephole).
  /// - Complexity: O(rows · columns).
  public consuming func gatedRecurrence(segments: [Range<Int>]) -> Matrix {
    precondition(columns % 6 == 0, "three blocks of two halves")
    let width = columns / 3
    var result = Matrix(rows: rows, columns: width)
    let total = rows
    result.withValues { target in
      withValues { gates in
        guard let output = target.baseAddress, let input = gates.baseAddress else { return }
        for segment in segments where !segment.isEmpty {
          precondition(segment.lowerBound >= 0 && segment.upperBound <= total, "rows of this")
          ck_gated_recurrence(
            output + segment.lowerBound * width, input + segment.lowerBound * 3 * width,
            segment.count, width)
        }
      }
    }
    return result
  }

  /// Each row between its neighbours, three times as wide; zeros beyond the ends of a segment.
  public func withNeighbours(segments: [Range<Int>]) -> Matrix {
    var result = Matrix(rows: rows, columns: 3 * columns)
    let width = columns
    result.withValues { target in
      for segment in segments {
        for row in segment {
          let start = row * 3 * width
          let first = row == segment.lowerBound ? row : row - 1
          let last = row + 1 == segment.upperBound ? row : row + 1
          let offset = start + (first == row ? width : 0)
          for index in 0..<(last - first + 1) * width {
            target[offset + index] = values[first * width + index]
          }
        }
      }
    }
    return result
  }

  /// Makes of each row shares that sum to one, in proportion to e to the power of its values.
  public mutating func softmaxRows() {
    let (rows, columns) = (rows, columns)
    withValues { target in
      guard let start = target.baseAddress else { return }
      ck_softmax_rows(start, rows, columns)
    }
  }

  /// Multiplies a square of scores by `scale`, then adds to each the preference for its distance, the
  /// column less the row, cut off at `reach` on either side.
  public mutating func scaleAndAddBands(_ scale: Float, _ preference: [Float], reach: Int) {
    precondition(rows == columns && preference.count == 2 * reach + 1, "a preference a distance")
    let count = rows
    withValues { target in
      for row in 0..<count {
        for column in 0..<count {
          let band = min(max(column - row, -reach), reach) + reach
          let index = row * count + column
          target[index] = target[index] * scale + preference[band]
        }
      }
    }
  }
}
