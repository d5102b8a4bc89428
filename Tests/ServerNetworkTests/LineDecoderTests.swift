import NIOCore
import NIOEmbedded
import NIOTestUtils
import Testing

@testable import Server

private func frames(_ expected: [LineFrame], of text: String, limit: Int = 8) throws {
  try ByteToMessageDecoderVerifier.verifyDecoder(
    stringInputOutputPairs: [(text, expected)], decoderFactory: { LineDecoder(limit: limit) })
}

private func line(_ text: String) -> LineFrame { .line(Array(text.utf8)) }

struct LineDecoderTests {
  @Test func `lines end at a newline, with or without a carriage return`() throws {
    try frames([line("one"), line("two"), line("a\rb")], of: "one\ntwo\r\na\rb\n")
  }

  @Test func `empty lines are dropped`() throws {
    try frames([line("one")], of: "\n\r\n\none\n\n")
  }

  @Test func `a line of exactly the limit passes`() throws {
    try frames([line("12345678"), line("12345678")], of: "12345678\n12345678\r\n")
  }

  @Test func `a longer line is reported once, and the next one is read`() throws {
    try frames([.tooLong, line("next")], of: "123456789\nnext\n")
    try frames([.tooLong, line("next")], of: "123456789\r\nnext\n")
    try frames([.tooLong, line("next")], of: String(repeating: "x", count: 100) + "\nnext\n")
  }

  @Test func `what is not UTF-8 passes, for the protocol to refuse`() throws {
    var input = ByteBuffer(bytes: [0xFF, 0x00])
    input.writeString("\n")
    try ByteToMessageDecoderVerifier.verifyDecoder(
      inputOutputPairs: [(input, [LineFrame.line([0xFF, 0x00])])],
      decoderFactory: { LineDecoder(limit: 8) })
  }

  @Test(arguments: [("end", [line("end")]), ("end\r", [line("end")]), ("", []), ("\r", [])])
  func `a last line need not end`(rest: String, expected: [LineFrame]) throws {
    #expect(try decodeToEnd("one\n" + rest) == [line("one")] + expected)
  }

  @Test func `a last line that is too long is reported once`() throws {
    #expect(try decodeToEnd("123456789") == [.tooLong])
    #expect(try decodeToEnd("12345678901234567890") == [.tooLong])
  }

  private func decodeToEnd(_ text: String) throws -> [LineFrame] {
    let channel = EmbeddedChannel(handler: ByteToMessageHandler(LineDecoder(limit: 8)))
    try channel.writeInbound(ByteBuffer(string: text))
    channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    var frames: [LineFrame] = []
    while let frame = try channel.readInbound(as: LineFrame.self) { frames.append(frame) }
    _ = try channel.finish()
    return frames
  }
}
