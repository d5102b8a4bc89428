import KnowledgeModel
import Testing

@testable import SlackImport

@Suite struct MessageReaderTests {
  private func one(_ entry: String) throws -> Message {
    let day = try SlackExport.day(entry)
    #expect(day.skips.isEmpty)
    #expect(day.messages.count == 1)
    return try unwrap(day.messages.first)
  }

  private func reason(_ entry: String) throws -> String {
    let day = try SlackExport.day(#"{"ts":"1.000001","user":"U1","text":"before"}"#, entry)
    #expect(day.messages.count == 1)
    let skip = try unwrap(day.skips.first)
    #expect(skip.file == "general/2024-05-02.json")
    #expect(skip.index == 1)
    return skip.reason
  }

  @Test func `a message carries author, time, zone and text`() throws {
    let message = try one(
      #"{"type":"message","user":"U1","text":"hi <@U2>","ts":"1714651200.000123"}"#)
    #expect(
      message
        == Message(
          id: "1714651200.000123", channel: "C1", author: "U1",
          sentAt: Timestamp(microseconds: 1_714_651_200_000_123), text: "hi @ann",
          zone: "Europe/Oslo"))
  }

  @Test func `a root and its reply share a thread and only the reply answers`() throws {
    let root = try one(#"{"user":"U1","text":"a","ts":"1.000001","thread_ts":"1.000001"}"#)
    #expect(root.thread == "1.000001")
    #expect(root.replyTo == nil)
    let reply = try one(
      #"{"user":"U1","text":"b","ts":"2.000001","thread_ts":"1.000001","subtype":"thread_broadcast"}"#
    )
    #expect(reply.thread == "1.000001")
    #expect(reply.replyTo == "1.000001")
    #expect(reply.kind == nil)
  }

  @Test(arguments: [
    ("channel_join", "join"), ("channel_leave", "leave"), ("channel_topic", "topic"),
    ("channel_purpose", "purpose"), ("channel_name", "name"), ("group_join", "join"),
    ("bot_message", "bot"), ("pinned_item", "pinned_item"), ("me_message", nil),
    ("thread_broadcast", nil), ("reply_broadcast", nil), ("file_share", nil), ("", nil),
  ])
  func `a subtype becomes a kind`(subtype: String, kind: String?) throws {
    let message = try one(
      #"{"user":"U1","text":"x","ts":"1.5","subtype":"\#(subtype)"}"#)
    #expect(message.kind == kind)
  }

  @Test func `an edit gives the time of the revision`() throws {
    let message = try one(
      #"{"user":"U1","text":"x","ts":"1.000001","edited":{"user":"U1","ts":"9.000000"}}"#)
    #expect(message.editedAt == Timestamp(microseconds: 9_000_000))
  }

  @Test func `a wrapped change is the inner message, revised`() throws {
    let message = try one(
      #"""
      {"subtype":"message_changed","ts":"8.0","hidden":true,
       "message":{"user":"U1","text":"new","ts":"1.0"},"previous_message":{"text":"old"}}
      """#)
    #expect(message.id == "1.0")
    #expect(message.text == "new")
    #expect(message.kind == nil)
    #expect(message.editedAt == Timestamp(microseconds: 8_000_000))
  }

  @Test(arguments: [
    (#"{"subtype":"tombstone","ts":"1.0","text":"This message was deleted."}"#, "deleted in Slack"),
    (#"{"subtype":"message_deleted","ts":"1.0","deleted_ts":"0.5"}"#, "deleted in Slack"),
    (#"{"subtype":"message_changed","ts":"1.0"}"#, "without its message"),
    (
      #"{"subtype":"message_changed","ts":"1.0","message":{"subtype":"message_changed"}}"#, "notice"
    ),
    (#"{"user":"U1","text":"x"}"#, "no ts"),
    (#"{"user":"U1","text":"x","ts":"soon"}"#, "soon"),
    (#"{"user":"U1","text":"x","ts":12.5}"#, "no ts"),
    (#"{"type":"presence_change","ts":"1.0"}"#, "not a message"),
    ("17", "no message"), ("null", "no message"), ("[]", "no message"), (#""text""#, "no message"),
  ])
  func `what is no message is skipped with its reason`(entry: String, part: String) throws {
    #expect(try reason(entry).contains(part))
  }

  @Test func `a text above the limit is skipped and one at the limit is kept`() throws {
    let most = String(repeating: "a", count: Limits.messageTextBytes)
    #expect(try one(#"{"user":"U1","ts":"1.0","text":"\#(most)"}"#).text == most)
    #expect(
      try reason(#"{"user":"U1","ts":"1.0","text":"\#(most)a"}"#)
        .contains("\(Limits.messageTextBytes)"))
  }

  @Test func `fields of the wrong type read as absent`() throws {
    let message = try one(
      #"{"user":"U1","text":7,"ts":"1.0","reactions":{},"files":"no","edited":3,"blocks":[1,null]}"#
    )
    #expect(message.text.isEmpty)
    #expect(message.reactions.isEmpty)
  }

  @Test(arguments: [
    (#""user":"U2","bot_id":"B1""#, "U2"), (#""bot_id":"B1""#, "U1"), (#""bot_id":"B7""#, "B7"),
    (#""username":"ci/deploys""#, "ci/deploys"),
    (#""username":"U1""#, "unknown"), (#""comment":{"user":"U2"}"#, "U2"),
  ])
  func `the author is the user, the bot or the name`(fields: String, author: String) throws {
    #expect(try one(#"{"text":"x","ts":"1.0",\#(fields)}"#).author == author)
  }

  @Test func `a message of nobody's is kept and said so`() throws {
    let day = try SlackExport.day(#"{"text":"x","ts":"1.0"}"#)
    #expect(day.messages.first?.author == "unknown")
    #expect(day.notes.map(\.index) == [0])
  }

  @Test func `attachments, files and reactions hang on the message`() throws {
    let message = try one(
      #"""
      {"user":"U1","text":"","ts":"1.0","subtype":"file_share",
       "attachments":[
         {"title":"Plan &amp; budget","text":"for <@U2>","from_url":"https://a.b","fallback":"no"},
         {"fallback":"[build] passed"}, {"text":"same","title":"same"}, {"color":"red"}],
       "files":[{"name":"a.png","mimetype":"image/png"},
         {"name":"b.pdf","title":"Offer","mimetype":"application/pdf"}],
       "reactions":[{"name":"+1","users":["U1","U2"],"count":2}]}
      """#)
    #expect(
      message.attachments == [
        Attachment(kind: "link", caption: "Plan & budget\nfor @ann"),
        Attachment(kind: "attachment", caption: "[build] passed"),
        Attachment(kind: "attachment", caption: "same"),
        Attachment(kind: "image", caption: "a.png"), Attachment(kind: "file", caption: "Offer"),
      ])
    #expect(message.reactions == [Reaction(name: "+1", users: ["U1", "U2"])])
  }

  @Test func `what is past the limits is cut and said so`() throws {
    let caption = String(repeating: "é", count: Limits.captionBytes)
    let files = Array(repeating: #"{"name":"f"}"#, count: Limits.attachmentsPerMessage + 5)
    let day = try SlackExport.day(
      #"{"user":"U1","ts":"1.0","attachments":[{"text":"\#(caption)"}]}"#,
      #"{"user":"U1","ts":"2.0","files":[\#(files.joined(separator: ","))]}"#,
      #"{"user":"U1","ts":"3.0","reactions":[{"name":"","users":[]}]}"#)
    #expect(day.messages[0].attachments.first?.caption.utf8.count == Limits.captionBytes)
    #expect(day.messages[1].attachments.count == Limits.attachmentsPerMessage)
    #expect(day.notes.map(\.index) == [0, 1, 2])
  }

  @Test func `blocks give the text where there is none`() throws {
    let message = try one(
      #"""
      {"user":"U1","text":"","ts":"1.0","blocks":[{"type":"rich_text","elements":[
        {"type":"rich_text_section","elements":[{"type":"user","user_id":"U2"},
          {"type":"text","text":": 1 < 2 & "},{"type":"link","url":"https://a.b","text":"b"},
          {"type":"emoji","name":"tada"},{"type":"broadcast","range":"here"},
          {"type":"channel","channel_id":"G1"}]},
        {"type":"rich_text_list","elements":[
          {"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},
          {"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]},
        {"type":"rich_text_preformatted","elements":[{"type":"text","text":"<T>"}]}]},
        {"type":"section","text":{"type":"mrkdwn","text":"*x* <@U1>"}},{"type":"divider"}]}
      """#)
    #expect(
      message.text
        == "@ann: 1 < 2 & b (https://a.b):tada:@here#G1\none\ntwo\n```<T>```\nx @bob")
  }

  @Test func `the same id twice is passed on`() throws {
    let entry = #"{"user":"U1","text":"x","ts":"1.0"}"#
    #expect(try SlackExport.day(entry, entry).messages.count == 2)
  }

  @Test(
    arguments: [
      ("0", 0), ("1.5", 1_500_000), ("1546215120.504800", 1_546_215_120_504_800),
      ("1.0000019", 1_000_001), ("253402300799.999999", 253_402_300_799_999_999),
    ] as [(String, Int64)])
  func `a ts is read exactly`(ts: String, microseconds: Int64) {
    #expect(SlackTime.timestamp(ts)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", ".", "1.", ".5", "-1", "+1", "1.2.3", "1e9", " 1", "1 ", "١", "253402300800",
    "99999999999999999999999999",
  ])
  func `what is no ts is refused`(ts: String) {
    #expect(SlackTime.timestamp(ts) == nil)
  }
}
