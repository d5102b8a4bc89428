import KnowledgeModel
import LinearAlgebra

/// The network's input: for each token the sum of a vector distilled from a large encoder, a vector
/// learned for its word, and vectors of its affixes; normalised.
struct WordEmbedding: Sendable {
  let words: WordTable
  private let learnedRows: [Int32]
  /// Row 0 is for unknown words; the word at position p has row p + 1.
  private let vectors: ByteTable
  private let projection: Matrix
  private let learned: ByteTable
  private let affixes: [ByteTable]
  private let gain: [Float]
  private let shift: [Float]

  init(_ model: ModelFile) throws(RosemaryError) {
    words = try WordTable(model)
    learnedRows = try model.integers("word.learned", as: Int32.self)
    vectors = try model.byteTable("vectors")
    gain = try model.vector("input.gain")
    let width = gain.count
    projection = try model.matrix("project", rows: vectors.columns, columns: width)
    learned = try model.byteTable("word", columns: width)
    var affixes: [ByteTable] = []
    for name in ["prefix3", "suffix2", "suffix3", "suffix4", "shape"] {
      affixes.append(try model.byteTable(name, columns: width))
    }
    self.affixes = affixes
    shift = try model.vector("input.bias", count: width)
    let rows = learned.rows
    guard words.count == learnedRows.count, vectors.rows == words.count + 1,
      learnedRows.allSatisfy({ $0 >= 0 && $0 < rows }), affixes.allSatisfy({ $0.rows > 0 })
    else { throw RosemaryError(.dataLoss, "the model's word tables disagree in size") }
  }

  /// One row a token.
  func embed(_ tokens: [WordFeatures]) -> Matrix {
    var known = Matrix(rows: tokens.count, columns: vectors.columns)
    var sum = Matrix(rows: tokens.count, columns: gain.count)
    for (row, token) in tokens.enumerated() {
      let position = words.position(of: token.word)
      vectors.add(position.map { $0 + 1 } ?? 0, to: row, of: &known)
      if let position, learnedRows[position] > 0 {
        learned.add(Int(learnedRows[position]), to: row, of: &sum)
      }
      for (table, hash) in zip(affixes, token.affixes) {
        table.add(Int(hash % UInt64(table.rows)), to: row, of: &sum)
      }
    }
    sum.add(known, times: projection)
    sum.normalizeRows(gain: gain, shift: shift)
    return sum
  }
}
