import AMR
import KnowledgeModel
import Language
import WireProtocol

/// The formats of `rosemary parse`.
enum ParseOutput: String, CaseIterable, Sendable {
  case penman, jsonl, tuples, conllu

  /// - Parameter number: of the input, from 1.
  /// - Parameter parser: for CoNLL-U.
  func render(_ parsed: ParsedText, number: Int, parser: DependencyParser?) throws -> String {
    switch self {
    case .penman: try PenmanOutput.render(parsed)
    case .jsonl: try String(decoding: ParseJSON.object(parsed).encoded(), as: UTF8.self) + "\n"
    case .tuples: TupleOutput.render(parsed, number: number)
    case .conllu: CoNLLUOutput.render(parsed, parser)
    }
  }
}

/// One AMR an input.
enum PenmanOutput {
  static func render(_ parsed: ParsedText) throws -> String {
    let statements =
      parsed.claims.isEmpty && !parsed.tokens.isEmpty
      ? parsed.understanding.statements : parsed.claims
    let graphs = try statements.map {
      try StatementGraph.graph(of: $0, name: parsed.name, words: parsed.words)
    }
    let joined = try AMRGraph.joining(graphs)
    return "# ::snt \(TextLayout.plain(parsed.item.text))\n\(PENMAN.write(joined))\n\n"
  }
}

extension AMRGraph {
  /// One graph of several: `multi-sentence` with `snt1`, `snt2`, …; `amr-empty` of none.
  static func joining(_ graphs: [AMRGraph]) throws -> AMRGraph {
    guard graphs.count != 1 else { return graphs[0] }
    guard !graphs.isEmpty else {
      return try AMRGraph(
        nodes: [Node(variable: "a", concept: "amr-empty")], edges: [], focus: "a")
    }
    var nodes = [Node(variable: "m0", concept: "multi-sentence")]
    var edges: [Edge] = []
    for (index, graph) in graphs.enumerated() {
      // Variables are made anew, so that no two graphs share one.
      var renamed: [String: String] = [:]
      for node in graph.nodes {
        let letter = node.variable.prefix { $0.isLetter }.prefix(1)
        let variable = "\(letter.isEmpty ? "x" : letter)\(nodes.count)"
        renamed[node.variable] = variable
        nodes.append(Node(variable: variable, concept: node.concept))
      }
      let focus = renamed[graph.focus] ?? graph.focus
      edges.append(Edge(source: "m0", role: "snt\(index + 1)", target: .node(focus)))
      for edge in graph.edges {
        var target = edge.target
        if case .node(let variable) = target { target = .node(renamed[variable] ?? variable) }
        edges.append(
          Edge(source: renamed[edge.source] ?? edge.source, role: edge.role, target: target))
      }
    }
    return try AMRGraph(nodes: nodes, edges: edges, focus: "m0")
  }
}

/// A line a proposition that has a subject and another argument.
enum TupleOutput {
  static func render(_ parsed: ParsedText, number: Int) -> String {
    parsed.claims.compactMap { statement in
      guard let subject = statement.arguments.first(where: { $0.role == .arg0 }) else { return nil }
      let others = statement.arguments.filter { $0.role != .arg0 }
      guard !others.isEmpty else { return nil }
      let cells =
        [String(number), fixed(statement.commitment.rawValue, 2), relation(statement.frame)]
        + ([subject] + others).map { surface($0, parsed) }
      return cells.joined(separator: "\t") + "\n"
    }
    .joined()
  }

  /// The frame's verb.
  private static func relation(_ frame: Frame) -> String {
    String(frame.rawValue.dropLast(3)).replacing("-", with: " ")
  }

  private static func surface(_ argument: Argument, _ parsed: ParsedText) -> String {
    switch argument.filler {
    case .entity(let entity): argument.tokens.map(parsed.words) ?? parsed.name(entity)
    case .utterance: parsed.words(nil)
    case .clause(let range): parsed.words(range)
    }
  }
}

/// Ten columns a token, with `_` for what nobody says.
enum CoNLLUOutput {
  static func render(_ parsed: ParsedText, _ parser: DependencyParser?) -> String {
    guard !parsed.sentences.isEmpty else { return "# text =\n\n" }
    let words = parsed.sentences.map { $0.map { parsed.tokens[$0] } }
    // A tree's cost grows with the square of its sentence, so what is past the limit gets none.
    let trees = words.map { words in
      words.count <= Limits.tokensPerSentence ? parser?.parse([words]).first ?? [] : []
    }
    return zip(parsed.sentences, trees).map { sentence, tree in
      let comments =
        parsed.item.comments.isEmpty
        ? ["# text = " + text(of: sentence, parsed)] : parsed.item.comments
      let rows = sentence.enumerated().map { place, index in
        let next = index + 1
        let isGlued = sentence.contains(next) && !parsed.followsSpace[next]
        let columns =
          [String(place + 1), parsed.tokens[index]]
          + (place < tree.count ? Self.columns(of: tree[place]) : Array(repeating: "_", count: 7))
          + [isGlued ? "SpaceAfter=No" : "_"]
        return columns.joined(separator: "\t")
      }
      return (comments + rows).joined(separator: "\n") + "\n\n"
    }
    .joined()
  }

  /// From LEMMA to DEPS.
  private static func columns(of word: ParsedWord) -> [String] {
    [
      word.lemma, word.universalTag, word.pennTag, word.features, String(word.head),
      word.relation, "_",
    ]
  }

  private static func text(of sentence: Range<Int>, _ parsed: ParsedText) -> String {
    sentence.reduce(into: "") { text, index in
      if index > sentence.lowerBound, parsed.followsSpace[index] { text += " " }
      text += parsed.tokens[index]
    }
  }
}
