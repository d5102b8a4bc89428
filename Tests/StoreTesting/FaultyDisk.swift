import CFaultVFS
import Foundation
import GraphStore
import KnowledgeModel

/// A folder on a disk that can lose power and fail, as ``CFaultVFS`` describes; syncs cost nothing on it.
///
/// `@unchecked Sendable`: the C side takes a lock in every call.
final class FaultyDisk: @unchecked Sendable {
  enum Failure: Int32 {
    case full = 13
    case write = 778
    case sync = 1034
  }

  let folder: URL
  private let disk: OpaquePointer

  init() throws {
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "rosemary-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    disk = fault_disk_mount(folder.path)
  }

  deinit {
    fault_disk_unmount(disk)
    try? FileManager.default.removeItem(at: folder)
  }

  var path: String { folder.appending(path: "memory.sqlite").path }

  func open() throws(RosemaryError) -> GraphStore { try GraphStore(path: path) }

  var operations: Int { fault_disk_operations(disk) }
  var isDead: Bool { fault_disk_is_dead(disk) != 0 }

  func cutPower(at operation: Int) { fault_disk_cut_power_at(disk, operation) }

  func fail(at operation: Int, times: Int = 1, _ failure: Failure) {
    fault_disk_fail_at(disk, operation, times, failure.rawValue)
  }

  /// Turns the power on again; of what was not synced, `survivors` in a thousand writes are there.
  func restore(seed: UInt64 = 0, survivors: Int = 0) throws {
    guard fault_disk_restore(disk, seed, Int32(survivors)) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }
}
