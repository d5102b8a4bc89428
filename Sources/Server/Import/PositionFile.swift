import FoundationEssentials
public import KnowledgeModel
import SystemSeam

/// Where an interrupted import goes on: a small file beside the data, one for each source and workspace.
public struct PositionFile: Sendable {
  public let path: String
  private let source: String

  /// - Parameter source: what is imported, such as an absolute path; another source has another file.
  public init(folder: String, source: String) {
    let digest = source.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    path = "\(folder)/import-\(String(digest, radix: 16)).position"
    self.source = source
  }

  /// The position of a former run of the same source; nil where there is none, or none that can be read.
  public func read() -> String? {
    guard let bytes = try? FileBytes.read(path, limit: 1 << 16) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 2, lines[0] == escaped(source) else { return nil }
    return lines[1]
  }

  /// Replaces the position, durably.
  public func write(_ position: String) throws(RosemaryError) {
    let text = Array("\(escaped(source))\n\(escaped(position))\n".utf8)
    try DurableFile.write(text.span.bytes, to: path)
  }

  /// Forgets the position.
  public func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }

  private func escaped(_ text: String) -> String {
    text.replacing("\n", with: " ")
  }
}
