import Glibc
public import KnowledgeModel

/// What the machine has and what the process has used.
public enum SystemMeasures {
  /// Bytes that this user may still write to the file system of `path`.
  ///
  /// - Throws: ``KnowledgeModel/RosemaryError`` that names the path.
  public static func freeSpace(_ path: String) throws(RosemaryError) -> Int {
    var info = statvfs()
    guard !path.utf8.contains(0), statvfs(path, &info) == 0 else {
      throw SystemFailure.error(errno, "inspect", path)
    }
    let (bytes, overflow) = info.f_bavail.multipliedReportingOverflow(by: info.f_frsize)
    return overflow ? .max : Int(clamping: bytes)
  }

  /// The most memory that this process has had resident, in bytes; nil where the kernel does not
  /// say.
  ///
  /// To within a few megabytes: the kernel sums its counters up only now and then.
  ///
  /// `VmHWM` of `/proc/self/status`: `getrusage` would count the parent's memory from before
  /// `exec`.
  public static func peakResidentBytes() -> Int? {
    guard let bytes = try? FileBytes.read("/proc/self/status", limit: 1 << 20) else { return nil }
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard line.starts(with: "VmHWM:".utf8) else { continue }
      let digits = line.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      return Int(String(decoding: digits, as: UTF8.self)).map { $0 * 1024 }
    }
    return nil
  }
}
