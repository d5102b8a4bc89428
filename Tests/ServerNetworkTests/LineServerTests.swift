import KnowledgeModel
import NIOCore
import Testing
import WireProtocol

@testable import Server

/// Over the loopback, against an acceptor that does what it is told.
@Suite(.timeLimit(.minutes(2)))
struct LineServerTests {
  @Test func `replies come as the work ends, not as the calls came`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        for (id, text) in ["wait a", "wait b", "now c"].enumerated() {
          try await peer.ask(id, text)
        }
        #expect(try await peer.next()?.id == .integer(2))
        await server.acceptor.open("b")
        #expect(try await peer.next()?.id == .integer(1))
        await server.acceptor.open("a")
        #expect(try await peer.next()?.id == .integer(0))
      }
    }
  }

  @Test func `calls of one connection are accepted in the order of their lines`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        var lines = ""
        for id in 0..<500 {
          lines += #"{"jsonrpc":"2.0","id":\#(id),"method":"rosemary.v1.Query/Lookup","#
          lines += #""params":{"text":"now \#(id)"}}"# + "\n"
        }
        try await peer.send(lines)
        for _ in 0..<500 { _ = try await peer.next() }
      }
      #expect(await server.acceptor.accepted == (0..<500).map { "now \($0)" })
    }
  }

  @Test func `a deadline answers at once and cancels the work`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "wait never", meta: #"{"deadline_ms":20}"#)
        let reply = try #require(try await peer.next())
        #expect(reply.id == .integer(1))
        #expect(reply.summary == "DEADLINE_EXCEEDED")
        await server.acceptor.until { $0.cancelled == ["never"] }
      }
    }
  }

  @Test func `work that ignores its deadline delays no reply, and is answered once`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "stubborn s", meta: #"{"deadline_ms":20}"#)
        #expect(try await peer.next()?.summary == "DEADLINE_EXCEEDED")
        await server.acceptor.open("s")
        await server.acceptor.until { $0.finished == ["s"] }
        try await peer.ask(1, "now after")
        #expect(try await peer.next()?.summary == "after")
      }
    }
  }

  @Test func `a cancellation cancels the work, and the call is answered once`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "wait never")
        let cancel = String(decoding: Request.cancellation(of: .integer(1)), as: UTF8.self) + "\n"
        try await peer.send(cancel + cancel)
        let reply = try #require(try await peer.next())
        #expect(reply.id == .integer(1))
        #expect(reply.summary == "CANCELLED")
        await server.acceptor.until { $0.cancelled == ["never"] }
        try await peer.ask(2, "now after")
        #expect(try await peer.next()?.id == .integer(2))
      }
    }
  }

  @Test func `an id that is under way is refused, and the first call goes on`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "wait a")
        try await peer.ask(1, "now b")
        #expect(try await peer.next()?.summary == "INVALID_ARGUMENT")
        await server.acceptor.open("a")
        #expect(try await peer.next()?.summary == "a")
      }
    }
  }

  @Test func `past the calls in flight the connection is not read`() async throws {
    try await withServer(LineServer.Bounds(callsInFlight: 3)) { server in
      try await withPeer(server.address) { peer in
        for id in 0..<30 { try await peer.ask(id, "wait \(id)") }
        for id in 0..<30 {
          let enough = min(id + 3, 30)
          await server.acceptor.until { $0.accepted.count >= enough }
          #expect(await server.acceptor.accepted.count == enough)
          await server.acceptor.open("\(id)")
          #expect(try await peer.next()?.id == .integer(Int64(id)))
        }
      }
      // Fewer on a busy machine, where what is accepted may not have begun; never more.
      #expect(await server.acceptor.mostRunning <= 3)
    }
  }

  @Test func `a deadline passes while the call waits for room`() async throws {
    try await withServer(LineServer.Bounds(callsInFlight: 1)) { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "wait a")
        try await peer.ask(2, "now b", meta: #"{"deadline_ms":20}"#)
        let reply = try #require(try await peer.next())
        #expect(reply.id == .integer(2))
        #expect(reply.summary == "DEADLINE_EXCEEDED")
        await server.acceptor.open("a")
        #expect(try await peer.next()?.id == .integer(1))
      }
      #expect(await server.acceptor.accepted == ["wait a"])
    }
  }

  @Test func `errors keep their status, and what went wrong inside stays inside`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "fail no such channel: random")
        let refused = try #require(try await peer.next())
        #expect(refused.result == .failure(RosemaryError(.notFound, "no such channel: random")))
        try await peer.ask(2, "crash")
        let reply = try #require(try await peer.next())
        let error = #expect(throws: RosemaryError.self) { try reply.result.get() }
        #expect(error?.code == .internalError)
        #expect(error?.message.contains("Crash") == false)
      }
    }
  }

  @Test func `Session Open holds for the connection, and a call's own meta comes first`()
    async throws
  {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        let open =
          #"{"jsonrpc":"2.0","id":1,"method":"rosemary.v1.Session/Open","params":{"_meta":"#
        try await peer.send(open + #"{"principal":"alice","workspace":"w"}}}"# + "\n")
        try await peer.ask(2, "who")
        try await peer.ask(3, "who", meta: #"{"principal":"bob"}"#)
        var answers: [String] = []
        for _ in 0..<3 { answers.append(try await peer.next()?.summary ?? "") }
        #expect(answers == ["ok", "alice", "bob"])
      }
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "who")
        #expect(try await peer.next()?.summary == "nobody")
      }
    }
  }
}
