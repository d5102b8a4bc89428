import Foundation
import KnowledgeModel

/// A seeded generator (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A message of Bob's in #lavender.
func message(_ text: String) -> Message {
  Message(
    id: "1", channel: "C1", author: "bob", sentAt: Timestamp(microseconds: 1_714_000_000_000_000),
    text: text)
}

/// The texts of the shared Slack exports, for measuring; nil where they are not at hand.
let slackTexts: [String]? = {
  var folder = URL(filePath: #filePath)
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    guard FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
    else { continue }
    let slack = folder.deletingLastPathComponent().appending(path: "shared/data/slack")
    let files = FileManager.default.enumerator(at: slack, includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }
    let texts = (files ?? []).flatMap { file -> [String] in
      let content = (try? Data(contentsOf: file)).flatMap {
        try? JSONSerialization.jsonObject(with: $0) as? [[String: Any]]
      }
      return (content ?? []).compactMap { $0["text"] as? String }
    }
    return texts.isEmpty ? nil : texts
  }
  return nil
}()
