import KnowledgeModel
import Testing

@testable import WireProtocol

struct MetaTests {
  @Test(arguments: ["a", "7", "lavender-labs", "a.b_c-d", String(repeating: "a", count: 64)])
  func `a workspace's name may be`(name: String) {
    #expect(WorkspaceName(rawValue: name)?.rawValue == name)
  }

  @Test(arguments: [
    "", ".", "..", "-a", "_a", ".a", "A", "Lavender", "a/b", "a b", "caf\u{e9}", "a\0",
    String(repeating: "a", count: 65),
  ])
  func `a workspace's name may not be`(name: String) {
    #expect(WorkspaceName(rawValue: name) == nil)
  }

  @Test func `upper case is refused with the remedy`() {
    let message = complaint(.adminHealth, #"{"_meta":{"workspace":"Lavender"}}"#)
    #expect(message.hasPrefix(#"_meta.workspace: "Lavender" is not"#))
    #expect(message.contains("lower case"))
  }

  @Test(arguments: [
    (#"{"principal":""}"#, "_meta.principal: the string is empty"),
    (#"{"principal":"a\u0007"}"#, "_meta.principal: \"a \" holds a control character"),
    (#"{"principal":7}"#, "_meta.principal: 7 is not a string"),
    (#"{"deadline_ms":0}"#, "_meta.deadline_ms: 0 is out of range; write 1 to 600000"),
    (#"{"deadline_ms":600001}"#, "_meta.deadline_ms: 600001 is out of range"),
    (#"{"deadline_ms":1.5}"#, "_meta.deadline_ms: 1.5 is not an integer"),
    (#"{"principle":"bob"}"#, "_meta.principle: no such field; the known ones are workspace"),
    (#"{"progressToken":[]}"#, "_meta.progressToken: an array is neither"),
    ("[]", "_meta: an array is not an object"),
  ])
  func `a bad meta is refused by its field`(meta: String, start: String) {
    let message = complaint(.adminHealth, #"{"_meta":\#(meta)}"#)
    #expect(message.hasPrefix(start), "\(message)")
  }

  @Test func `what a call says overrides what its connection said`() {
    let first = Meta(
      workspace: WorkspaceName(rawValue: "one"), principal: Principal(rawValue: "alice"),
      token: "t", deadline: .seconds(1))
    let second = Meta(principal: Principal(rawValue: "bob"))
    let merged = second.over(first)
    #expect(merged.principal == Principal(rawValue: "bob"))
    #expect(merged.workspace == first.workspace)
    #expect(merged.token == "t")
    #expect(merged.deadline == .seconds(1))
    #expect(Meta().over(first) == first)
  }

  @Test func `MCP's progress token is accepted and not kept`() throws {
    let call = try call(line(.adminHealth, #"{"_meta":{"progressToken":"x"}}"#))
    #expect(call.meta == Meta())
  }
}
