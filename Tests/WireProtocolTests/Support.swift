import KnowledgeModel
import Testing

@testable import WireProtocol

/// A line that calls a method.
func line(_ method: Method, _ params: String = "{}", id: String = "1") -> [UInt8] {
  Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method.rawValue)","params":\#(params)}"#.utf8)
}

/// What a line is refused with.
func fault(_ line: [UInt8]) -> CallFault? {
  do throws(CallFault) {
    _ = try Incoming(line: line)
    Issue.record("accepted: \(String(decoding: line.prefix(200), as: UTF8.self))")
    return nil
  } catch {
    return error
  }
}

func fault(_ text: String) -> CallFault? { fault(Array(text.utf8)) }

/// What a call's parameters are refused with, as `INVALID_ARGUMENT` to its caller.
func complaint(_ method: Method, _ params: String) -> String {
  guard let fault = fault(line(method, params)) else { return "" }
  #expect(fault.id == .integer(1))
  #expect(fault.code == -32602)
  #expect(fault.error.code == .invalidArgument)
  return fault.error.message
}

func call(_ line: [UInt8]) throws -> ValidatedCall {
  guard case .call(let call) = try Incoming(line: line) else {
    throw RosemaryError(.internalError, "no call")
  }
  return call
}
