import Testing

@testable import SlackImport
import SeededTesting

@Suite struct SlackMarkupTests {
  private let markup = SlackMarkup(
    handles: ["U1": "bob", "W2": "ann"], channelNames: ["C1": "general"], concealed: ["G1"])

  @Test(arguments: [
    // Users.
    ("<@U1> hi <@W2>", "@bob hi @ann"),
    ("<@U1|robert>", "@bob"), ("<@U9|zoe>", "@zoe"), ("<@U9|@zoe>", "@zoe"), ("<@U9>", "@U9"),
    ("<@U9|>", "@U9"),
    // Channels.
    ("<#C1|general>", "#general"), ("<#C1>", "#general"), ("<#C1|>", "#general"),
    ("<#C9|other>", "#other"), ("<#C9>", "#C9"), ("<#G1>", "#G1"), ("<#G1|layoffs>", "#G1"),
    // Everyone and groups.
    ("<!here> <!channel> <!everyone>", "@here @channel @everyone"), ("<!here|here>", "@here"),
    ("<!subteam^S1|@team>", "@team"), ("<!subteam^S1|team>", "@team"),
    ("<!subteam^S1>", "@S1"),
    ("<!date^1392734382^{date}|Feb 18, 2014>", "Feb 18, 2014"),
    ("<!date^1392734382^{date}^https://a.b/|Feb 18>", "Feb 18"), ("<!odd|shown>", "shown"),
    // Links.
    ("see <https://a.b/c?d=1&amp;e=2>", "see https://a.b/c?d=1&e=2"),
    ("<https://a.b|the plan>", "the plan (https://a.b)"),
    ("<https://a.b|https://a.b>", "https://a.b"),
    ("<http://clojure.java.io|clojure.java.io>", "clojure.java.io"),
    ("<https://a.b/|a.b>", "a.b"), ("<https://a.b|R&amp;D>", "R&D (https://a.b)"),
    ("<mailto:a@b.c|a@b.c>", "a@b.c"), ("<mailto:a@b.c>", "a@b.c"),
    ("<mailto:a@b.c|Ann>", "Ann (a@b.c)"), ("<tel:+47123|+47123>", "+47123"),
    // Entities: once, and after the angle brackets were read.
    ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"), ("&amp;lt;", "&lt;"),
    ("&lt;@U1&gt;", "<@U1>"), ("&nbsp; &#39; & &am", "&nbsp; &#39; & &am"),
    // As typed.
    ("*bold* _it_ ~x~ :tada: > quoted", "bold it x :tada: > quoted"),
    ("a*b*c snake_case_name 2 * 3 * 4 *open", "a*b*c snake_case_name 2 * 3 * 4 *open"),
    ("*two words*, (_it_) *_both_*.", "two words, (it) both."),
    ("*one\nline* `*code*` <https://a.b/_x_|*l*>", "*one\nline* `*code*` *l* (https://a.b/_x_)"),
    ("`a &lt; b` and ```*x* _y_```", "`a < b` and ```*x* _y_```"),
    ("`curl <http://a.b/c>`", "`curl http://a.b/c`"),
    // Not Slack's.
    ("<", "<"), ("<>", "<>"), ("<@", "<@"), ("<@>", "<@>"), ("<#>", "<#>"), ("<!>", "<!>"),
    ("Vec<T>", "Vec<T>"), ("a < b and c > d", "a < b and c > d"), ("<a|b>", "<a|b>"),
    ("<<@U1>>", "<@bob>"), ("<@U1 <@U1>", "<@U1 @bob"), ("<|x>", "<|x>"), ("<:x>", "<:x>"),
    ("<https:>", "<https:>"), ("", ""), ("grüße <@U1> 🌿", "grüße @bob 🌿"),
  ])
  func `mrkdwn reads as`(typed: String, plain: String) {
    #expect(markup.plainText(typed) == plain)
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func `random markup never traps and text without signs is kept`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("<>@#!|^&;:/ abU1ltgtmé🌿")
    let text = String(
      (0..<Int.random(in: 0...200, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? " "
      })
    let plain = markup.plainText(text)
    if !text.contains("<"), !text.contains("&") { #expect(plain == text, "seed \(seed)") }
    // What is outside brackets and entities comes through in its order.
    let kept = text.filter { $0 == "🌿" }.count
    #expect(plain.filter { $0 == "🌿" }.count <= kept, "seed \(seed)")
  }

  @Test(arguments: ["<", "<@", "<!", "<a|", "&", "<@U1"])
  func `unclosed brackets without end are kept as they are`(piece: String) {
    let text = String(repeating: piece, count: 100_000)
    #expect(markup.plainText(text) == text)
  }
}
