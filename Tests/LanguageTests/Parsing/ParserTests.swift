import Foundation
import KnowledgeModel
import SeededTesting
import Testing

@testable import Language

/// The trained parser and what its reference says, from `Data/english`.
enum Trained {
  static let folder: String? = {
    if let given = ProcessInfo.processInfo.environment["ROSEMARY_PARSER_FOLDER"] { return given }
    var url = URL(fileURLWithPath: #filePath)
    while url.pathComponents.count > 1 {
      url.deleteLastPathComponent()
      let folder = url.appendingPathComponent("Data/english").path
      if FileManager.default.fileExists(atPath: folder + "/parser.model") { return folder }
    }
    return nil
  }()

  static let model: [UInt8] =
    folder.flatMap { FileManager.default.contents(atPath: $0 + "/parser.model") }.map(Array.init)
    ?? []

  static let golden: String =
    folder.flatMap { FileManager.default.contents(atPath: $0 + "/parser.golden.conllu") }
    .map { String(decoding: $0, as: UTF8.self) } ?? ""
}

@Suite(.enabled(if: Trained.folder != nil, "Data/english/parser.model is not here"))
struct `The trained parser` {
  private static let parser = Result { try DependencyParser(ModelFile(Trained.model)) }

  @Test func `agrees with its plain reference`() throws {
    let parser = try Self.parser.get()
    var sentences: [[[String]]] = []
    for block in Trained.golden.components(separatedBy: "\n\n") {
      let rows = block.split(separator: "\n").filter { !$0.hasPrefix("#") }
        .map { $0.split(separator: "\t").map(String.init) }
      if !rows.isEmpty { sentences.append(rows) }
    }
    #expect(sentences.count >= 8)
    let parsed = parser.parse(sentences.map { $0.map { $0[1] } })
    for (rows, words) in zip(sentences, parsed) {
      for (row, word) in zip(rows, words) {
        let expected = [row[2], row[3], row[4], row[5], row[6], row[7]]
        let found = [
          word.lemma, word.universalTag, word.pennTag, word.features, "\(word.head)",
          word.relation,
        ]
        #expect(found == expected, "\(row[1])")
      }
    }
  }

  @Test func `a sentence is parsed alike, alone and among others`() throws {
    let parser = try Self.parser.get()
    let sentences = ["We ship on Friday .", "why ?", "I think that Alice wo n't come"]
      .map { $0.split(separator: " ").map(String.init) }
    let together = parser.parse(sentences + sentences.reversed())
    for (index, sentence) in sentences.enumerated() {
      #expect(parser.parse([sentence]) == [together[index]])
      #expect(together[index] == together[5 - index])
    }
  }

  @Test func `whatever the words, every sentence becomes a tree`() throws {
    let parser = try Self.parser.get()
    var generator = SeededGenerator(seed: 11)
    var sentences = HostileText.named.map { [$0] } + [[], ["", "", ""]]
    sentences.append([String](repeating: "(", count: Limits.tokensPerSentence))
    for _ in 0..<60 {
      sentences.append(
        (0..<Int.random(in: 1...40, using: &generator)).map { _ in
          HostileText.random(&generator)
        })
    }
    for (sentence, words) in zip(sentences, parser.parse(sentences)) {
      #expect(words.count == sentence.count)
      #expect(`The best tree`.isTree(words.map(\.head)))
    }
  }

  @Test func `a model cut short or damaged is refused with DATA_LOSS`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var bytes = Array(Trained.model.prefix(Int.random(in: 0...6_000, using: &generator)))
      for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      let error = #expect(throws: RosemaryError.self) {
        _ = try DependencyParser(ModelFile(bytes))
      }
      #expect(error?.code == .dataLoss)
    }
  }
}
