import Foundation
import KnowledgeModel
import Language
import LexicalSearch
import Server
import Testing
import WireProtocol

/// A long conversation between two people, and questions with the turns that answer them (LoCoMo; see
/// `../shared/data/README.md`).
private struct Conversation {
  static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data/conversation/locomo-dev4.json")
  static var isAtHand: Bool { FileManager.default.fileExists(atPath: file.path) }

  var turns: [Message] = []
  var questions: [(text: String, evidence: Set<String>)] = []

  init(_ name: String) throws {
    let json = try JSONValue(parsing: Array(Data(contentsOf: Self.file)))
    let sample = try #require(json.elements.first { $0["sample_id"]?.text == name })
    let talk = try #require(sample["conversation"])
    let dates = DateFormatter()
    dates.locale = Locale(identifier: "en_US_POSIX")
    dates.timeZone = TimeZone(identifier: "UTC")
    dates.dateFormat = "h:mm a 'on' d MMMM, yyyy"
    var number = 1
    while let date = talk["session_\(number)_date_time"]?.text {
      let start = try #require(dates.date(from: date)).timeIntervalSince1970
      for (place, turn) in (talk["session_\(number)"]?.elements ?? []).enumerated() {
        let seconds = Int64(start) + Int64(30 * place)
        turns.append(
          Message(
            id: turn["dia_id"]?.text ?? "", channel: "talk", thread: "session-\(number)",
            author: turn["speaker"]?.text ?? "",
            sentAt: Timestamp(microseconds: seconds * 1_000_000), text: turn["text"]?.text ?? "",
            attachments: turn["blip_caption"]?.text
              .map { [Attachment(kind: "image", caption: $0)] } ?? []))
      }
      number += 1
    }
    let known = Set(turns.map(\.id))
    for question in sample["qa"]?.elements ?? [] {
      let evidence = Set((question["evidence"]?.elements ?? []).compactMap(\.text))
        .intersection(known)
      guard let text = question["question"]?.text, !evidence.isEmpty else { continue }
      questions.append((text, evidence))
    }
  }

  /// The mean share of a question's evidence among the first ten, in percent.
  func recall(_ ranking: (String) async throws -> [String]) async throws -> Double {
    var sum = 0.0
    for question in questions {
      let found = question.evidence.intersection(try await ranking(question.text).prefix(10))
      sum += Double(found.count) / Double(question.evidence.count)
    }
    return 100 * sum / Double(questions.count)
  }
}

extension JSONValue {
  fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
  fileprivate var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }
}

struct RecallTests {
  @Test(
    .enabled(
      if: Conversation.isAtHand, "needs ../shared/data/conversation/locomo-dev4.json"))
  func `a lookup finds ten points more of the evidence than its words alone`() async throws {
    let conversation = try Conversation("conv-30")
    #expect(conversation.turns.count == 369 && conversation.questions.count > 80)

    let analyzer = TermAnalyzer()
    let index = LexicalIndex.build(
      conversation.turns.enumerated().map { number, turn in
        let words = [turn.text, turn.author] + turn.attachments.map(\.caption)
        return LexicalDocument(
          number: DocumentNumber(number), partition: Partition(0),
          terms: words.flatMap(analyzer.terms(of:)) + DateTerms.terms(of: turn.sentAt))
      })
    let words = try await conversation.recall { question in
      let terms = analyzer.terms(of: question).map { WeightedTerm($0) }
      let scores = ScoreAccumulator()
      index.score(terms, in: PartitionSet([Partition(0)]), into: scores)
      return scores.top(10).map { conversation.turns[Int($0.number)].id }
    }

    let house = try House()
    try await house.append(conversation.turns, as: "evaluator")
    let lookup = try await conversation.recall { question in
      try await house.lookup(LookupParams(text: question, limit: 10), as: "evaluator")
        .messages.map(\.id)
    }
    await house.registry.closeAll()
    #expect(words >= 68, "BM25 finds \(words)")
    #expect(lookup >= max(80, words + 10), "BM25 finds \(words), the lookup \(lookup)")
  }
}
