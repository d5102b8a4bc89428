import KnowledgeModel
import Testing

@testable import SlackImport
import SeededTesting

@Suite struct ZipArchiveTests {
  private let members = [
    ZipWriter.Member("export/channels.json", #"[{"id":"C1","name":"general","members":["U1"]}]"#),
    ZipWriter.Member("export/general/", ""),
    ZipWriter.Member(
      "export/general/2024-05-02.json",
      bytes: Array(#"[{"user":"U1","text":"hi","ts":"1.0"}]"#.utf8), isDeflated: true),
  ]

  private func open(_ archive: [UInt8]) throws -> ZipArchive {
    let folder = try TemporaryFolder()
    return try ZipArchive(folder.file("a.zip", archive))
  }

  private func open(_ members: [ZipWriter.Member]) throws -> ZipArchive {
    try open(ZipWriter(members).archive())
  }

  @Test(arguments: [false, true], ["", "a comment", String(repeating: "c", count: 65_535)])
  func `stored and deflated members are read`(isZip64: Bool, comment: String) throws {
    var writer = ZipWriter(members)
    writer.isZip64 = isZip64
    writer.comment = Array(comment.utf8)
    let archive = try open(writer.archive())
    #expect(archive.skips.isEmpty)
    #expect(archive.files.map(\.path) == [members[0], members[2]].map { decode($0.name) })
    for member in [members[0], members[2]] {
      #expect(try archive.read(decode(member.name)) == member.bytes)
    }
  }

  @Test func `an archive is an export as its folder is`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("export.zip", ZipWriter(members).archive())
    let export = try SlackExport.open(path)
    #expect(export.channels.map(\.name) == ["general"])
    #expect(export.everything.messages.map(\.text) == ["hi"])
    #expect(export.everything.skips.isEmpty)
  }

  @Test(arguments: [false, true])
  func `an archive cut anywhere is an error that names it and never a trap`(isZip64: Bool) throws {
    var writer = ZipWriter(members)
    writer.isZip64 = isZip64
    let whole = writer.archive()
    let folder = try TemporaryFolder()
    for end in 0..<whole.count {
      let path = try folder.file("\(end).zip", Array(whole[..<end]))
      do {
        _ = try SlackExport.open(path)
        Issue.record("\(end) of \(whole.count) bytes pass for an export")
      } catch {
        let expected: RosemaryError.Code = end < 4 ? .invalidArgument : .dataLoss
        if error.code != expected || !error.message.contains(path) {
          Issue.record("\(end) bytes: \(error)")
        }
      }
    }
  }

  @Test func `an archive with any byte changed is read, reported or refused, never a trap`() throws
  {
    var writer = ZipWriter(members)
    writer.isZip64 = true
    let whole = writer.archive()
    let folder = try TemporaryFolder()
    for change in 0..<whole.count * 3 {
      let place = change / 3
      var damaged = whole
      damaged[place] ^= [1, 0x80, 0xff][change % 3]
      let path = try folder.file("\(change).zip", damaged)
      guard let export = try? SlackExport.open(path) else { continue }
      let read = export.everything
      // Whatever was changed in the message's bytes, the checksum finds it.
      #expect(read.messages.allSatisfy { $0.text == "hi" }, "byte \(place)")
    }
  }

  @Test func `a member that claims to be huge or unpacks to more than it claims is refused`() throws
  {
    let zeros = [UInt8](repeating: 0x20, count: 4 << 20)
    var bomb = ZipWriter.Member("general/2024-05-02.json", bytes: zeros, isDeflated: true)
    bomb.claimedSize = 100
    var liar = ZipWriter.Member("general/2024-05-03.json", bytes: zeros, isDeflated: true)
    liar.claimedSize = UInt32(Limits.importFileBytes + 1)
    let folder = try TemporaryFolder()
    let path = try folder.file("bomb.zip", ZipWriter([bomb, liar]).archive())
    let read = try SlackExport.open(path).everything
    #expect(read.messages.isEmpty)
    #expect(
      read.skips.map(\.file) == ["general/2024-05-02.json", "general/2024-05-03.json"])
    #expect(read.skips[1].reason.contains("\(Limits.importFileBytes)"))
  }

  @Test func `members that share their bytes are refused`() throws {
    var writer = ZipWriter([members[0], members[2]])
    writer.overlaps = true
    let error = #expect(throws: RosemaryError.self) { try open(writer.archive()) }
    #expect(error?.code == .dataLoss)
    #expect(error?.message.contains("overlaps") == true)
  }

  @Test(arguments: [
    "../evil.json", "a/../../evil.json", "/etc/evil.json", "..", "a//b.json", "C:/evil.json",
    #"..\evil.json"#, #"a/..\evil.json"#, "a/\u{0}b.json", "a/\nb.json", "",
  ])
  func `a name that leads out of the archive is skipped`(name: String) throws {
    let archive = try open([ZipWriter.Member(name, "[]"), members[0]])
    #expect(archive.files.map(\.path) == ["export/channels.json"])
    #expect(archive.skips.count == 1)
  }

  @Test func `a name that is not UTF-8 is skipped`() throws {
    var member = ZipWriter.Member("x", "[]")
    member.name = [0xff, 0x2e]
    #expect(try open([member]).skips.count == 1)
  }

  @Test(arguments: [
    ("./a/b.json", "a/b.json"), (#"a\b.json"#, "a/b.json"), ("a/é.json", "a/é.json"),
  ])
  func `a name is made clean`(name: String, path: String) throws {
    #expect(try open([ZipWriter.Member(name, "[]")]).files.map(\.path) == [path])
  }

  @Test func `encrypted members, links and unknown methods are skipped with their reasons`() throws
  {
    var encrypted = ZipWriter.Member("a.json", "[]")
    encrypted.flags |= 1
    var link = ZipWriter.Member("b.json", "/etc/passwd")
    link.attributes = 0o120777 << 16
    var packed = ZipWriter.Member("c.json", "[]")
    packed.method = 93
    let archive = try open([encrypted, link, packed])
    #expect(archive.files.isEmpty)
    #expect(archive.skips.map(\.file) == ["a.json", "b.json", "c.json"])
    #expect(archive.skips[0].reason.contains("encrypted"))
    #expect(archive.skips[1].reason.contains("link"))
    #expect(archive.skips[2].reason.contains("93"))
  }

  @Test func `a wrong checksum is damage`() throws {
    var member = ZipWriter.Member("a.json", "[]")
    member.checksum = 1
    let archive = try open([member])
    let error = #expect(throws: RosemaryError.self) { try archive.read("a.json") }
    #expect(error?.code == .dataLoss)
  }

  @Test func `of a name that is there twice one is read and it is said`() throws {
    let archive = try open([ZipWriter.Member("a", "1"), ZipWriter.Member("a", "2")])
    #expect(try archive.read("a") == Array("2".utf8))
    #expect(archive.skips.count == 1)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `noise behind a zip's signature never traps`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces: [[UInt8]] = [
      [0x50, 0x4b, 3, 4], [0x50, 0x4b, 1, 2], [0x50, 0x4b, 5, 6], [0x50, 0x4b, 6, 6],
      [0x50, 0x4b, 6, 7], [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [1, 0], [7],
    ]
    let noise = (0..<Int.random(in: 0...60, using: &generator)).flatMap { _ in
      pieces.randomElement(using: &generator) ?? []
    }
    let end = [0x50, 0x4b, 5, 6] + [UInt8](repeating: 0, count: 6) + [1, 0]
    _ = try? open([0x50, 0x4b, 3, 4] + noise)
    _ = try? open(noise + end + [46, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  private func decode(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
}
