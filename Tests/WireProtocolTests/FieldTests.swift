import KnowledgeModel
import Testing

@testable import WireProtocol

private func append(_ fields: String, count: Int = 1) -> String {
  let message =
    #"{"id":"m","channel":"C","author":"bob","sent_at":"2024-05-02T16:20:00Z","text":"hi"}"#
  let messages = Array(repeating: message, count: count - 1) + [fields]
  return #"{"messages":[\#(messages.joined(separator: ","))]}"#
}

struct FieldTests {
  @Test func `a bad time names its path, its value and the remedy`() {
    let fields = #"{"id":"m","channel":"C","author":"b","sent_at":"yesterday","text":""}"#
    #expect(
      complaint(.ingestAppend, append(fields, count: 4))
        == #"messages[3].sent_at: "yesterday" is not an ISO 8601 time with a zone; "#
        + "write 2024-05-02T16:20:00Z")
  }

  @Test func `a typo names the fields that are known`() {
    let fields = #"{"id":"m","chanel":"C"}"#
    let message = complaint(.ingestAppend, append(fields))
    #expect(message.hasPrefix("messages[0].chanel: no such field; the known ones are id, channel"))
    #expect(
      complaint(.adminHealth, #"{"x":1}"#) == "x: no such field; none are known here")
  }

  @Test func `an empty text is legal, a missing one is not`() throws {
    let fields = #"{"id":"m","channel":"C","author":"b","sent_at":"2024-05-02T16:20:00Z"#
    let call = try call(line(.ingestAppend, append(fields + #"","text":""}"#)))
    guard case .ingestAppend(let params) = call.params else { return }
    #expect(params.messages.map(\.text) == [""])
    #expect(params.wait == .durable)
    #expect(complaint(.ingestAppend, append(fields + "\"}")).hasPrefix("messages[0].text: "))
  }

  @Test func `a message keeps every field`() throws {
    let json = try #require(Example.params[.ingestAppend])
    let params = try AppendParams(json: json)
    let message = try #require(params.messages.first)
    #expect(message.key == MessageKey(channel: "C1", id: "m1"))
    #expect(message.sentAt == Timestamp("2024-05-02T16:20:00Z"))
    #expect(message.editedAt == Timestamp("2024-05-02T16:21:00Z"))
    #expect(message.replyTo == "m0")
    #expect(message.attachments == [Attachment(kind: "image", caption: "a cat")])
    #expect(message.reactions == [Reaction(name: "tada", users: ["alice"])])
    #expect(try params.json.encoded() == json.encoded())
  }

  @Test func `limits are exact and named`() throws {
    func text(_ bytes: Int) -> String {
      append(
        #"{"id":"m","channel":"C","author":"b","sent_at":"2024-05-02T16:20:00Z","text":""#
          + String(repeating: "x", count: bytes) + "\"}")
    }
    _ = try call(line(.ingestAppend, text(Limits.messageTextBytes)))
    #expect(
      complaint(.ingestAppend, text(Limits.messageTextBytes + 1))
        .hasSuffix("has 262145 bytes; the limit is 262144"))
    let many = String(repeating: "\"a\",", count: Limits.messagesPerDelete) + "\"a\""
    #expect(
      complaint(.ingestDelete, #"{"messages":[\#(many)]}"#)
        .hasPrefix("messages: 10001 elements; the limit is 10000"))
    #expect(complaint(.ingestDelete, #"{"messages":[]}"#) == "messages: the array is empty")
    #expect(complaint(.queryLookup, #"{"limit":1001}"#).contains("write 1 to 1000"))
  }

  @Test(arguments: [
    "0", "1.0", "1e1", "1e400", "NaN", "Infinity", "9223372036854775808", "-1", "\"5\"", "true",
    "[]",
  ])
  func `a limit is an integer within its range`(value: String) {
    #expect(complaint(.queryLookup, #"{"limit":\#(value)}"#).hasPrefix("limit: "))
  }

  @Test func `an id without a channel takes the call's`() throws {
    let json = try #require(Example.params[.ingestDelete])
    let params = try DeleteParams(json: json)
    #expect(
      params.messages == [
        DeleteParams.Reference(channel: "C1", id: "m1"),
        DeleteParams.Reference(channel: "C2", id: "m2"),
      ])
    #expect(try DeleteParams(json: params.json) == params)
  }

  @Test(arguments: [
    ("60", 60), ("1.5", 1.5), ("\"90s\"", 90), ("\"30m\"", 1800), ("\"12h\"", 43_200),
    ("\"7d\"", 604_800), ("\"2w\"", 1_209_600), ("\"0.5d\"", 43_200),
  ])
  func `a half-life is seconds, or a number and a unit`(text: String, seconds: Double) throws {
    let call = try call(line(.interestTop, #"{"half_life":\#(text)}"#))
    guard case .interestTop(let params) = call.params else { return }
    #expect(params.halfLife?.seconds == seconds)
  }

  @Test(arguments: [
    "0", "-1", "0.5", "1e300", "\"\"", "\"d\"", "\"7\"", "\"7y\"", "\"-7d\"", "\"1e3d\"",
    "\"infd\"",
    "\"0x10d\"", "\"1.2.3d\"", "\"7 d\"", "true",
  ])
  func `a half-life is nothing else`(text: String) {
    #expect(complaint(.interestTop, #"{"half_life":\#(text)}"#).hasPrefix("half_life: "))
  }

  @Test func `a field given twice is refused`() {
    #expect(
      complaint(.queryLookup, #"{"limit":1,"limit":2}"#)
        == "limit: the field is given twice; give it once")
  }

  @Test func `an identifier holds no control characters, a text no U+0000`() {
    #expect(
      complaint(.queryLookup, #"{"channels":["a\u0000"]}"#)
        .hasPrefix("channels[0]: the string holds U+0000"))
    #expect(complaint(.queryLookup, #"{"channels":["a\n"]}"#).contains("control character"))
    #expect(complaint(.queryLookup, #"{"text":"a\u0000"}"#).hasPrefix("text: "))
  }

  @Test func `a long value is not echoed in full`() {
    let long = String(repeating: "\u{1F600}", count: 10_000)
    #expect(complaint(.queryLookup, #"{"now":"\#(long)"}"#).utf8.count < 400)
    #expect(complaint(.queryLookup, #"{"\#(long)":1}"#).utf8.count < 600)
  }
}
