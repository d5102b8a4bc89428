import KnowledgeModel
import Language

/// The one rule by which a surface gives an entity's name; finder and guard both use it.
enum MentionNaming {
  /// The key of what `surface` names as a `kind`; nil where it names nothing, or names it at too great
  /// length, and for users and channels, which only an envelope names.
  static func key(_ kind: EntityKey.Kind, surface: String) -> EntityKey? {
    let name: String?
    switch kind {
    case .user, .channel: name = nil
    case .handle: name = unsigned(surface, sign: "@")
    case .tag: name = unsigned(surface, sign: "#")
    case .name: name = NameNormalizer.normalize(surface)
    case .link: name = hostAndPath(surface)
    }
    guard let name, !name.isEmpty, name.utf8.count <= Limits.nameBytes else { return nil }
    return EntityKey(kind: kind, name: name)
  }

  private static func unsigned(_ surface: String, sign: Character) -> String? {
    surface.first == sign ? surface.dropFirst().lowercased() : nil
  }

  /// The host in lower case and the path as it is, without scheme, `www.`, query, fragment and last `/`.
  private static func hostAndPath(_ surface: String) -> String? {
    var bytes = Array(surface.utf8)[...]
    for scheme in ["https://", "http://", "ftp://", "mailto:", "www."]
    where bytes.count >= scheme.utf8.count
      && zip(bytes, scheme.utf8).allSatisfy({ lowercased($0) == $1 })
    {
      bytes = bytes.dropFirst(scheme.utf8.count)
    }
    bytes = bytes.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    let hostEnd = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
    let host = bytes[..<hostEnd].map(lowercased)
    return String(decoding: host + bytes[hostEnd...], as: UTF8.self)
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte | 0x20 : byte
  }
}
