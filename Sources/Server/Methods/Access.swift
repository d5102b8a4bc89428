import FoundationEssentials
public import KnowledgeModel
import SystemSeam
public import WireProtocol

/// Who may call what: the tokens that the operator handed out.
///
/// Without tokens everybody who can connect is trusted, which is why the server then listens on this machine
/// only. Peers of the Unix socket are trusted always: its file belongs to the operator.
public struct Access: Sendable {
  /// What a token stands for.
  public struct Grant: Sendable {
    public var workspace: WorkspaceName
    public var principal: Principal
    public var rights: Rights
  }

  private let grants: [String: Grant]

  /// Everybody is trusted.
  public static let open = Access(grants: [:])

  public init(grants: [String: Grant]) {
    self.grants = grants
  }

  public var isOpen: Bool { grants.isEmpty }

  /// Reads a file of lines `TOKEN WORKSPACE PRINCIPAL read|write|admin`; blank ones and those that begin with
  /// `#` are skipped.
  ///
  /// - Throws: `INVALID_ARGUMENT` that names the line (never the token), `UNAVAILABLE` for a file that can't
  ///   be read.
  public init(file path: String) throws(RosemaryError) {
    let text = String(decoding: try FileBytes.read(path, limit: 16 << 20), as: UTF8.self)
    var grants: [String: Grant] = [:]
    // A carriage return and a line feed make one Character, which is no "\n".
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      let rights: [String: Rights] = ["read": .read, "write": .write, "admin": .admin]
      guard words.count == 4, first.utf8.count >= 16,
        let workspace = WorkspaceName(rawValue: words[1]),
        let right = rights[words[3]]
      else {
        throw RosemaryError(
          .invalidArgument,
          "\(path) line \(number + 1): write TOKEN (at least 16 bytes) WORKSPACE PRINCIPAL read|write|admin"
        )
      }
      grants[first] = Grant(
        workspace: workspace, principal: Principal(rawValue: words[2]), rights: right)
    }
    guard !grants.isEmpty else {
      throw RosemaryError(.invalidArgument, "\(path) holds no token")
    }
    self.grants = grants
  }

  /// Where a call belongs and whether it may be made.
  struct Scope {
    var workspace: WorkspaceName
    var principal: Principal
    var rights: Rights
  }

  /// - Throws: `UNAUTHENTICATED` where workspace or principal are missing or the token is unknown,
  ///   `PERMISSION_DENIED` where the token does not carry the rights.
  func scope(
    of meta: Meta, for method: Method, peer: Peer
  ) throws(RosemaryError) -> Scope {
    let needed = method.descriptor.rights
    let scope: Scope
    if isOpen || (peer == .unix && meta.token == nil) {
      guard let workspace = meta.workspace, let principal = meta.principal else {
        throw RosemaryError(
          .unauthenticated,
          "\(method.rawValue) needs _meta.workspace and _meta.principal, here or in Session/Open")
      }
      scope = Scope(workspace: workspace, principal: principal, rights: .admin)
    } else {
      guard let token = meta.token, let grant = grants[token] else {
        throw RosemaryError(.unauthenticated, "a valid _meta.token is needed")
      }
      scope = Scope(workspace: grant.workspace, principal: grant.principal, rights: grant.rights)
    }
    let needsAdmin = scope.principal.isEveryone
    guard scope.rights >= (needsAdmin ? max(needed, .admin) : needed) else {
      throw RosemaryError(
        .permissionDenied,
        "\(method.rawValue) needs the right \(needsAdmin ? "admin" : needed.label), "
          + "the token carries \(scope.rights.label)")
    }
    return scope
  }
}
