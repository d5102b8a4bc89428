import CZlib
import Foundation

/// A folder of its own, removed with everything in it when its owner goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String, _ bytes: [UInt8] = []) throws -> String {
    let path = "\(path)/\(name)"
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }
}

/// Raw deflate data: zlib's format without its two bytes before and its four behind.
func deflate(_ bytes: [UInt8], level: CInt = 6) -> [UInt8] {
  var count = compressBound(uLong(bytes.count))
  var packed = [UInt8](repeating: 0, count: Int(count))
  let status = compress2(&packed, &count, bytes, uLong(bytes.count), level)
  precondition(status == Z_OK, "zlib packs anything into a buffer of its own bound")
  return Array(packed[2..<Int(count) - 4])
}
