import KnowledgeModel
import NIOCore
import Testing
import WireProtocol

@testable import Server

@Suite(.timeLimit(.minutes(2)))
struct HostileInputTests {
  /// Sends bytes, then a call, and returns the replies up to and without the call's.
  private func replies(
    to bytes: [UInt8], _ bounds: LineServer.Bounds = LineServer.Bounds()
  ) async throws -> [Reply] {
    var replies: [Reply] = []
    try await withServer(bounds) { server in
      try await withPeer(server.address) { peer in
        try await peer.send(bytes)
        try await peer.ask(99, "now fine")
        while let reply = try await peer.next(), reply.id != .integer(99) { replies.append(reply) }
      }
      #expect(await server.acceptor.accepted.last == "now fine")
    }
    return replies
  }

  private func errors(to bytes: [UInt8]) async throws -> [String] {
    try await replies(to: bytes + [0x0A]).map(\.summary)
  }

  @Test func `an over-long line is answered once, and the connection goes on`() async throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 3 * Limits.lineBytes)
    let replies = try await replies(to: long + [0x0A])
    #expect(replies.map(\.id) == [.null])
    let error = #expect(throws: RosemaryError.self) { try replies.first?.result.get() }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("\(Limits.lineBytes)") == true)
  }

  @Test func `garbage is answered line by line`() async throws {
    #expect(try await errors(to: [0xFF, 0xFE, 0x00]) == ["INVALID_ARGUMENT"])
    #expect(
      try await errors(to: [UInt8](repeating: UInt8(ascii: "["), count: 10_000))
        == ["INVALID_ARGUMENT"])
    #expect(
      try await errors(to: Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        == ["INVALID_ARGUMENT", "INVALID_ARGUMENT"])
    #expect(try await errors(to: Array("\n\r\n\n".utf8)) == [])
  }

  @Test func `a half line at the end of the input is answered too`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "wait a")
        try await peer.send(#"{"jsonrpc":"2.0","id":2,"#)
        try await peer.closeOutput()
        #expect(try await peer.next()?.id == .null)
        // The peer still reads; what it asked for is still answered.
        await server.acceptor.open("a")
        #expect(try await peer.next()?.summary == "a")
        #expect(try await peer.next() == nil)
      }
    }
  }

  @Test func `a call without a newline at the end of the input is answered`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.send(#"{"jsonrpc":"2.0","id":2,"method":"rosemary.v1.Admin/Health"}"#)
        try await peer.closeOutput()
        #expect(try await peer.next()?.summary == "ok")
        #expect(try await peer.next() == nil)
      }
    }
  }

  @Test func `a peer that goes away takes nobody with it`() async throws {
    try await withServer { server in
      for round in 0..<20 {
        try await withPeer(server.address) { peer in
          try await peer.ask(1, "wait \(round)")
          try await peer.send(#"{"jsonrpc""#)
        }
        await server.acceptor.open("\(round)")
      }
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "now fine")
        #expect(try await peer.next()?.summary == "fine")
      }
    }
  }

  @Test func `one connection above the limit is told so and closed`() async throws {
    try await withServer(LineServer.Bounds(connections: 2)) { server in
      try await withPeer(server.address) { first in
        try await first.ask(1, "now a")
        _ = try await first.next()
        try await withPeer(server.address) { second in
          try await second.ask(1, "now b")
          _ = try await second.next()
          try await withPeer(server.address) { third in
            try await third.ask(1, "now c")
            let reply = try #require(try await third.next())
            #expect(reply.id == .null)
            let error = #expect(throws: RosemaryError.self) { try reply.result.get() }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.retryAfter != nil)
            #expect(try await third.next() == nil)
          }
        }
        try await first.ask(2, "now d")
        #expect(try await first.next()?.summary == "d")
      }
      #expect(await server.acceptor.accepted == ["now a", "now b", "now d"])
    }
  }

  @Test func `a peer that does not read holds back its own calls only`() async throws {
    let bytes = 200_000
    try await withServer(LineServer.Bounds(callsInFlight: 4)) { server in
      try await withPeer(server.address) { slow in
        for id in 0..<100 { try await slow.ask(id, "long \(bytes)") }
        try await withPeer(server.address) { other in
          try await other.ask(1, "now fine")
          #expect(try await other.next()?.summary == "fine")
        }
        for id in 0..<100 {
          let reply = try #require(try await slow.next())
          #expect(reply.id == .integer(Int64(id)))
          // What is accepted and not yet read lies in the sockets' buffers, not in the server.
          let ahead = await server.acceptor.accepted.count - id
          #expect(ahead < 80, "\(ahead) replies wait")
        }
      }
    }
  }
}
