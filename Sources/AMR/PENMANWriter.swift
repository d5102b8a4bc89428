/// Walks a graph from its focus, depth first, without recursion.
struct PENMANWriter {
  /// Deeper nodes are indented no further, so that a long chain is not written in quadratic space.
  private static let deepestIndent = 32

  private let graph: AMRGraph
  private let concepts: [String: String]
  private let outgoing: [String: [Int]]
  private let incoming: [String: [Int]]
  private let reachable: Set<String>
  private var met: Set<String> = []
  private var isWritten: [Bool]
  private var output = ""

  /// What is left to write of a node: its edges, then the edges that lead to it from elsewhere.
  private struct Frame {
    var variable: String
    var edges: [Int]
    var next = 0
  }

  init(_ graph: AMRGraph) {
    self.graph = graph
    concepts = Dictionary(graph.nodes.map { ($0.variable, $0.concept) }) { first, _ in first }
    var outgoing: [String: [Int]] = [:]
    var incoming: [String: [Int]] = [:]
    for (index, edge) in graph.edges.enumerated() {
      outgoing[edge.source, default: []].append(index)
      if case .node(let target) = edge.target { incoming[target, default: []].append(index) }
    }
    self.outgoing = outgoing
    self.incoming = incoming
    isWritten = Array(repeating: false, count: graph.edges.count)
    reachable = Self.reachable(from: graph.focus, graph.edges, outgoing)
  }

  private static func reachable(
    from focus: String, _ edges: [AMRGraph.Edge], _ outgoing: [String: [Int]]
  ) -> Set<String> {
    var reached: Set<String> = [focus]
    var waiting = [focus]
    while let variable = waiting.popLast() {
      for index in outgoing[variable] ?? [] {
        if case .node(let target) = edges[index].target, reached.insert(target).inserted {
          waiting.append(target)
        }
      }
    }
    return reached
  }

  mutating func write() -> String {
    var stack = [open(graph.focus)]
    while let top = stack.last {
      guard top.next < top.edges.count else {
        output += ")"
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      if let child = write(top.edges[top.next], from: top.variable, depth: stack.count) {
        stack.append(open(child))
      }
    }
    return output
  }

  private mutating func open(_ variable: String) -> Frame {
    met.insert(variable)
    output += "(\(variable) / \(concepts[variable] ?? "")"
    return Frame(variable: variable, edges: (outgoing[variable] ?? []) + (incoming[variable] ?? []))
  }

  /// Writes an edge unless it is or will be written elsewhere; the node to spell out next, if any.
  private mutating func write(_ index: Int, from variable: String, depth: Int) -> String? {
    guard !isWritten[index] else { return nil }
    let edge = graph.edges[index]
    if edge.source == variable {
      begin(index, role: edge.role, depth: depth)
      switch edge.target {
      case .node(let target):
        if !met.contains(target) { return target }
        output += target
      case .text(let text): output += Self.quoted(text)
      case .symbol(let symbol): output += symbol
      }
      return nil
    }
    guard !met.contains(edge.source), !reachable.contains(edge.source) else { return nil }
    begin(index, role: edge.role + "-of", depth: depth)
    return edge.source
  }

  private mutating func begin(_ index: Int, role: String, depth: Int) {
    isWritten[index] = true
    let edge = graph.edges[index]
    // The parts of a name stay on its line, as in the AMR releases.
    let isPart = edge.role.hasPrefix("op") && concepts[edge.source] == "name"
    output +=
      isPart ? " " : "\n" + String(repeating: " ", count: 3 * min(depth, Self.deepestIndent))
    output += ":\(role) "
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
