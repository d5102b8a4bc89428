import CFaultVFS
public import Foundation
public import GraphStore
public import KnowledgeModel

/// A folder on a disk that can lose power and fail, as ``CFaultVFS`` describes; syncs cost nothing on it.
///
/// `@unchecked Sendable`: the C side takes a lock in every call.
public final class FaultyDisk: @unchecked Sendable {
  public enum Failure: Int32, Sendable {
    case full = 13
    case write = 778
    case sync = 1034
  }

  public let folder: URL
  private let disk: OpaquePointer

  public init() throws {
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "rosemary-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    disk = fault_disk_mount(folder.path)
  }

  deinit {
    fault_disk_unmount(disk)
    try? FileManager.default.removeItem(at: folder)
  }

  public var path: String { folder.appending(path: "memory.sqlite").path }

  public func open() throws(RosemaryError) -> GraphStore { try GraphStore(path: path) }

  public var operations: Int { fault_disk_operations(disk) }
  public var isDead: Bool { fault_disk_is_dead(disk) != 0 }

  public func cutPower(at operation: Int) { fault_disk_cut_power_at(disk, operation) }

  public func fail(at operation: Int, times: Int = 1, _ failure: Failure) {
    fault_disk_fail_at(disk, operation, times, failure.rawValue)
  }

  /// Turns the power on again; of what was not synced, `survivors` in a thousand writes are there.
  public func restore(seed: UInt64 = 0, survivors: Int = 0) throws {
    guard fault_disk_restore(disk, seed, Int32(survivors)) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }
}
