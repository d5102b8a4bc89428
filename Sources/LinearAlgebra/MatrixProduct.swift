import CBLAS

extension Matrix {
  /// Adds `left · right` to these values, single precision (BLAS `sgemm`).
  ///
  /// - Parameters:
  ///   - rows: the rows of `left` that take part; they meet this matrix's rows from its first on.
  /// - Complexity: O(rows · left.columns · right.columns).
  public mutating func add(_ left: Matrix, rows: Range<Int>? = nil, times right: Matrix) {
    let taken = rows ?? 0..<left.rows
    precondition(
      taken.lowerBound >= 0 && taken.upperBound <= left.rows && taken.count == self.rows
        && left.columns == right.rows && right.columns == columns,
      "the shapes of a product must fit")
    guard !taken.isEmpty, columns > 0, left.columns > 0 else { return }
    let (inner, width) = (left.columns, columns)
    withValues { target in
      left.values.withUnsafeBufferPointer { a in
        right.values.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = target.baseAddress else {
            return
          }
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(taken.count), Int32(width),
            Int32(inner), 1, a + taken.lowerBound * inner, Int32(inner), b, Int32(width), 1, c,
            Int32(width))
        }
      }
    }
  }

  /// `left · right`, each row on top of `bias`.
  public static func product(_ left: Matrix, _ right: Matrix, bias: [Float]) -> Matrix {
    var result = Matrix(rows: left.rows, repeating: bias)
    result.add(left, times: right)
    return result
  }

  /// The scalar products of some rows of `left` with some rows of `right`, each over the columns
  /// from `offset`s on: how every query meets every key.
  ///
  /// - Complexity: O(leftRows · rightRows · width).
  public static func scalarProducts(
    _ left: Matrix, rows leftRows: Range<Int>, from leftOffset: Int,
    _ right: Matrix, rows rightRows: Range<Int>, from rightOffset: Int, width: Int
  ) -> Matrix {
    precondition(
      leftRows.lowerBound >= 0 && leftRows.upperBound <= left.rows && rightRows.lowerBound >= 0
        && rightRows.upperBound <= right.rows && leftOffset >= 0 && rightOffset >= 0
        && leftOffset + width <= left.columns && rightOffset + width <= right.columns,
      "rows and columns of these matrices")
    var result = Matrix(rows: leftRows.count, columns: rightRows.count)
    guard !leftRows.isEmpty, !rightRows.isEmpty, width > 0 else { return result }
    result.withValues { target in
      left.values.withUnsafeBufferPointer { a in
        right.values.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = target.baseAddress else {
            return
          }
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(leftRows.count), Int32(rightRows.count),
            Int32(width), 1, a + leftRows.lowerBound * left.columns + leftOffset,
            Int32(left.columns), b + rightRows.lowerBound * right.columns + rightOffset,
            Int32(right.columns), 0, c, Int32(rightRows.count))
        }
      }
    }
    return result
  }

  /// Replaces a block of these values, `rows` × `width` from column `offset` on, by `weights` times the
  /// same rows of `source`, `width` columns of it from `sourceOffset` on.
  ///
  /// - Complexity: O(rows² · width).
  public mutating func setBlock(
    rows: Range<Int>, from offset: Int, _ weights: Matrix, _ source: Matrix,
    from sourceOffset: Int, width: Int
  ) {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= self.rows && rows.upperBound <= source.rows
        && weights.rows == rows.count && weights.columns == rows.count && offset >= 0
        && sourceOffset >= 0 && offset + width <= columns && sourceOffset + width <= source.columns,
      "a block within these matrices")
    guard !rows.isEmpty, width > 0 else { return }
    let columns = columns
    withValues { target in
      weights.values.withUnsafeBufferPointer { a in
        source.values.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = target.baseAddress else {
            return
          }
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows.count), Int32(width),
            Int32(rows.count), 1, a, Int32(rows.count),
            b + rows.lowerBound * source.columns + sourceOffset, Int32(source.columns), 0,
            c + rows.lowerBound * columns + offset, Int32(columns))
        }
      }
    }
  }
}
