import Foundation
import Testing

@Suite struct `The measure of functions` {
  @Test func `counts from the keyword to the closing brace`() {
    let source = SourceText(
      """
      struct S {
        init(a: () -> Void = { print("}") }) {
          self.init(b: 1)
        }

        func long<T>(
          a: [Int]
        ) async throws(E) -> T
        where T: P {
          if a { "}" } // }
        }
        var x: Int { 1 }
      }
      """)
    #expect(FunctionLength.all(in: source).map(\.line) == [2, 6])
    #expect(FunctionLength.all(in: source).map(\.lines) == [3, 6])
  }

  @Test func `passes over what has no body`() {
    let source = SourceText(
      """
      import func Glibc.log
      protocol P {
        func one() -> Array<Int>
        func two()
        init?(x: Int)
      }
      func three() {
      }
      """)
    #expect(FunctionLength.all(in: source).map(\.line) == [7])
  }

  @Test func `finds what is longer than the limit`() {
    let source = SourceText("func f() {\n\n\n}\nfunc g() {\n}\n")
    #expect(FunctionLength.findings(in: source, limit: 4).isEmpty)
    #expect(FunctionLength.findings(in: source, limit: 3).map(\.line) == [1])
  }
}

@Suite struct `The list of banned constructs` {
  private func findings(_ text: String, at path: String = "Sources/Example/A.swift") -> [Finding] {
    BannedConstruct.all.flatMap { $0.findings(in: SourceText(text, path: path)) }
  }

  @Test(arguments: [
    "let a = try! f()", "let a = b as! C", "// TODO: later", "/* FIXME */",
    "fatalError()", "fatalError(reason)", "fatalError(\"No.\")", "preconditionFailure()",
    "precondition(a > 0)", "print(a)", "let d = Date()", "let d = Date.now",
    "let d: Date = .now", "f(.now)", "ContinuousClock.now", "let c = ContinuousClock()",
    "Double.random(in: 0..<1)", "a.shuffled()", "a.randomElement()", "let id = UUID()",
    "var g = SystemRandomNumberGenerator()", "struct S: @unchecked Sendable {}",
    "nonisolated(unsafe) var a = 1", "\"\\(try! f())\"",
  ])
  func `stops what is banned`(text: String) {
    #expect(findings(text).count == 1)
  }

  @Test(arguments: [
    "let a = try? f()", "let a = b as? C", "let todo = \"TODO\"",
    "fatalError(\"a row has no such column\")", "precondition(a > 0, \"a count is positive\")",
    "precondition(\n  a > f(b),\n  \"a is over f(b)\")", "blueprint(a)", "// print(a)",
    "let d = Date(timeIntervalSince1970: 0)", "let t = lookup.now", "f(clock.now)",
    "let nowhere = 1",
    "Double.random(in: 0..<1, using: &generator)", "a.shuffled(using: &g)",
    "// Guarded by its lock.\nstruct S: @unchecked Sendable {}",
  ])
  func `lets pass what only looks like it`(text: String) {
    #expect(findings(text).isEmpty)
  }

  @Test func `opens a door to its folder only`() {
    #expect(findings("print(a)", at: "Sources/rosemary/Demo.swift").isEmpty)
    #expect(findings("print(a)", at: "Sources/rosemaryKit/Demo.swift").count == 1)
  }

  @Test func `has no door that leads nowhere`() {
    #expect(!BannedConstruct.unusedDoors(in: []).isEmpty)
  }
}

@Suite struct `The rules of files` {
  @Test func `name what clutters the top level`() {
    #expect(
      FileRules.clutter(among: ["Package.swift", ".ci", "Data", "notes.txt"]).map(\.path) == [
        "notes.txt"
      ])
  }

  @Test func `want a README of every folder of data`() {
    let paths = ["Data/a/README.md", "Data/a/x.json", "Data/b/x.json", "Data/README.md"]
    #expect(FileRules.dataWithoutReadme(among: paths).map(\.path) == ["Data/b"])
  }

  @Test func `find absolute paths of a machine, and those only`() {
    let root = FileRules.machineRoots[0]
    func lines(_ text: String) -> [Int?] {
      FileRules.machinePaths(in: Data(text.utf8), of: "a.txt").map(\.line)
    }
    #expect(lines("one\ncd \(root)main") == [2])
    #expect(lines("\"\(root)\"") == [1])
    #expect(lines("https://example.com\(root) and ~\(root)").isEmpty)
    #expect(lines("\0\(root)").isEmpty)
  }

  @Test func `hide what git ignores`() {
    let rules = IgnoreRules("# build\n.build-*/\n*.sqlite\n/data/\n")
    #expect(rules.hides("tools/x/.build-a", isFolder: true))
    #expect(!rules.hides(".build-a", isFolder: false))
    #expect(rules.hides("a/b.sqlite", isFolder: false))
    #expect(rules.hides("data", isFolder: true))
    #expect(!rules.hides("Tests/data", isFolder: true))
    #expect(!rules.hides("b.sqlite3", isFolder: false))
  }
}

@Suite struct `The rule of doc comments` {
  private func lines(_ text: String) -> [Int?] {
    let source = SourceText(text)
    return Documentation(sources: [source]).findings(in: source).map(\.line)
  }

  @Test(arguments: [
    "public struct S {}", "public final class C {}", "@frozen public enum E {}",
    "// plain\npublic actor A {}", "public static func f() {\n\n\n}",
    "public func `a b`() {\n\n\n}", "/// S.\nstruct S {\n}\n\npublic struct T {}",
  ])
  func `finds what says nothing`(text: String) {
    #expect(lines(text).count == 1)
  }

  @Test(arguments: [
    "/// A thing.\npublic struct S {}", "/// A thing.\n@frozen\npublic struct S {}",
    "/// A thing.\n// Why.\npublic struct S {}", "/** A thing. */\npublic struct S {}",
    "struct S {}", "public var a: Int", "public static func < (a: S, b: S) -> Bool {\n\n\n}",
    "public func hash(into h: inout Hasher) {\n\n\n}", "public func f() {\n  g()\n}",
    "public import Model", "public enum Kind: Int {}", "public typealias A = B",
    "let text = \"public struct S {}\"",
  ])
  func `lets pass what speaks for itself`(text: String) {
    #expect(lines(text).isEmpty)
  }

  @Test func `lets pass what a protocol asked for`() {
    let conformance = "public enum Field {}\npublic func property(a: Int) {\n\n\n}\n"
    #expect(lines(conformance) == [1, 2])
    let asked = "protocol P {\n  associatedtype Field\n  static func property(a: Int)\n}\n"
    #expect(lines(asked + conformance).isEmpty)
  }
}
