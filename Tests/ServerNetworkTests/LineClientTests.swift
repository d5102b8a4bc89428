import KnowledgeModel
import Testing
import WireProtocol

@testable import Server

@Suite(.timeLimit(.minutes(2)))
struct LineClientTests {
  private func ask(_ client: LineClient, _ text: String, _ meta: Meta = Meta()) async throws
    -> JSONValue
  {
    try await client.call(.queryLookup, LookupParams(text: text).json, meta: meta)
  }

  @Test func `a hundred calls at once each get their own reply`() async throws {
    try await withServer { server in
      let client = try await LineClient.connect(to: server.address)
      try await withThrowingTaskGroup { group in
        for number in 0..<100 {
          group.addTask {
            let reply = try await ask(client, "now \(number)")
            #expect(reply == .string("\(number)"))
          }
        }
        try await group.waitForAll()
      }
      await client.close()
    }
  }

  @Test func `the server's error is thrown`() async throws {
    try await withServer { server in
      let client = try await LineClient.connect(to: server.address)
      let error = await #expect(throws: RosemaryError.self) { try await ask(client, "fail x") }
      #expect(error == RosemaryError(.notFound, "x"))
      let meta = Meta(deadline: .milliseconds(20))
      let late = await #expect(throws: RosemaryError.self) {
        try await ask(client, "wait never", meta)
      }
      #expect(late?.code == .deadlineExceeded)
      await client.close()
    }
  }

  @Test func `cancelling the task that waits cancels the work`() async throws {
    try await withServer { server in
      let client = try await LineClient.connect(to: server.address)
      let task = Task { try await ask(client, "wait never") }
      await server.acceptor.until { $0.accepted == ["wait never"] }
      task.cancel()
      await server.acceptor.until { $0.cancelled == ["never"] }
      let error = await #expect(throws: RosemaryError.self) { try await task.value }
      #expect(error?.code == .cancelled)
      await client.close()
    }
  }

  @Test func `calls under way fail when the connection ends`() async throws {
    try await withServer { server in
      let client = try await LineClient.connect(to: server.address)
      let task = Task { try await ask(client, "wait a") }
      await server.acceptor.until { $0.accepted == ["wait a"] }
      await client.close()
      let error = await #expect(throws: RosemaryError.self) { try await task.value }
      #expect(error?.code == .unavailable)
      await server.acceptor.open("a")
      let after = await #expect(throws: RosemaryError.self) { try await ask(client, "now b") }
      #expect(after?.code == .unavailable)
    }
  }

  @Test func `nobody there is UNAVAILABLE`() async throws {
    let error = await #expect(throws: RosemaryError.self) {
      try await LineClient.connect(to: .unix(path: "/nowhere/at/all.sock"))
    }
    #expect(error?.code == .unavailable)
  }

  @Test(arguments: [
    ("127.0.0.1:7411", ServerAddress.tcp(host: "127.0.0.1", port: 7411)),
    ("[::1]:0", .tcp(host: "::1", port: 0)), ("localhost:1", .tcp(host: "localhost", port: 1)),
    ("unix:a.sock", .unix(path: "a.sock")), ("/run/a.sock", .unix(path: "/run/a.sock")),
  ])
  func `an address is read from its text`(text: String, address: ServerAddress) {
    #expect(ServerAddress(text) == address)
    #expect(ServerAddress(address.description) == address)
  }

  @Test(arguments: ["", "host", ":1", "host:", "host:65536", "host:-1", "::1:7411", "unix:"])
  func `a text that is no address`(text: String) {
    #expect(ServerAddress(text) == nil)
  }
}
