import Foundation
import KnowledgeModel
import SlackImport
import Testing

@Suite struct SlackExportTests {
  private let channels = #"[{"id":"C2","name":"general"},{"id":"C1","name":"random"}]"#

  private func day(_ ts: String...) -> String {
    let entries = ts.map { #"{"user":"U1","text":"\#($0)","ts":"\#($0)"}"# }
    return "[\(entries.joined(separator: ","))]"
  }

  @Test func `each list gives its kind of channel`() throws {
    let export = try SlackExport.of([
      "users.json": "[]",
      "channels.json":
        #"[{"id":"C1","name":"general","members":["U1"],"is_archived":true},{"id":"C2","name":"p","is_private":true}]"#,
      "groups.json": #"[{"id":"G1","name":"secret","members":["U1","U2"]}]"#,
      "dms.json": #"[{"id":"D1","members":["U1","U2"]}]"#,
      "mpims.json": #"[{"id":"G2","name":"mpdm-a--b-1","members":["U1","U2","U3"]}]"#,
      "general/2024-05-02.json": day("1.0"), "secret/2024-05-02.json": day("2.0"),
      "D1/2024-05-02.json": day("3.0"), "mpdm-a--b-1/2024-05-02.json": day("4.0"),
    ])
    #expect(
      export.channels == [
        Channel(id: "C1", name: "general", kind: .public, members: ["U1"]),
        Channel(id: "C2", name: "p", kind: .private, members: []),
        Channel(id: "D1", name: "D1", kind: .direct, members: ["U1", "U2"]),
        Channel(id: "G1", name: "secret", kind: .private, members: ["U1", "U2"]),
        Channel(id: "G2", name: "mpdm-a--b-1", kind: .direct, members: ["U1", "U2", "U3"]),
      ])
    let read = export.everything
    #expect(read.messages.map(\.channel) == ["C1", "D1", "G1", "G2"])
    #expect(read.skips.isEmpty)
    #expect(read.notes.isEmpty)
  }

  @Test func `a folder that no list names is a private channel of nobody's`() throws {
    let export = try SlackExport.of(["channels.json": "[]", "stray/2024-05-02.json": day("1.0")])
    #expect(
      export.channels == [Channel(id: "stray", name: "stray", kind: .private, members: [])])
    #expect(export.notes.map(\.file).contains("stray"))
    #expect(export.everything.messages.map(\.channel) == ["stray"])
  }

  @Test func `where lists disagree the narrower audience wins`() throws {
    let export = try SlackExport.of([
      "channels.json": #"[{"id":"C1","name":"plans"},{"id":"C2","name":"x"}]"#,
      "groups.json": #"[{"id":"G1","name":"plans","members":["U1"]},{"id":"C2","name":"x"}]"#,
      "plans/2024-05-02.json": day("1.0"),
    ])
    #expect(export.everything.messages.map(\.channel) == ["G1"])
    #expect(export.channels.first { $0.id == "C2" }?.kind == .private)
    #expect(export.notes.contains { $0.file == "plans" })
  }

  @Test func `a channel that one list holds twice has the narrower audience of the two`() throws {
    let export = try SlackExport.of([
      "channels.json": #"[{"id":"C1","name":"x","is_private":true},{"id":"C1","name":"x"}]"#
    ])
    #expect(export.channels.map(\.kind) == [.private])
  }

  @Test func `an id with a slash, which no position could hold, is skipped`() throws {
    let export = try SlackExport.of(["channels.json": #"[{"id":"C/1","name":"x"}]"#])
    #expect(export.channels.isEmpty)
    #expect(export.skips.map(\.index) == [0])
  }

  @Test func `a half-written list makes its channels private and is reported`() throws {
    let export = try SlackExport.of([
      "channels.json": #"[{"id":"C2","name":"general"},{"id":"C1","na"#,
      "general/2024-05-02.json": day("1.0"),
    ])
    #expect(export.channels.map(\.kind) == [.private])
    #expect(export.skips.map(\.file) == ["channels.json"])
  }

  @Test func `a user has each other name once and bots are users`() throws {
    let export = try SlackExport.of([
      "channels.json": "[]",
      "users.json": """
      [{"id":"U1","name":"bob","real_name":"Bob Stone","tz":"Europe/Oslo","deleted":true,
        "profile":{"real_name":"Bob Stone","display_name":"bobby","first_name":"Bob","last_name":""}},
       {"id":"U2","is_bot":true,"profile":{"display_name":"Deploys"}}, {"name":"nobody"}, 5,
       {"id":"U1","name":"twice"}]
      """,
    ])
    #expect(
      export.users == [
        User(
          id: "U1", name: "bob", aliases: ["Bob Stone", "bobby", "Bob"], zone: "Europe/Oslo"),
        User(id: "U2", name: "Deploys", aliases: ["Deploys"]),
      ])
    #expect(export.skips.map(\.index) == [2, 3, 4])
  }

  @Test func `files come by channel id and day and any position resumes`() throws {
    let export = try SlackExport.of([
      "channels.json": channels, "general/2024-05-03.json": day("3.0"),
      "general/2024-05-02.json": day("1.0", "2.0"), "random/2024-05-02.json": day("9.0"),
    ])
    let days = Array(export.days())
    #expect(
      days.map(\.position.description) == [
        "C1/random/2024-05-02.json", "C2/general/2024-05-02.json", "C2/general/2024-05-03.json",
      ])
    #expect(export.extent().files == 3)
    #expect(export.extent().bytes == days.reduce(0) { $0 + $1.bytes })
    for (index, day) in days.enumerated() {
      let data = try JSONEncoder().encode([day.position])
      let position = try JSONDecoder().decode([ImportPosition].self, from: data)[0]
      #expect(position == day.position)
      let rest = export.days(after: position).map(\.position)
      #expect(rest == days[(index + 1)...].map(\.position))
      #expect(export.extent(after: position).files == rest.count)
    }
  }

  @Test(arguments: ["", "/", "C1", "C1/", "/general/x.json"])
  func `what is no position is refused`(text: String) {
    #expect(ImportPosition(text) == nil)
  }

  @Test(arguments: [
    "", "[", #"[{"user":"U1","text":"a","ts":"1.0"},{"us"#, "{}", "null", "[1,]", "\u{0}[]",
    String(repeating: "[", count: 100_000),
    String(repeating: #"{"message":"#, count: 40) + "1" + String(repeating: "}", count: 40),
  ])
  func `a half-written file is reported and stops nothing else`(text: String) throws {
    let export = try SlackExport.of([
      "channels.json": channels, "general/2024-05-02.json": text,
      "general/2024-05-03.json": day("1.0"),
    ])
    let read = export.everything
    #expect(read.messages.map(\.id) == ["1.0"])
    #expect(read.skips.map(\.file) == ["general/2024-05-02.json"])
  }

  @Test func `bytes that are not UTF-8 lose no more than their file`() throws {
    let folder = try TemporaryFolder()
    try folder.file("general/2024-05-02.json", [0x5b, 0x22, 0xff, 0x22, 0x5d])
    try folder.file("general/2024-05-03.json", Array(day("1.0").utf8))
    let read = try SlackExport.open(folder.path).everything
    #expect(read.messages.map(\.id) == ["1.0"])
    #expect(read.skips.map(\.file) == ["general/2024-05-02.json"])
  }

  @Test func `an export may lie in a folder of its own, and only one may`() throws {
    let files = ["a/channels.json": channels, "a/general/2024-05-02.json": day("1.0")]
    let export = try SlackExport.of(files)
    #expect(export.everything.messages.map(\.channel) == ["C2"])
    #expect(export.days().map(\.position.file) == ["general/2024-05-02.json"])
    let error = #expect(throws: RosemaryError.self) {
      try SlackExport.of(files.merging(["b/x/2024-05-02.json": "[]"]) { first, _ in first })
    }
    #expect(error?.message.contains("a, b") == true)
  }

  @Test(arguments: [[:], ["users.json": "[]"], ["a/b/c/2024-05-02.json": "[]"]])
  func `what is no export is an error that says what was looked for`(files: [String: String]) {
    let error = #expect(throws: RosemaryError.self) { try SlackExport.of(files) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("channels.json") == true)
  }

  @Test func `files that hold no messages are noted`() throws {
    let export = try SlackExport.of([
      "channels.json": channels, "integration_logs.json": "[]", "general/canvas.json": "{}",
      "general/2024-05-02.json": "[]",
    ])
    #expect(
      export.notes.map(\.file) == ["general/canvas.json", "integration_logs.json", "users.json"])
    #expect(export.skips.isEmpty)
  }

  @Test func `links in a folder are skipped and missing paths are named`() throws {
    let folder = try TemporaryFolder()
    try folder.file("general/2024-05-02.json", Array(day("1.0").utf8))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/general/2024-05-03.json", withDestinationPath: "/etc/passwd")
    let export = try SlackExport.open(folder.path)
    #expect(export.skips.map(\.file) == ["general/2024-05-03.json"])
    #expect(export.everything.messages.count == 1)
    let missing = "\(folder.path)/none"
    let error = #expect(throws: RosemaryError.self) { try SlackExport.open(missing) }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains(missing) == true)
  }

  @Test(.enabled(if: geteuid() != 0, "permissions do not bind the superuser"))
  func `an unreadable folder is reported by name`() throws {
    let folder = try TemporaryFolder()
    try folder.file("general/2024-05-02.json", Array(day("1.0").utf8))
    try folder.file("closed/2024-05-02.json", Array(day("1.0").utf8))
    let closed = "\(folder.path)/closed"
    try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: closed)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: closed)
    }
    let export = try SlackExport.open(folder.path)
    #expect(export.skips.map(\.file) == ["closed"])
    #expect(export.skips.first?.reason.contains("\(closed):") == true)
    #expect(export.everything.messages.count == 1)
  }

  @Test func `a file that vanishes after opening is a skip`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("general/2024-05-02.json", Array(day("1.0").utf8))
    let export = try SlackExport.open(folder.path)
    try FileManager.default.removeItem(atPath: path)
    #expect(export.everything.skips.map(\.file) == ["general/2024-05-02.json"])
  }
}
