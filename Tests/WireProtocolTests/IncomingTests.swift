import KnowledgeModel
import Testing

@testable import WireProtocol
import SeededTesting

struct IncomingTests {
  @Test func `a lookup arrives with its id, its meta and its parameters`() throws {
    let params =
      #"{"_meta":{"workspace":"lavender-labs","principal":"alice","deadline_ms":250},"#
      + #""text":"is the lavender meeting still on?","limit":5,"explain":true}"#
    let call = try call(line(.queryLookup, params, id: "\"q\""))
    #expect(call.id == .string("q"))
    #expect(call.method == .queryLookup)
    #expect(call.meta.workspace?.rawValue == "lavender-labs")
    #expect(call.meta.principal == Principal(rawValue: "alice"))
    #expect(call.meta.deadline == .milliseconds(250))
    let expected = LookupParams(
      text: "is the lavender meeting still on?", limit: 5, explain: true)
    #expect(call.params == .queryLookup(expected))
  }

  @Test(arguments: [
    ("", -32700), ("{", -32700), ("nonsense", -32700), (#"{"a":"\ud800"}"#, -32700),
    (#"{"a":"\q"}"#, -32700), ("1", -32600), ("\"x\"", -32600), ("null", -32600), ("[]", -32600),
    ("{}", -32600), (#"{"jsonrpc":"1.0","id":1,"method":"x"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1}"#, -32600), (#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1,"method":"x","extra":1}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1,"id":2,"method":"x"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1.5,"method":"rosemary.v1.Admin/Health"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1e0,"method":"rosemary.v1.Admin/Health"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":[1],"method":"rosemary.v1.Admin/Health"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":9223372036854775808,"method":"rosemary.v1.Admin/Health"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1,"method":"rosemary.v1.Admin/Nothing"}"#, -32601),
    (#"{"jsonrpc":"2.0","id":1,"method":"rosemary.v1.Admin/Health","params":[1]}"#, -32602),
    (#"{"jsonrpc":"2.0","id":1,"method":"rosemary.v1.Admin/Health","params":"x"}"#, -32602),
  ])
  func `each kind of bad line has its own code`(text: String, code: Int) {
    #expect(fault(text)?.code == code)
  }

  @Test func `an unknown method says UNIMPLEMENTED under JSON-RPC's own code`() throws {
    let unknown: CallFault? = WireProtocolTests.fault(#"{"jsonrpc":"2.0","id":7,"method":"x"}"#)
    let fault = try #require(unknown)
    #expect(fault.id == .integer(7))
    #expect(
      String(decoding: Reply.line(fault), as: UTF8.self)
        == #"{"error":{"code":-32601,"data":{"status":"UNIMPLEMENTED"},"#
        + #""message":"no such method: x; rosemary.v1.Admin/Methods lists them"},"#
        + #""id":7,"jsonrpc":"2.0"}"#)
  }

  @Test func `a batch is refused with the remedy`() {
    #expect(
      fault("[\(String(decoding: line(.adminHealth), as: UTF8.self))]")?.error.message
        .contains("one call on each line") == true)
  }

  @Test func `bytes that are not UTF-8 and nesting are refused before JSON is read`() {
    let bytes = Array(#"{"jsonrpc":"2.0","id":1,"method":""#.utf8) + [0xFF] + Array("\"}".utf8)
    #expect(fault(bytes)?.code == -32700)
    #expect(fault(bytes)?.error.message.contains("byte 34") == true)
    let deep = fault(String(repeating: "[", count: 10_000))
    #expect(deep?.code == -32602)
    #expect(deep?.error.message.contains("64") == true)
  }

  @Test func `every status has JSON-RPC's code for it`() {
    for code in RosemaryError.Code.allCases {
      let fault = CallFault(id: .null, error: RosemaryError(code, "why"))
      #expect(fault.code == (code == .invalidArgument ? -32602 : -32000 - code.rawValue))
      #expect(fault.json["error"]?["data"]?["status"] == .string(code.name))
    }
  }

  @Test func `a refusal says when to come back`() {
    let error = RosemaryError(.resourceExhausted, "full", retryAfter: .microseconds(1_500))
    let reply = String(decoding: Reply.line(CallFault(id: .null, error: error)), as: UTF8.self)
    #expect(reply.contains(#""retry_after_ms":2,"status":"RESOURCE_EXHAUSTED""#))
  }

  @Test func `ids may be strings, integers and null, and null is not missing`() throws {
    #expect(try call(line(.adminHealth, id: "null")).id == .null)
    #expect(try call(line(.adminHealth, id: "-3")).id == .integer(-3))
    #expect(try call(line(.adminHealth, id: "\"\"")).id == .string(""))
    let long = String(repeating: "x", count: Limits.identifierBytes + 1)
    #expect(fault(line(.adminHealth, id: "\"\(long)\""))?.code == -32600)
  }

  @Test func `notifications cancel a call or are ignored`() throws {
    func read(_ text: String) throws -> Incoming { try Incoming(line: Array(text.utf8)) }
    let cancel = #""method":"notifications/cancelled","params":{"requestId":5,"reason":"late"}"#
    #expect(try read(#"{"jsonrpc":"2.0",\#(cancel)}"#) == .cancel(.integer(5)))
    for method in [
      "notifications/progress", "notifications/cancelled", "rosemary.v1.Ingest/Append",
    ] {
      #expect(try read(#"{"jsonrpc":"2.0","method":"\#(method)"}"#) == .ignored)
    }
  }

  @Test func `parameters may be missing or null`() throws {
    for tail in ["", #","params":null"#, #","params":{}"#, #","params":{"_meta":null}"#] {
      let text = #"{"jsonrpc":"2.0","id":1,"method":"rosemary.v1.Admin/Health"\#(tail)}"#
      #expect(try call(Array(text.utf8)).params == .adminHealth)
    }
  }

  @Test(arguments: 0..<20)
  func `no line traps, and every fault can be told`(seed: Int) throws {
    var generator = DocumentGenerator(random: SeededGenerator(seed: UInt64(seed)))
    let lines = Method.allCases.map {
      Example.params[$0].map { String(decoding: (try? $0.encoded()) ?? [], as: UTF8.self) } ?? "{}"
    }
    for (method, params) in zip(Method.allCases, lines) {
      for _ in 0..<60 {
        let bytes = generator.mutated(generator.mutated(line(method, params)))
        guard
          case .failure(let fault) = Result(catching: { () throws(CallFault) in
            try Incoming(line: bytes)
          })
        else { continue }
        let reply = try Reply(line: Reply.line(fault))
        #expect(throws: RosemaryError.self, "seed \(seed)") { try reply.result.get() }
      }
    }
  }
}
