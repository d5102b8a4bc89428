import Testing

@Suite struct `The import table` {
  private let layering = Layering(modules: [
    .init("Model", .foundation, []),
    .init("Words", .values, ["Model"], system: ["Glibc.log"]),
    .init("Store", .engines, ["Model", "GRDB"], system: ["Foundation"]),
  ])

  private func findings(_ text: String, in module: String) -> [String] {
    layering.findings(in: SourceText(text, path: "Sources/\(module)/A.swift")).map(\.message)
  }

  @Test func `reads imports with attributes, access and kinds`() {
    let source = SourceText(
      """
      public import Model
      @preconcurrency private import Words
      import func Glibc.log
      import Foundation.NSDate
      // import Comment
      let text = "import Text"
      """)
    let names = ImportStatement.all(in: source).map(\.name)
    #expect(names == ["Model", "Words", "Glibc.log", "Foundation"])
  }

  @Test func `lets pass what a row holds`() {
    #expect(findings("import Model\nimport GRDB\nimport Foundation", in: "Store").isEmpty)
    #expect(findings("import func Glibc.log", in: "Words").isEmpty)
  }

  @Test(arguments: [
    ("import Store", "Words may not import Store"),
    ("import Foundation", "Words may not import Foundation"),
    ("import Glibc", "Words may not import Glibc"),
    ("import func Glibc.open", "Words may not import Glibc.open"),
  ])
  func `stops what a row doesn't hold`(text: String, message: String) {
    #expect(findings(text, in: "Words") == [message])
  }

  @Test func `knows every module`() {
    #expect(findings("", in: "Elsewhere") == ["Elsewhere is not in the import table"])
  }

  @Test(arguments: [
    Layering.Module("KnowledgeModel", .foundation, ["Peer"]),
    Layering.Module("KnowledgeModel", .foundation, ["Higher"]),
    Layering.Module("KnowledgeModel", .foundation, ["GRDB"]),
    Layering.Module("KnowledgeModel", .foundation, [], system: ["Glibc"]),
    Layering.Module("KnowledgeModel", .foundation, [], system: ["Foundation"]),
  ])
  func `finds its own flaws`(module: Layering.Module) {
    let others = [
      Layering.Module("Peer", .foundation, []), Layering.Module("Higher", .engines, []),
    ]
    #expect(Layering(modules: others + [module]).findings().count == 1)
  }

  @Test func `must agree with the manifest`() {
    let manifest = PackageManifest(
      SourceText(
        """
        func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
          .target(name: name, dependencies: dependencies)
        }
        let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
        let log = Target.Dependency.product(
          name: "Logging", package: "swift-log")
        let package = Package(targets: [
          // library("Comment", []),
          .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
          library("Model", []),
          library(
            "Store",
            [
              "Model", grdb, log,
            ]),
          .executableTarget(name: "run", dependencies: ["Store"]),
          tests("StoreTests", ["Store"]),
        ])
        """, path: "Package.swift"))
    #expect(
      manifest.targets == [
        "CZlib": [], "Model": [], "Store": ["Model", "GRDB", "Logging"], "run": ["Store"],
      ])
    #expect(manifest.testTargets == ["StoreTests"])
    #expect(
      manifest.findings(against: layering).map(\.message) == [
        "CZlib is not in the import table",
        "Store depends on Logging, which the import table doesn't say",
        "Words is only in the import table",
        "run is not in the import table",
      ])
  }
}
