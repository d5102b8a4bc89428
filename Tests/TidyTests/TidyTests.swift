import Foundation
import Testing

/// Style as a test, after TigerBeetle's tidy: what the eye forgets is found here.
@Suite struct `The repository` {
  static let linesPerFile = 450
  static let linesPerFunction = 70
  static let bytesPerFile = 30 << 20

  let repository: Repository
  let sources: [SourceText]

  init() throws {
    repository = try Repository.current.get()
    sources = try Self.sources.get()
  }

  private static let sources = Result {
    try Repository.current.get().sources(below: "Sources")
  }

  @Test func `is found, sources and all`() {
    #expect(repository.topLevel.contains("Package.swift"))
    #expect(sources.contains { $0.path == "Sources/KnowledgeModel/Limits.swift" })
  }

  @Test func `imports downwards only, as the import table says`() {
    let findings = sources.flatMap(Layering.table.findings(in:))
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `has an import table that keeps to the layers`() {
    let findings = Layering.table.findings()
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `declares in Package.swift exactly what the import table says`() throws {
    let text = SourceText(
      path: "Package.swift", bytes: try repository.contents(of: "Package.swift"))
    let findings = PackageManifest(text).findings(against: .table)
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `declares a test target for every folder of tests`() throws {
    let text = SourceText(
      path: "Package.swift", bytes: try repository.contents(of: "Package.swift"))
    let folders = FileRules.folders(in: "Tests", among: repository.files.map(\.path))
    // What several test targets share has its folder there too, and says so by its path.
    let shared = folders.filter {
      !text.occurrences(of: "path: \"Tests/\($0)\"", in: \.bytes).isEmpty
    }
    #expect(Set(PackageManifest(text).testTargets).union(shared) == folders)
  }

  @Test func `has no source file that is too long`() {
    let findings = sources.filter { $0.lineCount > Self.linesPerFile }
      .map { Finding(path: $0.path, message: "\($0.lineCount) lines, of \(Self.linesPerFile)") }
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `has no function that is too long`() {
    let findings = sources.flatMap {
      FunctionLength.findings(in: $0, limit: Self.linesPerFunction)
    }
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `has no banned construct in its sources`() {
    let findings = sources.flatMap { source in
      BannedConstruct.all.flatMap { $0.findings(in: source) }
    }
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `grants no exception that nothing needs`() {
    let findings = BannedConstruct.unusedDoors(in: sources)
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `says what each public type and function is`() {
    let findings = sources.flatMap(Documentation(sources: sources).findings(in:))
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `keeps its top level clear`() {
    let findings = FileRules.clutter(among: repository.topLevel)
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `says of all data where they come from`() {
    let findings = FileRules.dataWithoutReadme(among: repository.files.map(\.path))
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `has no file that is too large`() {
    let findings = repository.files.filter { $0.bytes > Self.bytesPerFile }
      .map { Finding(path: $0.path, message: "\($0.bytes) bytes, of \(Self.bytesPerFile)") }
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func `names no path of one machine`() throws {
    let findings = try repository.files.flatMap {
      FileRules.machinePaths(in: try Data(contentsOf: $0.url), of: $0.path)
    }
    #expect(findings.isEmpty, "\(findings.report)")
  }
}
