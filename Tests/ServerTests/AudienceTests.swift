import Foundation
import KnowledgeModel
@testable import Server
import Testing
import WireProtocol

struct AudienceTests {
  private static func question(_ text: String) -> LookupParams {
    LookupParams(text: text, limit: 50)
  }

  private func ids(_ house: House, _ text: String, as principal: String) async throws -> [String] {
    try await house.lookup(Self.question(text), as: principal).messages.map(\.id).sorted()
  }

  private func board(_ members: [String]) -> Channel {
    Channel(id: "P1", name: "board", kind: .private, members: members)
  }

  @Test func `who is removed from a channel gets nothing at once and who is added gets everything`()
    async throws
  {
    let house = try House()
    try await house.put([board(["alice"])])
    try await house.append([.said("1", in: "P1", by: "alice", "secret plum")], as: "alice")
    #expect(try await ids(house, "plum", as: "alice") == ["1"])
    #expect(try await ids(house, "plum", as: "bob") == [])
    try await house.put([board(["bob"])])
    #expect(try await ids(house, "plum", as: "alice") == [])
    #expect(try await ids(house, "plum", as: "bob") == ["1"])
    let more = CallParams.ingestAppend(
      AppendParams(messages: [.said("2", in: "P1", by: "alice", "more plum")]))
    #expect(await house.refusal(more, as: "alice") == .permissionDenied)
    #expect(await house.refusal(more, as: "bob") == nil)
    await house.registry.closeAll()
  }

  @Test func `only those who appended read a channel that nobody declared`() async throws {
    let house = try House()
    try await house.append([.said("1", in: "X", by: "alice", "quiet plum")], as: "alice")
    #expect(try await ids(house, "plum", as: "alice") == ["1"])
    #expect(try await ids(house, "plum", as: "bob") == [])
    // To be spoken of there is not to have appended.
    try await house.append([.said("2", in: "X", by: "bob", "plum of @bob")], as: "alice")
    #expect(try await ids(house, "plum", as: "bob") == [])
    try await house.append([.said("3", in: "X", by: "bob", "plum too")], as: "bob")
    #expect(try await ids(house, "plum", as: "bob") == ["1", "2", "3"])
    // Declared private, it belongs to its members.
    try await house.put([Channel(id: "X", name: "x", kind: .private, members: ["alice"])])
    #expect(try await ids(house, "plum", as: "bob") == [])
    await house.registry.closeAll()
  }

  @Test func `a principal may be named by id or by handle`() async throws {
    let house = try House()
    try await house.put([User(id: "U1", name: "alice", aliases: ["Alice Chen"])])
    try await house.put([board(["U1"])])
    try await house.append([.said("1", in: "P1", by: "U1", "secret plum")], as: "alice")
    for name in ["U1", "alice", "Alice"] {
      #expect(try await ids(house, "plum", as: name) == ["1"], "\(name)")
    }
    // Anybody may call themselves by another's full name.
    for name in ["Alice Chen", "chen", "alice chen"] {
      #expect(try await ids(house, "plum", as: name) == [], "\(name)")
    }
    await house.registry.closeAll()
  }

  @Test func `a channel that somebody opened under the handle opens under the id too`() async throws
  {
    let house = try House()
    try await house.put([User(id: "U1", name: "alice", aliases: [])])
    try await house.append([.said("1", in: "X", by: "U1", "quiet plum")], as: "alice")
    #expect(try await ids(house, "plum", as: "alice") == ["1"])
    #expect(try await ids(house, "plum", as: "U1") == ["1"])
    await house.registry.closeAll()
  }

  @Test func `a handle that two users share is nobody's`() async throws {
    let house = try House()
    try await house.put([User(id: "U3", name: "sam", aliases: [])])
    try await house.put([board(["U3"])])
    try await house.append([.said("1", in: "P1", by: "U3", "secret plum")], as: "U3")
    #expect(try await ids(house, "plum", as: "sam") == ["1"])
    try await house.put([User(id: "U4", name: "Sam", aliases: [])])
    #expect(try await ids(house, "plum", as: "sam") == [])
    #expect(try await ids(house, "plum", as: "U3") == ["1"])
    #expect(try await ids(house, "plum", as: "U4") == [])
    await house.registry.closeAll()
  }

  @Test func `an id is stronger than a handle that looks like it`() async throws {
    let house = try House()
    try await house.put([
      User(id: "kim", name: "kimberly", aliases: []), User(id: "U5", name: "kim", aliases: []),
    ])
    try await house.put([board(["U5"])])
    try await house.append([.said("1", in: "P1", by: "U5", "secret plum")], as: "U5")
    #expect(try await ids(house, "plum", as: "kim") == [])
    #expect(try await ids(house, "plum", as: "U5") == ["1"])
    await house.registry.closeAll()
  }

  @Test func `everyone reads everything`() async throws {
    let house = try House()
    try await house.put([board(["alice"])])
    try await house.append([.said("1", in: "P1", by: "alice", "secret plum")], as: "alice")
    try await house.append([.said("2", in: "X", by: "bob", "quiet plum")], as: "bob")
    #expect(try await ids(house, "plum", as: "*") == ["1", "2"])
    // To write as everyone makes nobody a reader.
    try await house.append([.said("3", in: "Y", by: "carol", "lonely plum")], as: "*")
    #expect(try await ids(house, "plum", as: "carol") == [])
    await house.registry.closeAll()
  }

  @Test func `a call says where it belongs and for whom it is made`() async throws {
    let house = try House()
    let lookup = CallParams.queryLookup(Self.question("plum"))
    #expect(await house.refusal(lookup, as: nil) == .unauthenticated)
    #expect(await house.refusal(lookup, as: "alice", in: nil) == .unauthenticated)
    for free in [CallParams.sessionOpen, .adminHealth, .adminMethods] {
      #expect(await house.refusal(free, as: nil, in: nil) == nil)
    }
    await house.registry.closeAll()
  }

  // MARK: Tokens

  private static let reading = "reading-token-000000"
  private static let writing = "writing-token-000000"
  private static let ruling = "ruling-token-0000000"

  private func guarded(_ lineEnd: String = "\n") throws -> House {
    let folder = try TemporaryFolder()
    let lines = [
      "# who may do what", "", "\(Self.reading) w alice read", "\(Self.writing)\tw bob write",
      "  \(Self.ruling) w * admin", "",
    ]
    let path = folder.path + "/tokens"
    try Data(lines.joined(separator: lineEnd).utf8).write(to: URL(fileURLWithPath: path))
    return try House(in: folder, access: Access(file: path))
  }

  @Test(arguments: ["\n", "\r\n"]) func `a token carries its rights and no more`(
    lineEnd: String
  ) async throws {
    let house = try guarded(lineEnd)
    let append = CallParams.ingestAppend(
      AppendParams(messages: [.said("1", in: "X", by: "bob", "plum")], wait: .queryable))
    let lookup = CallParams.queryLookup(Self.question("plum"))
    let put = CallParams.ingestPutUsers(PutUsersParams(users: []))
    for call in [append, lookup, put, .adminStats, .adminVerify] {
      #expect(await house.refusal(call, as: "alice") == .unauthenticated)
      #expect(
        await house.refusal(call, as: "alice", token: "guessed-token-000000") == .unauthenticated)
    }
    #expect(await house.refusal(append, as: nil, token: Self.reading) == .permissionDenied)
    #expect(await house.refusal(append, as: nil, token: Self.writing) == nil)
    #expect(await house.refusal(lookup, as: nil, token: Self.reading) == nil)
    #expect(await house.refusal(put, as: nil, token: Self.writing) == .permissionDenied)
    #expect(await house.refusal(.adminVerify, as: nil, token: Self.writing) == .permissionDenied)
    #expect(await house.refusal(put, as: nil, token: Self.ruling) == nil)
    // The Unix socket's file belongs to the operator; a token that is given counts there too.
    #expect(await house.refusal(lookup, as: "alice", peer: .unix) == nil)
    #expect(
      await house.refusal(append, as: "alice", token: Self.reading, peer: .unix)
        == .permissionDenied)
    await house.registry.closeAll()
  }

  @Test func `a token decides workspace and principal whatever the call says`() async throws {
    let house = try guarded()
    let append = CallParams.ingestAppend(
      AppendParams(messages: [.said("1", in: "X", by: "bob", "plum")], wait: .queryable))
    _ = try await house.result(append, as: "*", in: "other", token: Self.writing)
    #expect(try DataFolder.workspaces(in: house.folder.path).map(\.rawValue) == ["w"])
    let found = { (token: String) async throws -> Int in
      try LookupResult(
        json: await house.result(
          .queryLookup(Self.question("plum")), as: "bob", in: "other", token: token)
      ).messages.count
    }
    #expect(try await found(Self.writing) == 1)
    #expect(try await found(Self.reading) == 0)
    #expect(try await found(Self.ruling) == 1)
    let opened = try SessionOpenResult(
      json: await house.result(.sessionOpen, as: "*", in: "other", token: Self.reading))
    #expect(opened.workspace?.rawValue == "w" && opened.principal?.rawValue == "alice")
    await house.registry.closeAll()
  }

  @Test func `reading as everyone needs the right to administer`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/tokens"
    try Data("everyone-token-00000 w * write".utf8).write(to: URL(fileURLWithPath: path))
    let house = try House(in: folder, access: Access(file: path))
    let lookup = CallParams.queryLookup(Self.question("plum"))
    #expect(
      await house.refusal(lookup, as: nil, token: "everyone-token-00000") == .permissionDenied)
  }

  @Test(arguments: [
    "short w alice read", "long-enough-token-000 w alice", "long-enough-token-000 w alice owner",
    "long-enough-token-000 ../w alice read", "long-enough-token-000 w alice read more", "# none",
    "",
  ]) func `a file of tokens that can't be read is refused without telling a token`(
    line: String
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/tokens"
    try Data(line.utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: RosemaryError.self) { try Access(file: path) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("long-enough") == false)
  }
}
