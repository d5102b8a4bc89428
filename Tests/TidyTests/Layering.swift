/// The import table: the layers of the architecture page, as a table.
///
/// Imports go down. Below every module stand Swift's own modules that its layer may use.
struct Layering {
  enum Layer: Int, Comparable {
    /// C libraries, and the values that everybody shares.
    case foundation
    /// Linear algebra, the one seam to the BLAS.
    case algebra
    /// Pure values, and the one seam to the operating system.
    case values
    /// Engines, ignorant of each other.
    case engines
    case services
    /// The edges of the system.
    case edges
    /// The command line.
    case executable

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  struct Module {
    let name: String
    let layer: Layer
    /// Modules of this package and of others: exactly what `Package.swift` declares.
    let imports: [String]
    /// Modules that come with the toolchain.
    let system: [String]

    init(_ name: String, _ layer: Layer, _ imports: [String], system: [String] = []) {
      self.name = name
      self.layer = layer
      self.imports = imports
      self.system = system
    }
  }

  let modules: [Module]

  func module(_ name: String) -> Module? {
    modules.first { $0.name == name }
  }

  /// Functions of the C library's mathematics. Each is imported by its name (`import func Glibc.log`),
  /// so that a pure module has numbers of it and no system calls.
  static let mathematics = [
    "Glibc.exp", "Glibc.exp2", "Glibc.expm1", "Glibc.log", "Glibc.log1p", "Glibc.log2", "Glibc.pow",
    "Glibc.sqrt",
  ]

  /// For modules that hold state or meet the world: Foundation, locks and queues.
  private static let platform = [
    "Foundation", "FoundationEssentials", "Synchronization", "Dispatch",
  ]

  static let table = Layering(modules: [
    Module("CZlib", .foundation, []),
    Module("CBLAS", .foundation, []),
    Module("CKernels", .foundation, []),
    Module("KnowledgeModel", .foundation, []),

    Module("LinearAlgebra", .algebra, ["CBLAS", "CKernels"]),

    Module("Language", .values, ["KnowledgeModel", "LinearAlgebra"]),
    Module("Belief", .values, ["KnowledgeModel"], system: mathematics),
    Module("InterestDecay", .values, ["KnowledgeModel"], system: mathematics),
    Module("WireProtocol", .values, ["KnowledgeModel"], system: platform),
    Module("SystemSeam", .values, ["KnowledgeModel", "CZlib"], system: platform + ["Glibc"]),

    Module("AMR", .engines, ["KnowledgeModel", "Language"]),
    Module(
      "LexicalSearch", .engines, ["KnowledgeModel"], system: mathematics + ["Synchronization"]),
    Module(
      "GraphStore", .engines, ["KnowledgeModel", "Belief", "InterestDecay", "GRDB", "Crypto"],
      system: platform),

    Module(
      "Ingestion", .services, ["KnowledgeModel", "AMR", "GraphStore", "Logging"],
      system: platform),
    Module(
      "Retrieval", .services,
      [
        "KnowledgeModel", "Language", "AMR", "Belief", "InterestDecay", "LexicalSearch",
        "GraphStore", "HashTreeCollections",
      ],
      system: platform + mathematics),

    Module("SlackImport", .edges, ["KnowledgeModel", "SystemSeam"], system: platform),
    Module(
      "Server", .edges,
      [
        "KnowledgeModel", "SystemSeam", "WireProtocol", "AMR", "InterestDecay", "GraphStore",
        "Ingestion", "Retrieval", "NIOCore", "NIOPosix", "ServiceLifecycle", "Logging",
      ],
      system: platform),

    Module(
      "rosemary", .executable,
      [
        "KnowledgeModel", "WireProtocol", "Language", "AMR", "SlackImport", "Server",
        "SystemSeam", "ServiceLifecycle", "UnixSignals", "Logging", "ArgumentParser",
      ],
      system: platform),
  ])

  /// The only modules that may import what is named.
  static let keepers: [String: Set<String>] = [
    "GRDB": ["GraphStore"],
    "HashTreeCollections": ["Retrieval"],
    "NIOCore": ["Server"],
    "NIOPosix": ["Server"],
    "ArgumentParser": ["rosemary"],
    "CZlib": ["SystemSeam"],
    "CBLAS": ["LinearAlgebra"],
    "CKernels": ["LinearAlgebra"],
    "Glibc": ["SystemSeam"],
  ]

  /// Modules in which not even Foundation is imported.
  static let pure: Set<String> = [
    "KnowledgeModel", "Language", "AMR", "LexicalSearch", "Belief", "InterestDecay",
  ]
}

extension Layering {
  /// Where the table itself breaks the laws of the architecture.
  func findings() -> [Finding] {
    modules.flatMap { module in
      module.imports.compactMap { flaw(of: module, importing: $0) }
        + module.system.compactMap { flaw(of: module, importing: $0) }
    }
  }

  private func flaw(of module: Module, importing name: String) -> Finding? {
    func finding(_ message: String) -> Finding {
      Finding(path: "Sources/\(module.name)", message: "\(message) \(name)")
    }
    if let keepers = Self.keepers[name], !keepers.contains(module.name) {
      return finding("not among the modules that may import")
    }
    if Self.pure.contains(module.name), name.hasPrefix("Foundation") {
      return finding("a pure module must not import")
    }
    guard let imported = self.module(name), imported.layer >= module.layer else { return nil }
    return finding("doesn't lie above")
  }
}
