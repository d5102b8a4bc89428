import Foundation
import KnowledgeModel
import SystemSeam
import Testing

@Suite struct MappedFileTests {
  @Test func `bytes are those of the file and nothing lies outside`() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = try MappedFile(try folder.file("a", bytes))
    #expect(file.count == bytes.count)
    #expect(try file.bytes(in: 0..<bytes.count) == bytes)
    #expect(try file.bytes(in: 17..<4_099) == Array(bytes[17..<4_099]))
    #expect(file[9_999] == bytes[9_999])
    for offset in [-1, 10_000, Int.min, Int.max] {
      #expect(file[offset] == nil)
      #expect(file.littleEndian(UInt32.self, at: offset) == nil)
    }
    #expect(file.littleEndian(UInt64.self, at: 9_993) == nil)
    #expect(file.littleEndian(UInt16.self, at: 3) == UInt16(bytes[3]) | UInt16(bytes[4]) << 8)
    for range in [-1..<3, 0..<10_001, 10_001..<10_001, Int.min..<0, 0..<Int.max] {
      let error = #expect(throws: RosemaryError.self) { try file.bytes(in: range) }
      #expect(error?.code == .outOfRange)
    }
  }

  @Test func `growth is not followed`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("a", [1, 2, 3])
    let file = try MappedFile(path)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([4, 5]))
    #expect(file.count == 3)
    #expect(file[3] == nil)
  }

  @Test func `an empty file is mapped as nothing`() throws {
    let folder = try TemporaryFolder()
    let file = try MappedFile(try folder.file("a"))
    #expect(file.count == 0)
    #expect(file[0] == nil)
    #expect(try file.bytes(in: 0..<0).isEmpty)
  }

  @Test func `folders, pipes and missing files are refused by name and at once`() throws {
    let folder = try TemporaryFolder()
    let pipe = "\(folder.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [folder.path, pipe, "\(folder.path)/none", "", "/tmp/a\0b"] {
      let mapping = #expect(throws: RosemaryError.self) { try MappedFile(path) }
      let reading = #expect(throws: RosemaryError.self) { try FileBytes.read(path, limit: 10) }
      guard !path.isEmpty, !path.contains("\0") else { continue }
      #expect(mapping?.message.contains(path) == true)
      #expect(reading?.message.contains(path) == true)
    }
  }
}

@Suite struct FileBytesTests {
  @Test func `a file is read whole up to the limit and not beyond`() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    let path = try folder.file("a", bytes)
    #expect(try FileBytes.read(path, limit: 200_000) == bytes)
    let error = #expect(throws: RosemaryError.self) {
      try FileBytes.read(path, limit: 199_999)
    }
    #expect(error?.code == .resourceExhausted)
  }

  @Test func `the limit holds for files that claim to be empty`() throws {
    #expect(try !FileBytes.read("/proc/self/status", limit: 1 << 20).isEmpty)
    #expect(throws: RosemaryError.self) { try FileBytes.read("/proc/self/status", limit: 10) }
  }

  @Test func `a link is followed only where that is asked for`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("a", [7])
    let link = "\(folder.path)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(try FileBytes.read(link, limit: 1) == [7])
    #expect(throws: RosemaryError.self) {
      try FileBytes.read(link, limit: 1, followsLinks: false)
    }
  }
}

@Suite struct DurableFileTests {
  @Test func `a file is replaced whole and nothing is left beside it`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/state"
    for text in ["first, and longer", "second", ""] {
      let bytes = Array(text.utf8)
      try DurableFile.write(bytes.span.bytes, to: path)
      #expect(try FileBytes.read(path, limit: 100) == bytes)
    }
    #expect(try Directory.entries(folder.path, limit: 10).map(\.name) == ["state"])
  }

  @Test func `a failed write leaves the old file and nothing beside it`() throws {
    let folder = try TemporaryFolder()
    // A folder can't be replaced by a file: the write succeeds and the renaming fails.
    let path = "\(folder.path)/taken"
    try FileManager.default.createDirectory(
      atPath: "\(path)/inner", withIntermediateDirectories: true)
    #expect(throws: RosemaryError.self) {
      try DurableFile.write([1, 2].span.bytes, to: path)
    }
    #expect(try Directory.entries(folder.path, limit: 10).map(\.name) == ["taken"])
  }

  @Test func `a missing folder and a missing name are errors that name the path`() throws {
    let folder = try TemporaryFolder()
    for path in ["\(folder.path)/none/a", "\(folder.path)/"] {
      let error = #expect(throws: RosemaryError.self) {
        try DurableFile.write([1].span.bytes, to: path)
      }
      #expect(error?.message.contains(folder.path) == true)
    }
  }
}

@Suite struct DirectoryTests {
  @Test func `entries come by name with their kinds, links not followed`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("b", [1, 2, 3])
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/a", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/c", withDestinationPath: "/")
    #expect(mkfifo("\(folder.path)/d", 0o600) == 0)
    let entries = try Directory.entries(folder.path, limit: 4)
    #expect(entries.map(\.name) == ["a", "b", "c", "d"])
    #expect(entries.map(\.kind) == [.folder, .file, .link, .other])
    #expect(entries[1].size == 3)
    #expect(Directory.kind("\(folder.path)/c") == .folder)
    #expect(Directory.kind("\(folder.path)/none") == nil)
    #expect(throws: RosemaryError.self) { try Directory.entries(folder.path, limit: 3) }
    #expect(throws: RosemaryError.self) {
      try Directory.entries("\(folder.path)/b", limit: 3)
    }
  }
}
