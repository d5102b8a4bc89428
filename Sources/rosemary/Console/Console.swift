import ArgumentParser
import Foundation
import KnowledgeModel
import SystemSeam
import WireProtocol

/// Whoever read the output has gone.
struct OutputClosed: Error {}

/// Results on standard output, everything else on standard error.
enum Console {
  /// The width that text is wrapped to.
  static var columns: Int { min(max(Terminal.columns(.output) ?? 100, 40), 120) }

  static var isColoured: Bool {
    Terminal.isTerminal(.output) && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
  }

  /// - Throws: ``OutputClosed`` where nobody reads any more.
  static func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  static func writeLine(_ text: String = "") throws {
    try write(text + "\n")
  }

  static func write(_ json: JSONValue) throws {
    try write(json.encoded() + [UInt8(ascii: "\n")])
  }

  static func write(_ bytes: [UInt8]) throws {
    do { try FileHandle.standardOutput.write(contentsOf: Data(bytes)) } catch {
      throw OutputClosed()
    }
  }

  /// Progress and complaints; nobody may be listening.
  static func note(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
