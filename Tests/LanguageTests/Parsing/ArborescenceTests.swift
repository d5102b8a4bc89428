import LinearAlgebra
import SeededTesting
import Testing

@testable import Language

@Suite struct `The best tree` {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func `is the best of all trees with one root`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...5, using: &generator)
    let scores = Self.scores(count, &generator)
    let found = MaximumArborescence.heads(scores)
    #expect(Self.isTree(found))
    let best = Self.allTrees(count).map { Self.total(scores, $0) }.max() ?? 0
    #expect(abs(Self.total(scores, found) - best) < 0.01, "seed \(seed)")
  }

  @Test(arguments: [30, 100, 400])
  func `is a tree at any size, with scores full of cycles`(count: Int) {
    var generator = SeededGenerator(seed: 7)
    #expect(Self.isTree(MaximumArborescence.heads(Self.scores(count, &generator))))
    let flat = Matrix(rows: count, columns: count + 1)
    #expect(Self.isTree(MaximumArborescence.heads(flat)))
    var chain = flat
    for row in 0..<count { chain[row, (row ^ 1) < count ? (row ^ 1) + 1 : 0] = 5 }
    #expect(Self.isTree(MaximumArborescence.heads(chain)))
  }

  private static func scores(_ count: Int, _ generator: inout SeededGenerator) -> Matrix {
    var scores = Matrix(rows: count, columns: count + 1)
    for row in 0..<count {
      for column in 0...count { scores[row, column] = Float.random(in: -9...9, using: &generator) }
      scores[row, row + 1] = -10_000
    }
    return scores
  }

  private static func total(_ scores: Matrix, _ heads: [Int]) -> Float {
    heads.enumerated().reduce(0) { $0 + scores[$1.offset, $1.element] }
  }

  private static func allTrees(_ count: Int) -> [[Int]] {
    var partial: [[Int]] = [[]]
    for _ in 0..<count { partial = partial.flatMap { heads in (0...count).map { heads + [$0] } } }
    return partial.filter(isTree)
  }

  /// Whether one word hangs from the root and every word leads there.
  static func isTree(_ heads: [Int]) -> Bool {
    guard heads.count(where: { $0 == 0 }) == 1 else { return heads.isEmpty }
    return heads.indices.allSatisfy { start in
      var (node, steps) = (start + 1, 0)
      while node != 0, steps <= heads.count { (node, steps) = (heads[node - 1], steps + 1) }
      return node == 0
    }
  }
}
