import Crypto
import Foundation
import GRDB
import KnowledgeModel

/// The log itself: appends, reads in order, proves that nothing was changed.
///
/// `digest(n) = SHA-256(digest(n−1) ‖ header(n) ‖ SHA-256(salt ‖ payload))`: the chain holds only a salted
/// digest of the payload, so that payload and salt can one day be erased and the chain still verifies.
struct EventLog {
  private(set) var last: EventSequence
  private var lastDigest: [UInt8]

  /// Reads where the log ends.
  init(_ db: Database) throws {
    if let row = try db.row("SELECT seq, digest FROM event ORDER BY seq DESC LIMIT 1") {
      last = EventSequence(rawValue: row[0])
      lastDigest = [UInt8](row[1] as Data)
    } else {
      last = .zero
      lastDigest = [UInt8](repeating: 0, count: SHA256.byteCount)
    }
  }

  /// Adds an event; nil where its key is in the log already.
  mutating func append(
    _ content: Event.Content, key: String?, actor: Principal, at moment: Timestamp,
    in db: Database
  ) throws -> Event? {
    if let key, try db.integer("SELECT 1 FROM event WHERE idempotency_key = ?", [key]) != nil {
      return nil
    }
    let event = Event(
      sequence: EventSequence(rawValue: last.rawValue + 1), recordedAt: moment, actor: actor,
      content: content)
    let kind = EventCodec.kind(of: content).rawValue
    let payload = EventCodec.encode(content)
    let salt = SymmetricKey(size: .bits128).withUnsafeBytes { [UInt8]($0) }
    let header = Self.header(event.sequence, moment, kind, actor.rawValue, key)
    let digest = Self.link(after: lastDigest, header: header, salt: salt, payload: payload)
    try db.run(
      """
      INSERT INTO event(seq, recorded_at, kind, actor, idempotency_key, salt, payload, digest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        event.sequence.rawValue, moment.microseconds, kind, actor.rawValue, key, Data(salt),
        Data(payload), Data(digest),
      ])
    last = event.sequence
    lastDigest = digest
    return event
  }

  /// Calls `body` with every event in order, after checking its place in the chain.
  ///
  /// - Throws: `DATA_LOSS` naming the first event that was changed, is missing or can't be read.
  static func replay(_ db: Database, _ body: (Event) throws -> Void) throws {
    var expected: Int64 = 0
    var previous = [UInt8](repeating: 0, count: SHA256.byteCount)
    try db.each(
      """
      SELECT seq, recorded_at, kind, actor, idempotency_key, salt, payload, digest
      FROM event ORDER BY seq
      """
    ) { row in
      expected += 1
      let sequence: Int64 = row[0]
      guard sequence == expected else {
        throw RosemaryError(
          .dataLoss, "event \(expected) is missing: the log goes on at \(sequence)")
      }
      let moment = Timestamp(microseconds: row[1])
      let payload = [UInt8](row[6] as Data)
      let header = header(
        EventSequence(rawValue: sequence), moment, row[2], row[3], row[4])
      let digest = link(
        after: previous, header: header, salt: [UInt8](row[5] as Data), payload: payload)
      guard digest == [UInt8](row[7] as Data) else {
        throw RosemaryError(.dataLoss, "event \(sequence) does not match its digest in the chain")
      }
      previous = digest
      try body(
        Event(
          sequence: EventSequence(rawValue: sequence), recordedAt: moment,
          actor: Principal(rawValue: row[3]),
          content: EventCodec.decode(kind: row[2], payload: payload)))
    }
  }

  private static func header(
    _ sequence: EventSequence, _ moment: Timestamp, _ kind: Int, _ actor: String, _ key: String?
  ) -> [UInt8] {
    var writer = ByteWriter(reserving: 64)
    writer.signed(sequence.rawValue)
    writer.signed(moment.microseconds)
    writer.count(kind)
    writer.string(actor)
    writer.optional(key) { $0.string($1) }
    return writer.bytes
  }

  private static func link(
    after previous: [UInt8], header: [UInt8], salt: [UInt8], payload: [UInt8]
  ) -> [UInt8] {
    var inner = SHA256()
    inner.update(data: salt)
    inner.update(data: payload)
    var outer = SHA256()
    outer.update(data: previous)
    outer.update(data: header)
    outer.update(data: Data(inner.finalize()))
    return [UInt8](outer.finalize())
  }
}
