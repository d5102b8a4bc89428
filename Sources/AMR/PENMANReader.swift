import KnowledgeModel

/// A strict reader of one graph; without recursion, so that no text exhausts the stack.
struct PENMANReader {
  let bytes: [UInt8]
  private var position = 0
  private var nodes: [AMRGraph.Node] = []
  private var edges: [AMRGraph.Edge] = []

  /// What stands between a role and its target.
  private struct Pending {
    var source: String
    var role: String
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func read() throws(RosemaryError) -> AMRGraph {
    skipComments()
    var open: [String] = [try node()]
    while let variable = open.last {
      skipSpace()
      guard position < bytes.count else { throw error("a bracket is not closed") }
      switch bytes[position] {
      case UInt8(ascii: ")"):
        position += 1
        open.removeLast()
      case UInt8(ascii: ":"):
        let pending = Pending(source: variable, role: try role())
        guard let child = try target(of: pending) else { continue }
        open.append(child)
        guard open.count <= Limits.penmanDepth else {
          throw error("nested deeper than \(Limits.penmanDepth)")
        }
      default: throw error("expected a role or a closing bracket")
      }
    }
    skipSpace()
    guard position == bytes.count else { throw error("text behind the graph") }
    return try resolved()
  }

  /// Reads `(variable / concept`.
  private mutating func node() throws(RosemaryError) -> String {
    skipSpace()
    try take("(", "an opening bracket")
    skipSpace()
    let variable = atom()
    guard PENMANLexis.isVariable(variable) else { throw error("expected a variable") }
    skipSpace()
    try take("/", "a slash")
    skipSpace()
    let concept = atom()
    guard PENMANLexis.isConcept(concept) else { throw error("expected a concept") }
    nodes.append(AMRGraph.Node(variable: variable, concept: concept))
    return variable
  }

  private mutating func role() throws(RosemaryError) -> String {
    try take(":", "a role")
    let role = atom()
    let forward = PENMANLexis.isRole(role) ? role : String(role.dropLast(3))
    guard PENMANLexis.isRole(forward), forward == role || role.hasSuffix("-of") else {
      throw error("expected a role")
    }
    return role
  }

  /// Reads what a role leads to; the variable where that is a node spelled out.
  private mutating func target(of pending: Pending) throws(RosemaryError) -> String? {
    skipSpace()
    guard position < bytes.count else { throw error("a role without a target") }
    switch bytes[position] {
    case UInt8(ascii: "("):
      let variable = try node()
      try append(pending, .node(variable))
      return variable
    case UInt8(ascii: "\""): try append(pending, .text(try quotedText()))
    default:
      let symbol = atom()
      guard PENMANLexis.isSymbol(symbol) else { throw error("expected a target") }
      try append(pending, .symbol(symbol))
    }
    return nil
  }

  /// Turns `-of` roles round; whether a symbol is a variable shows only at the end.
  private mutating func append(
    _ pending: Pending, _ target: AMRGraph.Target
  ) throws(RosemaryError) {
    guard !PENMANLexis.isRole(pending.role) else {
      edges.append(AMRGraph.Edge(source: pending.source, role: pending.role, target: target))
      return
    }
    let role = String(pending.role.dropLast(3))
    switch target {
    case .node(let variable), .symbol(let variable):
      edges.append(AMRGraph.Edge(source: variable, role: role, target: .node(pending.source)))
    case .text: throw error("a text can't have roles")
    }
  }

  private func resolved() throws(RosemaryError) -> AMRGraph {
    let variables = Set(nodes.map(\.variable))
    let resolved = edges.map { edge in
      guard case .symbol(let symbol) = edge.target, variables.contains(symbol) else { return edge }
      return AMRGraph.Edge(source: edge.source, role: edge.role, target: .node(symbol))
    }
    return try AMRGraph(nodes: nodes, edges: resolved, focus: nodes[0].variable)
  }
}

extension PENMANReader {
  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] <= 32 { position += 1 }
  }

  private mutating func skipComments() {
    skipSpace()
    while position < bytes.count, bytes[position] == UInt8(ascii: "#") {
      while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      skipSpace()
    }
  }

  private mutating func take(_ sign: Unicode.Scalar, _ what: String) throws(RosemaryError) {
    guard position < bytes.count, UInt32(bytes[position]) == sign.value else {
      throw error("expected \(what)")
    }
    position += 1
  }

  private mutating func atom() -> String {
    let start = position
    while position < bytes.count, !PENMANLexis.endsAtom(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedText() throws(RosemaryError) -> String {
    position += 1
    var content: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") {
        position += 1
        guard position < bytes.count else { break }
        switch bytes[position] {
        case UInt8(ascii: "n"): content.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "r"): content.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): content.append(bytes[position])
        default: throw error("no such escape")
        }
      } else {
        content.append(bytes[position])
      }
      position += 1
    }
    guard position < bytes.count else { throw error("a quote is not closed") }
    position += 1
    return String(decoding: content, as: UTF8.self)
  }

  private func error(_ complaint: String) -> RosemaryError {
    RosemaryError(.invalidArgument, "PENMAN at byte \(position): \(complaint)")
  }
}
