import Foundation
import KnowledgeModel

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
