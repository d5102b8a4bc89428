/// What `Package.swift` says of its targets, as far as the import table needs it.
///
/// Reads the manifest's text rather than asking SwiftPM, which would take seconds: the targets made by
/// `library(name, [dependencies])` and `.executableTarget(name:dependencies:…)`, the system libraries,
/// and the products that are named by `let`.
struct PackageManifest {
  /// The modules on which each target depends, test targets left out.
  private(set) var targets: [String: Set<String>] = [:]
  private(set) var testTargets: [String] = []

  init(_ source: SourceText) {
    let products = Self.products(of: source)
    let tests = ["tests(", ".testTarget("]
    let makers = ["library(", ".executableTarget(", ".systemLibrary("] + tests
    for maker in makers {
      for start in source.occurrences(of: maker) {
        let arguments = source.arguments(after: start + maker.utf8.count)
        let trimmed = arguments.drop { $0 == "\n" || $0 == " " }
        // The helper's own declaration has parameters here instead of a name.
        guard trimmed.hasPrefix("\"") || trimmed.hasPrefix("name: \""),
          let name = Self.strings(in: arguments).first
        else { continue }
        if tests.contains(maker) {
          testTargets.append(name)
        } else {
          let list = maker == ".systemLibrary(" ? "" : Self.firstList(in: arguments)
          targets[name] = Set(Self.dependencies(in: list, products: products))
        }
      }
    }
  }

  /// Where the manifest and the table disagree, either way.
  func findings(against layering: Layering) -> [Finding] {
    let names = Set(targets.keys).union(layering.modules.map(\.name))
    return names.sorted().flatMap { name -> [Finding] in
      func finding(_ message: String) -> Finding {
        Finding(path: "Package.swift", message: "\(name) \(message)")
      }
      guard let declared = targets[name] else { return [finding("is only in the import table")] }
      guard let module = layering.module(name) else {
        return [finding("is not in the import table")]
      }
      let allowed = Set(module.imports)
      return declared.subtracting(allowed).sorted()
        .map { finding("depends on \($0), which the import table doesn't say") }
        + allowed.subtracting(declared).sorted()
        .map { finding("may import \($0), which the manifest doesn't declare") }
    }
  }

  /// `["grdb": "GRDB"]` of `let grdb = Target.Dependency.product(name: "GRDB", …)`.
  private static func products(of source: SourceText) -> [String: String] {
    let maker = "Target.Dependency.product("
    var products: [String: String] = [:]
    for start in source.occurrences(of: maker) {
      let declaration = source.line(source.line(at: start), of: \.code).split(separator: " ")
      let module = strings(in: source.arguments(after: start + maker.utf8.count)).first
      if declaration.count > 1, declaration[0] == "let" {
        products[String(declaration[1])] = module
      }
    }
    return products
  }

  private static func firstList(in text: String) -> Substring {
    guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
      return ""
    }
    return text[text.index(after: open)..<close]
  }

  private static func dependencies(
    in list: Substring, products: [String: String]
  ) -> [String] {
    list.split(separator: ",").compactMap { item in
      let word = item.filter { $0 != " " && $0 != "\n" }
      if word.isEmpty { return nil }
      return strings(in: word).first ?? products[word] ?? word
    }
  }

  /// The literals of a text without escapes.
  private static func strings(in text: String) -> [String] {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
  }
}
