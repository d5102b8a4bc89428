/// How far an import has come: the last file of messages that was taken in.
///
/// Files come in the order of their positions: by the channel's id, then by path, which within a
/// channel's folder is by day.
public struct ImportPosition: Hashable, Comparable, Sendable, Codable, LosslessStringConvertible {
  /// The channel's id, which holds no `/`.
  public let channel: String
  /// The file's path from the export's root, such as `general/2024-05-02.json`.
  public let file: String

  public init(channel: String, file: String) {
    self.channel = channel
    self.file = file
  }

  /// Reads what ``description`` writes.
  public init?(_ description: String) {
    guard let slash = description.firstIndex(of: "/") else { return nil }
    let file = description[description.index(after: slash)...]
    guard slash != description.startIndex, !file.isEmpty else { return nil }
    self.init(channel: String(description[..<slash]), file: String(file))
  }

  /// `CHANNEL/FILE`.
  public var description: String { "\(channel)/\(file)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let position = ImportPosition(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "an import position is CHANNEL/FOLDER/FILE")
    }
    self = position
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.channel, left.file) < (right.channel, right.file)
  }
}
