import Foundation
import KnowledgeModel
import SlackImport
import Testing

/// Real workspaces, where they are at hand, against Foundation's other JSON reader.
@Suite struct RealExportTests {
  /// Every entry of every list of messages below `path`, by the folder that holds it.
  private func count(_ path: String) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      let parts = name.split(separator: "/")
      guard parts.count == 2, name.hasSuffix(".json") else { continue }
      let data = try Data(contentsOf: URL(filePath: "\(path)/\(name)"))
      let entries = try JSONSerialization.jsonObject(with: data) as? [Any]
      counts[String(parts[0]), default: 0] += entries?.count ?? 0
    }
    return counts
  }

  private func check(_ path: String) throws {
    let export = try SlackExport.open(path)
    let read = export.everything
    #expect(read.skips.isEmpty)
    var counts: [String: Int] = [:]
    let names = Dictionary(
      export.channels.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    for message in read.messages { counts[names[message.channel] ?? "", default: 0] += 1 }
    #expect(try counts == count(path))
    #expect(Set(read.messages.map(\.key)).count == read.messages.count)
  }

  @Test(
    .enabled(if: folder("../shared/data/slack") != nil, "no ../shared/data/slack here"),
    arguments: ["clojurians", "elmlang"])
  func `a real workspace is read whole, from its folder and from a zip`(name: String) throws {
    let path = try unwrap(folder("../shared/data/slack/\(name)"))
    try check(path)
    let members = try FileManager.default.subpathsOfDirectory(atPath: path)
      .filter { $0.hasSuffix(".json") }
      .map { file in
        let data = try Data(contentsOf: URL(filePath: "\(path)/\(file)"))
        return ZipWriter.Member("\(name)/\(file)", bytes: Array(data), isDeflated: true)
      }
    let temporary = try TemporaryFolder()
    let zip = try SlackExport.open(
      temporary.file("export.zip", ZipWriter(members).archive()))
    let unpacked = try SlackExport.open(path)
    #expect(zip.users == unpacked.users)
    #expect(zip.channels == unpacked.channels)
    #expect(zip.everything.messages == unpacked.everything.messages)
    #expect(zip.days().map(\.position) == unpacked.days().map(\.position))
  }

  @Test(.enabled(if: folder("Data/lavender-labs/channels.json") != nil, "no sample workspace yet"))
  func `the sample workspace is read whole`() throws {
    try check(unwrap(folder("Data/lavender-labs")))
  }
}
