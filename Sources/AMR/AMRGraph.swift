public import KnowledgeModel

/// An AMR graph: concepts under variables, joined by roles, one of them in focus.
///
/// Roles are kept in their forward direction (`ARG0`, never `ARG0-of`): which way an edge is written is
/// ``PENMAN``'s affair. A graph that ``init(nodes:edges:focus:)`` lets pass can always be written.
public struct AMRGraph: Hashable, Sendable {
  /// An instance of a concept.
  public struct Node: Hashable, Sendable {
    /// A letter or `?`, then letters, digits and `_`.
    public var variable: String
    public var concept: String

    public init(variable: String, concept: String) {
      self.variable = variable
      self.concept = concept
    }
  }

  /// What a role leads to.
  public enum Target: Hashable, Sendable {
    /// The node with this variable.
    case node(String)
    /// A text, written in quotes.
    case text(String)
    /// A number, `-`, `imperative`: written bare.
    case symbol(String)
  }

  /// A role of one node.
  public struct Edge: Hashable, Sendable {
    /// The variable of the node that the role is of.
    public var source: String
    /// Without its colon.
    public var role: String
    public var target: Target

    public init(source: String, role: String, target: Target) {
      self.source = source
      self.role = role
      self.target = target
    }
  }

  /// In the order in which they are written.
  public let nodes: [Node]
  public let edges: [Edge]
  /// The variable that the graph is about.
  public let focus: String

  /// - Complexity: O(nodes + edges).
  /// - Throws: `invalidArgument` for a malformed variable, concept, role or symbol, a variable given
  ///   twice or not at all, an edge given twice, and a node that the focus is not connected to.
  public init(nodes: [Node], edges: [Edge], focus: String) throws(RosemaryError) {
    self.nodes = nodes
    self.edges = edges
    self.focus = focus
    try AMRGraphCheck(graph: self).run()
  }
}

/// What makes a graph writable.
private struct AMRGraphCheck {
  let graph: AMRGraph

  func run() throws(RosemaryError) {
    var neighbours: [String: [String]] = [:]
    for node in graph.nodes {
      guard PENMANLexis.isVariable(node.variable) else { throw bad("variable", node.variable) }
      guard PENMANLexis.isConcept(node.concept) else { throw bad("concept", node.concept) }
      guard neighbours.updateValue([], forKey: node.variable) == nil else {
        throw RosemaryError(.invalidArgument, "the variable \(node.variable) is given twice")
      }
    }
    guard neighbours[graph.focus] != nil else { throw bad("focus", graph.focus) }
    var seen: Set<AMRGraph.Edge> = []
    for edge in graph.edges {
      guard seen.insert(edge).inserted else { throw bad("edge given twice", edge.role) }
      guard PENMANLexis.isRole(edge.role) else { throw bad("role", edge.role) }
      guard neighbours[edge.source] != nil else { throw bad("variable", edge.source) }
      switch edge.target {
      case .node(let target):
        guard neighbours[target] != nil else { throw bad("variable", target) }
        neighbours[edge.source]?.append(target)
        neighbours[target]?.append(edge.source)
      case .symbol(let symbol):
        // A symbol that is a variable would be read as a reentrancy.
        guard PENMANLexis.isSymbol(symbol), neighbours[symbol] == nil else {
          throw bad("symbol", symbol)
        }
      case .text: break
      }
    }
    try checkConnected(neighbours)
  }

  private func checkConnected(_ neighbours: [String: [String]]) throws(RosemaryError) {
    var reached: Set<String> = [graph.focus]
    var waiting = [graph.focus]
    while let variable = waiting.popLast() {
      for next in neighbours[variable] ?? [] where reached.insert(next).inserted {
        waiting.append(next)
      }
    }
    guard reached.count == graph.nodes.count else {
      throw RosemaryError(.invalidArgument, "not every node is connected to \(graph.focus)")
    }
  }

  private func bad(_ what: String, _ value: String) -> RosemaryError {
    RosemaryError(.invalidArgument, "not a graph: \(what) \(value.debugDescription)")
  }
}
