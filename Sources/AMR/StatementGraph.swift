public import KnowledgeModel

/// Draws a statement as AMR.
///
/// People are `person`, channels and tags `channel`, links `url-entity`, other names `thing`. A stretch of
/// the message that nobody has analysed is a `string-entity` with its words for `:value`: it says what was
/// written and claims no more.
public struct StatementGraph {
  private var nodes: [AMRGraph.Node] = []
  private var edges: [AMRGraph.Edge] = []
  private var countByLetter: [String: Int] = [:]
  private var drawn: [EntityKey: String] = [:]

  /// The AMR of `statement`.
  ///
  /// `name` gives what an entity is called, `words` the text of a token range, or of the whole message for
  /// nil.
  /// - Throws: `invalidArgument` where the frame or a role can't be written.
  public static func graph(
    of statement: Statement, name: (EntityKey) -> String, words: (TokenRange?) -> String
  ) throws(RosemaryError) -> AMRGraph {
    var builder = StatementGraph()
    let focus = builder.node(statement.frame.rawValue)
    for argument in statement.arguments {
      let target: String
      switch argument.filler {
      case .entity(let entity): target = builder.draw(entity, called: name(entity))
      case .utterance: target = builder.drawText(words(nil))
      case .clause(let range): target = builder.drawText(words(range))
      }
      builder.connect(focus, argument.role.rawValue, .node(target))
    }
    return try AMRGraph(nodes: builder.nodes, edges: builder.edges, focus: focus)
  }

  private mutating func node(_ concept: String) -> String {
    let first = concept.first { $0.isASCII && $0.isLetter }
    let letter = first.map { $0.lowercased() } ?? "x"
    let count = countByLetter[letter, default: 0] + 1
    countByLetter[letter] = count
    let variable = count == 1 ? letter : "\(letter)\(count)"
    nodes.append(AMRGraph.Node(variable: variable, concept: concept))
    return variable
  }

  /// One filler twice in one role says no more than once.
  private mutating func connect(_ source: String, _ role: String, _ target: AMRGraph.Target) {
    let edge = AMRGraph.Edge(source: source, role: role, target: target)
    if !edges.contains(edge) { edges.append(edge) }
  }

  private mutating func draw(_ entity: EntityKey, called name: String) -> String {
    if let variable = drawn[entity] { return variable }
    let variable: String
    switch entity.kind {
    case .user, .handle: variable = drawNamed("person", name)
    case .channel, .tag: variable = drawNamed("channel", name)
    case .name: variable = drawNamed("thing", name)
    case .link:
      variable = node("url-entity")
      connect(variable, "value", .text(name))
    }
    drawn[entity] = variable
    return variable
  }

  private mutating func drawNamed(_ concept: String, _ name: String) -> String {
    let variable = node(concept)
    let nameVariable = node("name")
    connect(variable, "name", .node(nameVariable))
    for (index, part) in name.split(whereSeparator: \.isWhitespace).enumerated() {
      connect(nameVariable, "op\(index + 1)", .text(String(part)))
    }
    return variable
  }

  private mutating func drawText(_ text: String) -> String {
    let variable = node("string-entity")
    connect(variable, "value", .text(text))
    return variable
  }
}
