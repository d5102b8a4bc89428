import LinearAlgebra

/// The best dependency tree under scores of single arcs (Chu & Liu 1965; Edmonds 1967).
enum MaximumArborescence {
  /// Heads, from 1, of each dependent; 0 is the root, and exactly one word hangs from it.
  ///
  /// Every tree has an arc from the root. A toll on each of them that outweighs all else leaves the best
  /// of the trees that have one only (Zmigrod, Vieira & Cotterell 2020, section 3).
  /// - Parameter scores: `n` rows of `n + 1` columns, of less than 1,000 in size; column 0 is the root.
  /// - Complexity: O(n²) where the best heads form a tree, O(n²) more for each cycle.
  static func heads(_ scores: Matrix) -> [Int] {
    let count = scores.rows
    guard count > 0 else { return [] }
    let greedy = (0..<count).map { scores.greatest(inRow: $0) ?? 0 }
    if greedy.count(where: { $0 == 0 }) == 1, cycle(in: [0] + greedy) == nil { return greedy }
    var square = Matrix(rows: count + 1, columns: count + 1)
    for row in 0..<count {
      for column in 0...count { square[row + 1, column] = scores[row, column] }
      square[row + 1, 0] -= toll
    }
    return Array(tree(square).dropFirst())
  }

  private static let toll: Float = 4_096
  private static let never: Float = -1e9

  /// Heads over nodes 0…n, node 0 the root, in O(n²) a contraction. Row = dependent, column = head.
  private static func tree(_ given: Matrix) -> [Int] {
    var contractions: [Contraction] = []
    var scores = given
    for node in 0..<scores.rows { scores[node, node] = never }
    var heads = greedy(scores)
    // Each contraction leaves fewer nodes, unless a broken model's scores are not numbers.
    while contractions.count < given.rows, let cycle = cycle(in: heads) {
      let contraction = Contraction(scores, heads: heads, cycle: cycle)
      scores = contraction.scores
      contractions.append(contraction)
      heads = greedy(scores)
    }
    for contraction in contractions.reversed() { heads = contraction.expand(heads) }
    return heads
  }

  private static func greedy(_ scores: Matrix) -> [Int] {
    (0..<scores.rows).map { $0 == 0 ? 0 : scores.greatest(inRow: $0) ?? 0 }
  }

  /// Nodes that lead to each other, or nil; node 0 leads nowhere.
  private static func cycle(in heads: [Int]) -> [Int]? {
    var visitedFrom = [Int](repeating: -1, count: heads.count)
    for start in 1..<max(heads.count, 1) where visitedFrom[start] < 0 {
      var node = start
      while node != 0, visitedFrom[node] < 0 {
        visitedFrom[node] = start
        node = heads[node]
      }
      guard node != 0, visitedFrom[node] == start else { continue }
      var members = [node]
      var next = heads[node]
      while next != node {
        members.append(next)
        next = heads[next]
      }
      return members
    }
    return nil
  }

  /// A cycle seen as one node, the last of the smaller graph.
  private struct Contraction {
    let scores: Matrix
    private let heads: [Int]
    private let cycle: [Int]
    private let rest: [Int]
    /// For each node outside: which member of the cycle it would enter, and which it would hang from.
    private let entered: [Int]
    private let left: [Int]

    init(_ given: Matrix, heads: [Int], cycle: [Int]) {
      var isInside = [Bool](repeating: false, count: given.rows)
      for node in cycle { isInside[node] = true }
      let rest = (0..<given.rows).filter { !isInside[$0] }
      var small = Matrix(rows: rest.count + 1, columns: rest.count + 1)
      var entered: [Int] = []
      var left: [Int] = []
      for (row, outside) in rest.enumerated() {
        for (column, other) in rest.enumerated() { small[row, column] = given[outside, other] }
        var enter = cycle[0]
        var leave = cycle[0]
        for node in cycle.dropFirst() {
          let gain = given[node, outside] - given[node, heads[node]]
          if gain > given[enter, outside] - given[enter, heads[enter]] { enter = node }
          if given[outside, node] > given[outside, leave] { leave = node }
        }
        small[rest.count, row] = given[enter, outside] - given[enter, heads[enter]]
        small[row, rest.count] = given[outside, leave]
        entered.append(enter)
        left.append(leave)
      }
      small[rest.count, rest.count] = never
      scores = small
      self.heads = heads
      self.cycle = cycle
      self.rest = rest
      self.entered = entered
      self.left = left
    }

    /// Heads in the larger graph, given those in the smaller one.
    func expand(_ found: [Int]) -> [Int] {
      var result = heads
      for (row, node) in rest.enumerated() where node != 0 {
        result[node] = found[row] == rest.count ? left[row] : rest[found[row]]
      }
      let source = found[rest.count]
      result[entered[source]] = rest[source]
      return result
    }
  }
}
