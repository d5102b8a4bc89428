import FoundationEssentials
public import KnowledgeModel
import SystemSeam
public import WireProtocol

/// The folder of workspaces, owned by one process at a time.
///
/// The kernel's lock dies with the process, so a crash leaves nothing to clean up. Whoever finds the folder
/// taken talks to the owner over ``socketPath(of:)``.
public struct DataFolder: Sendable {
  public let path: String
  private let lock: FileLock

  /// Takes the folder, making it where there is none; nil when another process has it.
  ///
  /// - Throws: an error that names the path, where it can't be made or written to.
  public init?(taking path: String) throws(RosemaryError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw RosemaryError(
        .unavailable, "the data folder \(path) can't be made (\(error)): name another by --data")
    }
    guard let lock = try FileLock.acquire(path + "/rosemary.lock") else { return nil }
    self.path = path
    self.lock = lock
  }

  /// Where the owner listens for other invocations of the command line: in the folder, or where that path is
  /// longer than a socket's may be, in the temporary folder under a digest of it.
  public static func socketPath(of path: String) -> String {
    let inside = path + "/rosemary.sock"
    guard inside.utf8.count > 100 else { return inside }
    let digest = path.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return FileManager.default.temporaryDirectory.path + "/rosemary-"
      + String(digest, radix: 16) + ".sock"
  }

  /// The workspaces that it holds, by name.
  public func workspaces() throws(RosemaryError) -> [WorkspaceName] {
    try Self.workspaces(in: path)
  }

  /// The workspaces of the folder at `path`, whoever owns it, by name.
  public static func workspaces(in path: String) throws(RosemaryError) -> [WorkspaceName] {
    try SystemSeam.Directory.entries(path, limit: 1_000_000)
      .compactMap { WorkspaceName(rawValue: $0.name) }
      .filter { FileManager.default.fileExists(atPath: "\(path)/\($0)/memory.sqlite") }
      .sorted()
  }

  func folder(of workspace: WorkspaceName) -> String { path + "/" + workspace.rawValue }

  func holds(_ workspace: WorkspaceName) -> Bool {
    FileManager.default.fileExists(atPath: folder(of: workspace) + "/memory.sqlite")
  }

  /// Makes the workspace's folder, durably: SQLite syncs what it writes inside, not the entry that names it.
  func makeFolder(of workspace: WorkspaceName) throws(RosemaryError) {
    guard SystemSeam.Directory.kind(folder(of: workspace)) == nil else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: folder(of: workspace), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw RosemaryError(
        .unavailable, "the folder of workspace \(workspace) can't be made: \(error)")
    }
    try DurableFile.syncFolder(path)
  }
}
