public import KnowledgeModel
public import Logging
public import ServiceLifecycle
import WireProtocol

/// The open workspaces: opened on demand, closed least recently used first.
public actor WorkspaceRegistry: Service {
  private struct Entry {
    var opening: Task<Workspace, any Error>
    var users = 0
    var lastUse = 0
  }

  private let folder: DataFolder
  private let clock: @Sendable () -> Timestamp
  private let logger: Logger
  private let capacity: Int
  private var entries: [WorkspaceName: Entry] = [:]
  private var closing: [WorkspaceName: Task<Void, Never>] = [:]
  private var uses = 0
  private var isClosing = false

  /// - Parameter capacity: how many workspaces stay open while nobody uses them.
  public init(
    folder: DataFolder, clock: @escaping @Sendable () -> Timestamp, logger: Logger,
    capacity: Int = Limits.openWorkspaces
  ) {
    self.folder = folder
    self.clock = clock
    self.logger = logger
    self.capacity = capacity
  }

  /// The workspace, to be given back by ``release(_:)``.
  ///
  /// - Throws: `NOT_FOUND` for one that is not there, unless it is to be made.
  func lease(_ name: WorkspaceName, making: Bool) async throws -> Workspace {
    uses += 1
    let opening = try await opening(of: name, making: making)
    entries[name]?.users += 1
    entries[name]?.lastUse = uses
    do {
      return try await opening.value
    } catch {
      // The next call tries again: the disk may have room, the file may be restored.
      if entries[name]?.opening == opening { entries[name] = nil }
      throw error
    }
  }

  /// The task that opens `name`, the only one: nobody else has the workspace open, nor is closing it.
  private func opening(
    of name: WorkspaceName, making: Bool
  ) async throws -> Task<Workspace, any Error> {
    while true {
      guard !isClosing else {
        throw RosemaryError(.unavailable, "the server is shutting down", retryAfter: .seconds(1))
      }
      if let entry = entries[name] { return entry.opening }
      guard making || folder.holds(name) else {
        throw RosemaryError(
          .notFound, "no such workspace: \(name); the first message appended to it makes it")
      }
      // Whatever is awaited here may change all of the above, so it is asked again.
      if let closing = closing[name] {
        await closing.value
      } else if entries.count >= capacity, let idle = leastRecentlyUsedIdle {
        await close(idle)
      } else {
        let opening = open(name)
        entries[name] = Entry(opening: opening)
        return opening
      }
    }
  }

  func release(_ name: WorkspaceName) {
    entries[name]?.users -= 1
  }

  private func open(_ name: WorkspaceName) -> Task<Workspace, any Error> {
    let (folder, clock, logger) = (folder, clock, logger)
    return Task {
      try folder.makeFolder(of: name)
      return try await Workspace(
        name, folder: folder.folder(of: name), clock: clock, logger: logger)
    }
  }

  private var leastRecentlyUsedIdle: WorkspaceName? {
    entries.filter { $0.value.users == 0 }.min { $0.value.lastUse < $1.value.lastUse }?.key
  }

  private func close(_ name: WorkspaceName) async {
    guard let entry = entries.removeValue(forKey: name) else { return }
    let logger = logger
    let task = Task {
      do {
        try await entry.opening.value.close()
      } catch {
        logger.error("a workspace did not close cleanly", metadata: ["error": "\(error)"])
      }
    }
    closing[name] = task
    await task.value
    closing[name] = nil
  }

  /// Waits for graceful shutdown, then finishes what was accepted and closes every workspace.
  public func run() async throws {
    try await gracefulShutdown()
    await closeAll()
  }

  /// Finishes what was accepted and closes every workspace; nothing is opened any more.
  public func closeAll() async {
    isClosing = true
    for name in entries.keys.sorted() { await close(name) }
    for task in closing.values { await task.value }
  }
}
