import KnowledgeModel

/// A call whose envelope and parameters were found well-formed and typed.
public struct ValidatedCall: Hashable, Sendable {
  public var id: CallID
  public var params: CallParams
  /// What this call says, over what its connection said before.
  public var meta: Meta

  public init(id: CallID, params: CallParams, meta: Meta = Meta()) {
    self.id = id
    self.params = params
    self.meta = meta
  }

  public var method: Method { params.method }
}

/// What one line of a caller asks for.
public enum Incoming: Hashable, Sendable {
  case call(ValidatedCall)
  /// The caller no longer waits for this call.
  case cancel(CallID)
  /// A notification that asks for nothing.
  case ignored

  /// Reads a line: checks it, reads it as JSON, and gives it its type.
  /// - Throws: what the reply must say; with the caller's id wherever one could be read.
  /// - Complexity: O(bytes).
  public init(line: [UInt8]) throws(CallFault) {
    do { try LineGuard.check(line) } catch { throw CallFault(guard: error) }
    let json: JSONValue
    do { json = try JSONValue(parsing: line) } catch {
      throw CallFault(
        id: .null, kind: .unparsable,
        error: RosemaryError(
          .invalidArgument, "the line is not JSON: \(error.problem) (at byte \(error.offset))"))
    }
    self = try Self.read(json)
  }

  private static func read(_ json: JSONValue) throws(CallFault) -> Incoming {
    if case .array = json {
      throw .invalidRequest(.null, "batches are not supported; write one call on each line")
    }
    let id = json["id"].map { CallID(json: $0) ?? .null }
    let envelope: Envelope
    do { envelope = try Envelope(json: json) } catch {
      throw .invalidRequest(id ?? .null, error.description)
    }
    guard json["id"] != nil else { return try notification(envelope) }
    guard let id, json["id"] == .null || id != .null else {
      throw .invalidRequest(
        .null,
        "id: \(json["id"]?.excerpt ?? "") is neither an integer nor a string of at most "
          + "\(Limits.identifierBytes) bytes")
    }
    guard let method = Method(rawValue: envelope.method) else {
      throw CallFault(
        id: id, kind: .unknownMethod,
        error: RosemaryError(
          .unimplemented,
          "no such method: \(shortened(envelope.method)); rosemary.v1.Admin/Methods lists them"))
    }
    do {
      let (meta, params) = try split(envelope.params)
      return .call(ValidatedCall(id: id, params: try CallParams(method, json: params), meta: meta))
    } catch {
      throw CallFault(id: id, error: error.error)
    }
  }

  /// Takes `_meta` out of the parameters.
  private static func split(_ params: JSONValue) throws(FieldError) -> (Meta, JSONValue) {
    guard case .object(var members) = params else {
      throw FieldError("params must be an object with named fields, not \(params.kind)")
    }
    guard let index = members.firstIndex(where: { $0.name == "_meta" }) else {
      return (Meta(), params)
    }
    let value = members.remove(at: index).value
    do { return (value == .null ? Meta() : try Meta(json: value), .object(members)) } catch {
      throw error.inside("_meta")
    }
  }

  /// MCP's notifications; one that is unknown or unreadable has no reply to say so in.
  private static func notification(_ envelope: Envelope) throws(CallFault) -> Incoming {
    guard envelope.method == "notifications/cancelled",
      let id = envelope.params["requestId"].flatMap({ CallID(json: $0) })
    else { return .ignored }
    return .cancel(id)
  }
}

/// The outermost object of a line.
private struct Envelope {
  enum Field: String, FieldName {
    case jsonrpc, id, method, params
  }

  var method: String
  var params: JSONValue

  init(json: JSONValue) throws(FieldError) {
    let fields = try FieldReader<Field>(json)
    guard case .string("2.0") = fields[.jsonrpc] else {
      throw FieldError("jsonrpc must be \"2.0\"")
    }
    guard case .string(let method) = fields[.method] else {
      throw FieldError("method must be a string")
    }
    self.method = method
    params = fields[.params] ?? .object([])
  }
}

extension CallFault {
  fileprivate static func invalidRequest(_ id: CallID, _ message: String) -> CallFault {
    CallFault(
      id: id, kind: .invalidRequest, error: RosemaryError(.invalidArgument, message))
  }

  /// A line that was refused unread; nobody knows whose call it was.
  public init(guard fault: LineGuard.Fault) {
    let kind: Kind = if case .notUTF8 = fault { .unparsable } else { .status }
    self.init(id: .null, kind: kind, error: fault.error)
  }
}
