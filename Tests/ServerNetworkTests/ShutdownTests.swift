import FoundationEssentials
import KnowledgeModel
import NIOCore
import Testing
import WireProtocol

@testable import Server

@Suite(.timeLimit(.minutes(2)))
struct ShutdownTests {
  @Test func `shutdown finishes the calls under way, refuses new ones, and closes`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "wait a")
        await server.acceptor.until { $0.accepted == ["wait a"] }
        await server.shutDown()
        // Shutdown is told to the connection some time after it began.
        var id = 1
        var status = ""
        while status != "UNAVAILABLE" {
          id += 1
          try await peer.ask(id, "now b")
          status = try await peer.next()?.summary ?? ""
        }
        await server.acceptor.open("a")
        #expect(try await peer.next()?.summary == "a")
        #expect(try await peer.next() == nil)
      }
    }
  }

  @Test func `an idle connection is closed at shutdown`() async throws {
    try await withServer { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "now a")
        #expect(try await peer.next()?.summary == "a")
        await server.shutDown()
        #expect(try await peer.next() == nil)
      }
    }
  }

  @Test func `a connection is drained once its last call has ended, with work or without`() async {
    let (drained, report) = AsyncStream.makeStream(of: Void.self)
    let connection = Connection(runningLimit: 2) { report.yield() }
    for id in 1...2 as ClosedRange<Int64> {
      let call = ValidatedCall(id: .integer(id), params: .adminHealth)
      _ = await connection.receive(.success(.call(call)))
    }
    _ = await connection.began(1)
    await connection.drain()
    #expect(await connection.room(for: 2, until: nil) == .shuttingDown)
    for serial in 1...2 as ClosedRange<UInt64> {
      #expect(await connection.answered(serial) != nil)
      await connection.ended(serial)
    }
    await connection.drain()
    report.finish()
    var count = 0
    for await _ in drained { count += 1 }
    #expect(count == 1)
  }

  @Test func `nobody is let in after shutdown`() async throws {
    try await withServer { server in
      await server.shutDown()
      var isOpen = true
      while isOpen {
        isOpen = (try? await LineClient.connect(to: server.address)).map { _ in true } ?? false
      }
    }
  }

  @Test func `a connection that comes while the server closes is served or closed`() async throws {
    for _ in 0..<20 {
      try await withServer { server in
        try await withThrowingTaskGroup { group in
          for _ in 0..<8 {
            group.addTask {
              guard let client = try? await LineClient.connect(to: server.address) else { return }
              do {
                let reply = try await client.call(.adminHealth)
                #expect(reply == .string("ok"))
              } catch {
                #expect((error as? RosemaryError)?.code == .unavailable)
              }
              await client.close()
            }
          }
          group.addTask { await server.shutDown() }
          try await group.waitForAll()
        }
      }
    }
  }

  @Test func `calls that outlast the grace are cancelled`() async throws {
    try await withServer(LineServer.Bounds(grace: .milliseconds(50))) { server in
      try await withPeer(server.address) { peer in
        try await peer.ask(1, "wait never")
        await server.acceptor.until { $0.accepted == ["wait never"] }
        await server.shutDown()
        await server.acceptor.until { $0.cancelled == ["never"] }
      }
    }
  }
}

@Suite(.timeLimit(.minutes(2)))
struct UnixSocketTests {
  /// Short, because a socket's path has at most 108 bytes.
  private func path() -> String {
    FileManager.default.temporaryDirectory
      .appending(path: "r-\(UUID().uuidString.prefix(8)).sock").path
  }

  @Test func `a Unix socket is its owner's, and its peers are known as such`() async throws {
    let path = path()
    try await withServer(on: [.unix(path: path), .tcp(host: "127.0.0.1", port: 0)]) { server in
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(server.addresses.count == 2)
      for address in server.addresses {
        let client = try await LineClient.connect(to: address)
        #expect(try await client.call(.adminHealth) == .string("ok"))
        await client.close()
      }
      let sessions = await server.acceptor.sessions
      #expect(sessions.map(\.peer) == [.unix, .tcp])
      #expect(Set(sessions.map(\.connection)).count == 2)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a socket that nobody answers is replaced, a live one is not`() async throws {
    let path = path()
    try await withServer(on: [.unix(path: path)]) { _ in
      let error = await #expect(throws: RosemaryError.self) {
        try await withServer(on: [.unix(path: path)]) { _ in Issue.record("two servers") }
      }
      #expect(error?.message.contains("another server listens") == true)
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func `a file that is no socket is left alone`() async throws {
    let path = path()
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    await #expect(throws: RosemaryError.self) {
      try await withServer(on: [.unix(path: path)]) { _ in Issue.record("bound") }
    }
    #expect(FileManager.default.fileExists(atPath: path))
    try FileManager.default.removeItem(atPath: path)
  }
}
