import NIOCore

/// Where a server listens and a client connects.
public enum ServerAddress: Hashable, Sendable, LosslessStringConvertible {
  /// Port 0 lets the system choose one.
  case tcp(host: String, port: Int)
  case unix(path: String)

  /// The design's default.
  public static let standard = ServerAddress.tcp(host: "127.0.0.1", port: 7411)

  /// Reads `HOST:PORT`, `[IPV6]:PORT`, `unix:PATH`, or a path that holds a slash.
  public init?(_ text: String) {
    if text.hasPrefix("unix:") {
      self = .unix(path: String(text.dropFirst(5)))
    } else if text.contains("/") {
      self = .unix(path: text)
    } else {
      guard let colon = text.lastIndex(of: ":"),
        let port = UInt16(text[text.index(after: colon)...])
      else { return nil }
      var host = text[..<colon]
      if host.hasPrefix("[") && host.hasSuffix("]") {
        host = host.dropFirst().dropLast()
      } else if host.contains(":") {
        return nil
      }
      guard !host.isEmpty else { return nil }
      self = .tcp(host: String(host), port: Int(port))
    }
    if case .unix(path: "") = self { return nil }
  }

  /// Reads what was bound; nil for an address that is neither.
  init?(bound address: SocketAddress?) {
    guard let address else { return nil }
    if let path = address.pathname {
      self = .unix(path: path)
    } else if let host = address.ipAddress, let port = address.port {
      self = .tcp(host: host, port: port)
    } else {
      return nil
    }
  }

  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }

  /// Whether only this machine can connect.
  public var isLocal: Bool {
    switch self {
    case .tcp(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
    case .unix: true
    }
  }
}
