import Foundation
import GraphStore
import KnowledgeModel
import LexicalSearch

@testable import Retrieval

/// The features of every message of a pool, each straight from its definition, in quadratic time.
struct PlainFeatures {
  let question: Question
  /// What the reader may read.
  let records: [UnderstoodRecord]
  let pool: Set<DocumentNumber>
  /// The lines in which the pool's messages are placed.
  let lines: Set<LineID>
  let now: Timestamp
  private let documents: [DocumentNumber: LexicalDocument]
  private let cues: [DocumentNumber: MessageCues]
  private let counts: [DocumentNumber: [String: Int]]

  init(
    _ question: Question, _ records: [UnderstoodRecord], pool: Set<DocumentNumber>,
    lines: Set<LineID>, now: Timestamp
  ) {
    self.question = question
    self.records = records
    self.pool = pool
    self.lines = lines
    self.now = now
    let terms = DocumentTerms()
    var documents: [DocumentNumber: LexicalDocument] = [:]
    var cues: [DocumentNumber: MessageCues] = [:]
    for record in records {
      let (document, found) = terms.document(of: record)
      documents[document.number] = document
      cues[document.number] = found
    }
    self.documents = documents
    self.cues = cues
    counts = documents.mapValues { $0.terms.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
  }

  static func lines(of record: UnderstoodRecord) -> [LineID] {
    let message = record.message
    let own = LineID(channel: record.channel, thread: message.thread)
    return message.thread == message.id
      ? [own, LineID(channel: record.channel, thread: nil)] : [own]
  }

  /// BM25 as a share of a full match.
  func lexical(_ document: DocumentNumber) -> Double {
    let mean = documents.values.reduce(0.0) { $0 + Double($1.length) } / Double(documents.count)
    return question.terms.reduce(0) { sum, term in
      guard let count = counts[document]?[term.text], let length = documents[document]?.length
      else { return sum }
      let frequency = Double(count)
      return sum + term.share * frequency
        / (frequency + 1.2 * (0.5 + 0.5 * Double(length) / mean))
    }
  }

  func features(of record: UnderstoodRecord) -> [String: Double] {
    let document = DocumentNumber(record.id.rawValue)
    let own = cues[document] ?? []
    let names = Set(question.entities.flatMap(\.keys))
    let age = abs(now.seconds - record.message.sentAt.seconds) / 604_800
    var features = [
      "lexical": lexical(document), "window": 0, "answer": 0, "surroundings": 0,
      "speaker": question.speakers.contains(record.message.author) && !own.contains(.endsAsking)
        ? 1 : 0,
      "mention": record.mentions.contains(where: names.contains) ? 1 : 0,
      "time": question.cues.contains(.when) && own.contains(.time) ? 1 : 0,
      "number": question.cues.contains(.howMany) && own.contains(.number) ? 1 : 0,
      "recency": pow(0.5, age),
      "present": question.cues.contains(.present) ? pow(0.5, age) : 0,
    ]
    var asking = records.filter { $0.id == record.parent }
    for line in Self.lines(of: record) where lines.contains(line) {
      let talk = records.filter { Self.lines(of: $0).contains(line) }
        .sorted { ($0.message.sentAt, $0.id) < ($1.message.sentAt, $1.id) }
      guard let place = talk.firstIndex(where: { $0.id == record.id }) else { continue }
      if place > 0, isInPool(talk[place - 1]) { asking.append(talk[place - 1]) }
      features["surroundings"] = max(features["surroundings"] ?? 0, surroundings(place, talk))
      features["window"] = max(features["window"] ?? 0, window(place, talk))
    }
    for before in asking where before.message.author != record.message.author {
      let number = DocumentNumber(before.id.rawValue)
      guard cues[number]?.contains(.asks) == true else { continue }
      features["answer"] = max(features["answer"] ?? 0, lexical(number))
    }
    return features
  }

  private func isInPool(_ record: UnderstoodRecord) -> Bool {
    pool.contains(DocumentNumber(record.id.rawValue))
  }

  private func surroundings(_ place: Int, _ talk: [UnderstoodRecord]) -> Double {
    talk.indices.reduce(0) { sum, other in
      guard other != place, isInPool(talk[other]) else { return sum }
      return sum + lexical(DocumentNumber(talk[other].id.rawValue))
        * exp(-Double(abs(other - place)) / 20)
    }
  }

  private func window(_ place: Int, _ talk: [UnderstoodRecord]) -> Double {
    let name = Talk.channels.first { $0.id == talk[place].channel }?.channel.name ?? ""
    return question.terms.reduce(0) { sum, term in
      var nearest = DocumentTerms().words(name).contains(term.text) ? FeatureExtraction.naming : 0
      for other in talk.indices where isInPool(talk[other]) {
        guard counts[DocumentNumber(talk[other].id.rawValue)]?[term.text] != nil else { continue }
        let scale = other <= place ? 5.0 : 2.0
        nearest = max(nearest, exp(-Double(abs(other - place)) / scale))
      }
      return sum + term.share * nearest
    }
  }
}
