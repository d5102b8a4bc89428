public import KnowledgeModel

/// The answer to one call, as bytes without the newline, and as it is read back.
public struct Reply: Sendable {
  public var id: CallID
  public var result: Result<JSONValue, RosemaryError>

  /// The line that answers a call.
  ///
  /// A result that can't be written or that is longer than a line becomes an error, so every call is
  /// answered.
  public static func line(id: CallID, result: JSONValue) -> [UInt8] {
    let json = JSONValue.members([
      ("jsonrpc", .string("2.0")), ("id", id.json), ("result", result),
    ])
    do throws(RosemaryError) {
      let line = try json.encoded()
      guard line.count <= Limits.lineBytes else {
        throw RosemaryError(
          .outOfRange,
          "the reply has \(line.count) bytes; the limit is \(Limits.lineBytes); ask for less, "
            + "by limit or token_budget")
      }
      return line
    } catch {
      return Self.line(CallFault(id: id, error: error))
    }
  }

  /// The line that says what is wrong.
  public static func line(_ fault: CallFault) -> [UInt8] {
    // An error holds no floating-point number, the one thing that can't be written.
    (try? fault.json.encoded()) ?? []
  }

  /// Reads a reply, as a client does.
  /// - Throws: `INTERNAL` for a line that is no reply.
  public init(line: [UInt8]) throws(RosemaryError) {
    let json: JSONValue
    do {
      try LineGuard.check(line)
      json = try JSONValue(parsing: line)
    } catch { throw RosemaryError(.internalError, "the server's line is not JSON") }
    guard let id = json["id"].flatMap({ CallID(json: $0) }) else {
      throw RosemaryError(.internalError, "the server's line is no reply")
    }
    self.id = id
    if let result = json["result"] {
      self.result = .success(result)
    } else {
      self.result = .failure(Self.error(json["error"] ?? .null))
    }
  }

  private static func error(_ json: JSONValue) -> RosemaryError {
    let status: String = if case .string(let name) = json["data"]?["status"] { name } else { "" }
    let code = RosemaryError.Code.allCases.first { $0.name == status } ?? .unknown
    let message: String = if case .string(let text) = json["message"] { text } else { "" }
    var retryAfter: Duration?
    if case .integer(let wait) = json["data"]?["retry_after_ms"] {
      retryAfter = .milliseconds(wait)
    }
    return RosemaryError(code, message, retryAfter: retryAfter)
  }
}

/// A call as a client writes it.
public struct Request: Sendable {
  public var id: CallID
  public var method: String
  public var params: JSONValue
  public var meta: Meta

  public init(id: CallID, method: String, params: JSONValue, meta: Meta = Meta()) {
    self.id = id
    self.method = method
    self.params = params
    self.meta = meta
  }

  /// The line without its newline.
  /// - Throws: `INTERNAL` for a number that JSON can't write.
  public func line() throws(RosemaryError) -> [UInt8] {
    var params = params
    if meta != Meta(), case .object(let members) = params {
      params = .object(members + [JSONValue.Member("_meta", meta.json)])
    }
    return try JSONValue.members([
      ("jsonrpc", .string("2.0")), ("id", id.json), ("method", .string(method)),
      ("params", params),
    ]).encoded()
  }

  /// The notification that nobody waits for a call any longer.
  public static func cancellation(of id: CallID) -> [UInt8] {
    let json = JSONValue.members([
      ("jsonrpc", .string("2.0")), ("method", .string("notifications/cancelled")),
      ("params", .members([("requestId", id.json)])),
    ])
    return (try? json.encoded()) ?? []
  }
}
