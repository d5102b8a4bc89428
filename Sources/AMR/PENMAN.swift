public import KnowledgeModel

/// The notation in which AMR is published (Matthiessen and Bateman 1991; the AMR guidelines 1.2.6).
///
/// ```
/// (r / request-01
///    :ARG0 (p / person
///       :name (n / name :op1 "Bob")))
/// ```
public enum PENMAN {
  /// The graph as text: edges in their order, each node spelled out where it is first met and named by its
  /// variable after that, `-of` roles only where no forward path leads to a node.
  /// - Complexity: O(nodes + edges) lines.
  public static func write(_ graph: AMRGraph) -> String {
    var writer = PENMANWriter(graph)
    return writer.write()
  }

  /// The graph of a text; lines that start with `#` before it are comments.
  /// - Complexity: O(n).
  /// - Throws: `invalidArgument` with the byte offset of the first thing wrong, past `Limits.penmanBytes`, and past
  ///   `Limits.penmanDepth`.
  public static func read(_ text: String) throws(RosemaryError) -> AMRGraph {
    let bytes = Array(text.utf8)
    guard bytes.count <= Limits.penmanBytes else {
      throw RosemaryError(.invalidArgument, "PENMAN text of more than \(Limits.penmanBytes) bytes")
    }
    var reader = PENMANReader(bytes: bytes)
    return try reader.read()
  }
}
