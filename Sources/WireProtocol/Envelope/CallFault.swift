public import KnowledgeModel

/// An error as the wire knows it: whose call it answers, and where JSON-RPC's own codes apply.
public struct CallFault: Error, Hashable, Sendable {
  /// What JSON-RPC distinguishes and gRPC does not.
  public enum Kind: Hashable, Sendable {
    /// Not JSON.
    case unparsable
    /// JSON, but no JSON-RPC request.
    case invalidRequest
    case unknownMethod
    /// Everything else: the code of ``CallFault/error`` decides.
    case status
  }

  public var id: CallID
  public var kind: Kind
  public var error: RosemaryError

  public init(id: CallID, kind: Kind = .status, error: RosemaryError) {
    self.id = id
    self.kind = kind
    self.error = error
  }

  /// JSON-RPC's code: −32000 − the status number, except for what JSON-RPC names itself.
  public var code: Int {
    switch kind {
    case .unparsable: -32700
    case .invalidRequest: -32600
    case .unknownMethod: -32601
    case .status: error.code == .invalidArgument ? -32602 : -32000 - error.code.rawValue
    }
  }

  /// The reply: `{"error":{"code":…,"data":{"status":…},"message":…},"id":…,"jsonrpc":"2.0"}`.
  public var json: JSONValue {
    let data = JSONValue.members([
      ("status", .string(error.code.name)),
      ("retry_after_ms", error.retryAfter.map { .integer($0.wholeMilliseconds) }),
    ])
    return .members([
      ("jsonrpc", .string("2.0")),
      ("id", id.json),
      (
        "error",
        .members([
          ("code", .integer(code)), ("message", .string(error.message)), ("data", data),
        ])
      ),
    ])
  }
}

extension Duration {
  /// Rounded up, within 0 and a day.
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    let bounded = min(max(seconds, 0), 86_400)
    return Int(bounded) * 1000
      + Int((max(attoseconds, 0) + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
