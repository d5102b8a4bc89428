import AMR
import KnowledgeModel
import Language
import Testing
import SeededTesting

@Suite struct PENMANTests {
  /// A connected graph with reentrancies and edges that point at the focus.
  private func randomGraph(_ generator: inout SeededGenerator) throws -> AMRGraph {
    let count = Int.random(in: 1...12, using: &generator)
    let nodes = (0..<count).map { AMRGraph.Node(variable: "v\($0)", concept: "c-0\($0)") }
    var edges: Set<AMRGraph.Edge> = []
    let roles = ["ARG0", "ARG1", "op1", "consist-of", "time", "mod"]
    func role() -> String { roles.randomElement(using: &generator) ?? "mod" }
    for index in 1..<max(count, 1) {
      let other = Int.random(in: 0..<index, using: &generator)
      let isForward = Bool.random(using: &generator)
      edges.insert(
        AMRGraph.Edge(
          source: "v\(isForward ? other : index)", role: role(),
          target: .node("v\(isForward ? index : other)")))
    }
    let texts = ["", "a \"b\"", "\\", "line\nbreak\r", "(x :y z)", "日本", "\\n", "v0"]
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      let source = "v\(Int.random(in: 0..<count, using: &generator))"
      let target: AMRGraph.Target =
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: .text(texts.randomElement(using: &generator) ?? "")
        case 1:
          .symbol(
            ["-", "5", "imperative", "3.5", "+", "a:b"].randomElement(using: &generator) ?? "-")
        default: .node("v\(Int.random(in: 0..<count, using: &generator))")
        }
      edges.insert(AMRGraph.Edge(source: source, role: role(), target: target))
    }
    let shuffled = edges.sorted { "\($0)" < "\($1)" }.shuffled(using: &generator)
    let focus = "v\(Int.random(in: 0..<count, using: &generator))"
    return try AMRGraph(nodes: nodes, edges: shuffled, focus: focus)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `what is written is read back`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<1_500 {
      let graph = try randomGraph(&generator)
      let text = PENMAN.write(graph)
      let read = try PENMAN.read(text)
      #expect(Set(read.nodes) == Set(graph.nodes), "seed \(seed), round \(round)\n\(text)")
      #expect(Set(read.edges) == Set(graph.edges), "seed \(seed), round \(round)\n\(text)")
      #expect(read.focus == graph.focus)
      #expect(PENMAN.write(read) == text, "seed \(seed), round \(round)")
    }
  }

  @Test func `a graph is written as in the AMR releases`() throws {
    let text = """
      (w / want-01
         :ARG0 (p / person
            :name (n / name :op1 "Bob" :op2 "Ross"))
         :ARG1 (g / go-02
            :ARG0 p
            :polarity -))
      """
    #expect(PENMAN.write(try PENMAN.read("# ::snt Bob Ross does not want to go\n" + text)) == text)
    let inverse = try PENMAN.read("(b / boy :ARG0-of (g / go-02))")
    #expect(inverse.edges == [AMRGraph.Edge(source: "g", role: "ARG0", target: .node("b"))])
    let forward = try PENMAN.read("(t / team :consist-of (p / person))")
    #expect(forward.edges[0].source == "t")
  }

  @Test(arguments: [
    ("", 0), ("(", 1), ("a / b", 0), ("(a)", 2), ("(a / )", 5), ("(a / b", 6), ("(a / b))", 7),
    ("(a / b :r)", 9), ("(a / b : c)", 8), ("(a / b :r \"c)", 13), ("(a / b c)", 7),
    ("(1 / b)", 2), ("(a / b :r \"\\x\")", 12), ("(a / b) (c / d)", 8),
  ])
  func `errors give the offset`(text: String, offset: Int) {
    let error = #expect(throws: RosemaryError.self) { try PENMAN.read(text) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("byte \(offset):") == true, "\(error?.message ?? "")")
  }

  @Test func `graphs that can't be written are refused`() throws {
    #expect(throws: RosemaryError.self) { try PENMAN.read("(a / b :r (a / c))") }
    #expect(throws: RosemaryError.self) { try PENMAN.read("(a / b :r a :r a)") }
    let node = AMRGraph.Node(variable: "a", concept: "b")
    func refuses(_ nodes: [AMRGraph.Node], _ edges: [AMRGraph.Edge], focus: String = "a") -> Bool {
      (try? AMRGraph(nodes: nodes, edges: edges, focus: focus)) == nil
    }
    #expect(!refuses([node], []))
    #expect(refuses([], []))
    #expect(refuses([node], [], focus: "x"))
    #expect(refuses([node, AMRGraph.Node(variable: "c", concept: "d")], []))
    for role in ["", "ARG0-of", "a b", ":x", "a(", "\"", "a\n"] {
      #expect(
        refuses([node], [AMRGraph.Edge(source: "a", role: role, target: .text("t"))]), "\(role)")
    }
    for symbol in ["", "a", "x y", "\"", "(", ":x", "/"] {
      #expect(
        refuses([node], [AMRGraph.Edge(source: "a", role: "r", target: .symbol(symbol))]),
        "\(symbol)")
    }
  }

  @Test func `deep and long texts are refused or read, and never trap`() throws {
    func nested(_ depth: Int) -> String {
      (0..<depth).map { "(v\($0) / c :r " }.joined() + "-" + String(repeating: ")", count: depth)
    }
    #expect(try PENMAN.read(nested(Limits.penmanDepth)).nodes.count == Limits.penmanDepth)
    #expect(throws: RosemaryError.self) { try PENMAN.read(nested(Limits.penmanDepth + 1)) }
    #expect(throws: RosemaryError.self) { try PENMAN.read(String(repeating: "(", count: 10_000)) }
    #expect(throws: RosemaryError.self) {
      try PENMAN.read(String(repeating: " ", count: Limits.penmanBytes + 1))
    }
    // A chain deeper than any reader takes is written without recursion.
    let nodes = (0..<20_000).map { AMRGraph.Node(variable: "v\($0)", concept: "c") }
    let edges = (1..<20_000).map {
      AMRGraph.Edge(source: "v\($0 - 1)", role: "r", target: .node("v\($0)"))
    }
    let chain = try AMRGraph(nodes: nodes, edges: edges, focus: "v0")
    #expect(PENMAN.write(chain).utf8.count < 20_000 * 130)
  }

  @Test func `random texts never trap the reader`() {
    var generator = SeededGenerator(seed: 21)
    let pieces = [
      "(", ")", "a", "b", " / ", " :r", " :r-of ", "\"", "\\", " ", "\n", "#", "-", "?x", "日",
      "\u{0}",
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      if let graph = try? PENMAN.read(text) {
        #expect(
          (try? PENMAN.read(PENMAN.write(graph))) == graph || graph.edges.count > 1, "\(text)")
      }
    }
  }

  @Test func `statements are drawn with their fillers`() throws {
    let spoken = message("@alice could you review Lavender?")
    let text = try Tokenizer().tokenize(spoken.text)
    let graphs = try FirstUnderstanding().understand(spoken).statements.map {
      try StatementGraph.graph(
        of: $0, name: { $0.kind == .user ? "Bob Ross" : $0.name },
        words: { range in range.flatMap { text.text(of: $0) } ?? spoken.text })
    }
    #expect(
      PENMAN.write(graphs[1]) == """
        (r / request-01
           :ARG0 (p / person
              :name (n / name :op1 "Bob" :op2 "Ross"))
           :ARG1 (s / string-entity
              :value "review Lavender")
           :ARG2 (p2 / person
              :name (n2 / name :op1 "alice")))
        """)
    #expect(PENMAN.write(graphs[0]).contains(":value \"@alice could you review Lavender?\""))
  }
}
