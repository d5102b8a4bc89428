import Testing

@Suite struct `The scanner of source text` {
  private func code(_ text: String) -> String {
    String(decoding: SourceText(text).code, as: UTF8.self)
  }

  private func comments(_ text: String) -> String {
    String(decoding: SourceText(text).comments, as: UTF8.self)
  }

  @Test(arguments: [
    ("a // try!", "a        "),
    ("a /* x /* y */ z */ b", "a                   b"),
    (#"f("try!") + g"#, #"f("    ") + g"#),
    (#"f("a\"b") + g"#, #"f("    ") + g"#),
    (#"f("//") + g"#, #"f("  ") + g"#),
    (#"f("\(g("x"))") + h"#, #"f(" (g(" "))") + h"#),
    (##"f(#"a"b"#) + g"##, ##"f(#"   "#) + g"##),
    (##"f(#"\(a)\#(b)"#) + g"##, ##"f(#"      (b)"#) + g"##),
    ("f(#/a\"b/#) + g", "f(       ) + g"),
    ("func `print(\"it\")`()", "func `           `()"),
    ("f(\"\"\"\n \"q\" // x\n \"\"\") + g", "f(\"\"\"\n         \n \"\"\") + g"),
    ("\"\" + a", "\"\" + a"),
  ])
  func `blanks comments and literals, and keeps what is interpolated`(text: String, blanked: String)
  {
    #expect(code(text) == blanked)
  }

  @Test func `keeps comments apart`() {
    #expect(comments("a // b\nc /* d */ \"// e\"") == "  // b\n  /* d */       ")
  }

  @Test(arguments: [
    "\"", "\"\"\"\n", "/*", "/* *", "#\"", "#/", "`", "\"\\", "\"\\(", "#\"\\#", "((", "))", "",
  ])
  func `survives what never ends`(text: String) {
    #expect(code(text).utf8.count == text.utf8.count)
  }

  @Test func `finds words, not parts of words`() {
    let source = SourceText("print(a); sprint(b); print (c); fingerprint(d)")
    #expect(source.occurrences(of: "print(") == [0])
    #expect(source.occurrences(of: "print") == [0, 21])
  }

  @Test func `counts lines from one`() {
    let source = SourceText("a\nb\n\nd")
    #expect([0, 1, 2, 4, 5].map(source.line(at:)) == [1, 1, 2, 3, 4])
    #expect(source.lineCount == 4)
    #expect(SourceText("a\nb\n").lineCount == 2)
    #expect(source.line(2, of: \.code) == "b")
  }

  @Test func `gives arguments as they were written`() {
    #expect(SourceText("f(a, g(\")\"), b)").arguments(after: 2) == "a, g(\")\"), b")
  }
}
