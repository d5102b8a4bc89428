import KnowledgeModel
import Testing

@testable import WireProtocol

struct ReplyTests {
  @Test func `a result and an error are read back`() throws {
    let reply = try Reply(line: Reply.line(id: .string("a"), result: .integer(7)))
    #expect(reply.id == .string("a"))
    #expect(try reply.result.get() == .integer(7))
    let error = RosemaryError(.unavailable, "busy \"here\"", retryAfter: .milliseconds(20))
    let refused = try Reply(line: Reply.line(CallFault(id: .integer(1), error: error)))
    #expect(refused.result == .failure(error))
  }

  @Test func `a result beyond a line becomes an error that says so`() throws {
    let long = JSONValue.string(String(repeating: "x", count: Limits.lineBytes))
    let reply = try Reply(line: Reply.line(id: .integer(1), result: long))
    #expect(reply.id == .integer(1))
    let error = #expect(throws: RosemaryError.self) { try reply.result.get() }
    #expect(error?.code == .outOfRange)
    #expect(error?.message.contains("1048576") == true)
  }

  @Test func `a number that can't be written becomes an internal error to the same call`() throws {
    let reply = try Reply(line: Reply.line(id: .integer(1), result: .number(.nan)))
    #expect(reply.id == .integer(1))
    let error = #expect(throws: RosemaryError.self) { try reply.result.get() }
    #expect(error?.code == .internalError)
  }

  @Test func `a request is read as it was meant`() throws {
    let params = LookupParams(text: "who?", limit: 3)
    let meta = Meta(
      workspace: WorkspaceName(rawValue: "w"), principal: Principal(rawValue: "bob"), token: "t",
      deadline: .seconds(2))
    let request = Request(
      id: .integer(4), method: Method.queryLookup.rawValue, params: params.json, meta: meta)
    let expected = ValidatedCall(id: .integer(4), params: .queryLookup(params), meta: meta)
    #expect(try Incoming(line: request.line()) == .call(expected))
    #expect(try Incoming(line: Request.cancellation(of: .string("x"))) == .cancel(.string("x")))
  }
}
