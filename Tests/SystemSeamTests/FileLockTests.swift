import Foundation
import KnowledgeModel
import SystemSeam
import Testing

@Suite struct FileLockTests {
  @Test func `a lock is held by one at a time and freed when its owner goes`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/lock"
    var lock = try FileLock.acquire(path)
    #expect(lock != nil)
    #expect(try FileLock.acquire(path) == nil)
    lock = nil
    #expect(try FileLock.acquire(path) != nil)
  }

  @Test func `deleting the file of a held lock does not hand a dead lock to the next`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/lock"
    let first = try FileLock.acquire(path)
    try FileManager.default.removeItem(atPath: path)
    let second = try FileLock.acquire(path)
    #expect(second != nil)
    #expect(try FileLock.acquire(path) == nil)
    withExtendedLifetime((first, second)) {}
  }

  @Test func `a missing folder is an error that names the path`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/nowhere/lock"
    let error = #expect(throws: RosemaryError.self) { try FileLock.acquire(path) }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains(path) == true)
  }

  @Test func `a folder and a link can't be locked`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: RosemaryError.self) { try FileLock.acquire(folder.path) }
    let link = "\(folder.path)/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "\(folder.path)/lock")
    #expect(throws: RosemaryError.self) { try FileLock.acquire(link) }
  }

  @Test func `no permission is an error, not a held lock`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("lock")
    try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
    try #require(!FileManager.default.isWritableFile(atPath: path) || geteuid() == 0)
    // Permissions do not bind the superuser.
    guard geteuid() != 0 else { return }
    let error = #expect(throws: RosemaryError.self) { try FileLock.acquire(path) }
    #expect(error?.code == .permissionDenied)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")))
  func `a killed process leaves no lock`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("lock")
    let holder = Process()
    holder.executableURL = URL(filePath: "/usr/bin/flock")
    holder.arguments = ["--no-fork", path, "sleep", "600"]
    try holder.run()
    while try FileLock.acquire(path) != nil { try await Task.sleep(for: .milliseconds(5)) }
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    #expect(try FileLock.acquire(path) != nil)
  }
}
