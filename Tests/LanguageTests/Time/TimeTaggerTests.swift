import KnowledgeModel
import Testing

@testable import Language

/// What is said on Thursday, 2 May 2024, at 16:20.
struct TimeTaggerTests {
  struct Example: CustomTestStringConvertible {
    let text: String
    /// Text and TIMEX of each expression.
    let found: [String]
    var testDescription: String { text }

    init(_ text: String, _ found: String...) {
      (self.text, self.found) = (text, found)
    }
  }

  static let reference = Timestamp("2024-05-02T16:20:00Z") ?? Timestamp(microseconds: 0)

  static func expressions(_ text: String, offset: Int = 0) throws -> [TimeExpression] {
    TimeTagger().expressions(
      in: try Tokenizer().tokenize(text), reference: reference, offsetMinutes: offset)
  }

  static let dates = [
    Example("Ship it tomorrow, not today.", "tomorrow 2024-05-03", "today 2024-05-02"),
    Example("the release of 12 June 2021 broke", "12 June 2021 2021-06-12"),
    Example("due on 7/15 at the latest", "7/15 XXXX-07-15"),
    Example("since it began on 2023-11-05.", "2023-11-05 2023-11-05"),
    Example("see you next Tuesday", "next Tuesday 2024-05-07"),
    Example("we spoke last Monday", "last Monday 2024-04-22"),
    Example("the demo is this coming Wednesday", "this coming Wednesday 2024-05-08"),
    Example("three days ago it worked", "three days ago 2024-04-29"),
    Example("in two weeks we start", "in two weeks 2024-05-16"),
    Example("five business days from now", "five business days from now 2024-05-09"),
    Example("the third Friday of June", "the third Friday of June XXXX-06-WXX-5-#3"),
    Example("Halloween 2022 was wild", "Halloween 2022 2022-10-31"),
    Example("two days after Christmas", "two days after Christmas 2024-12-27"),
    Example("twenty-first of March", "twenty-first of March XXXX-03-21"),
  ]

  static let periods = [
    Example("the plan for next month", "next month 2024-06"),
    Example("back in week 27", "week 27 2024-W27"),
    Example("revenue in Q4 2023 fell", "Q4 2023 (2023-10-01,2024-01-01,P3M)"),
    Example("this weekend we rest", "this weekend 2024-W18-WE"),
    Example("the week after next", "the week after next 2024-W20"),
    Example("by the end of next week", "by the end of next week 2024-W19"),
    Example("out from Monday to Thursday", "from Monday to Thursday (XXXX-WXX-1,XXXX-WXX-4,P3D)"),
    Example("July 3-9, 2025", "July 3-9, 2025 (2025-07-03,2025-07-09,P6D)"),
    Example("the next four weeks", "next four weeks (2024-05-03,2024-05-31,P4W)"),
    Example("back in the eighties", "eighties (1980-01-01,1990-01-01,P10Y)"),
    Example("after 2019 it grew", "after 2019 2019"),
    Example("planned for the next sprint"),
  ]

  static let clocks = [
    Example("call at 4:45pm", "4:45pm T16:45"),
    Example("quarter past nine", "quarter past nine T09:15"),
    Example("standup tomorrow at 9", "tomorrow at 9 2024-05-03T09"),
    Example("from 5 to 6pm", "from 5 to 6pm (T17,T18,PT1H)"),
    Example("Friday 11-2", "Friday 11-2 (XXXX-WXX-5T11,XXXX-WXX-5T14,PT3H)"),
    Example("in 40 minutes", "in 40 minutes 2024-05-02T17:00:00"),
    Example("by EOD tomorrow", "by EOD tomorrow 2024-05-03T23:59:59"),
    Example("Monday evening", "Monday evening XXXX-WXX-1TEV"),
    Example("do it now", "now PRESENT_REF"),
    Example("yesterday around noon", "yesterday around noon 2024-05-01T12"),
  ]

  static let lengths = [
    Example("it took 90 minutes", "90 minutes PT90M"),
    Example("two and a half years", "two and a half years P2.5Y"),
    Example("every Monday at 9", "every Monday at 9 XXXX-WXX-1T09"),
    Example("every two weeks", "every two weeks P2W"),
    Example("our daily sync", "daily P1D"),
    Example("Tuesdays and Thursdays", "Tuesdays XXXX-WXX-2", "Thursdays XXXX-WXX-4"),
  ]

  static let nothing = [
    Example("You may not march in here."), Example("Good morning all"),
    Example("he scored 5 to 7 points"), Example("it costs $12"), Example("call 555-1234"),
    Example("10.20.30.40 is down"), Example("see `2024-05-02` in the code"),
    Example("ABC-12345 is open"), Example("the sun is out"), Example("give me a second opinion"),
    Example("three quarters of the users"), Example("99% of 2000 users"),
    Example("works between 3.10 and 3.12"), Example("Happy New Year!"), Example("Morning folks"),
    Example("see http://2018.example.org/10-12"), Example("a budget of 3M"),
  ]

  @Test(arguments: dates + periods + clocks + lengths + nothing)
  func `an expression has its words and its TIMEX`(example: Example) throws {
    let found = try Self.expressions(example.text).map { "\($0.text) \($0.timex)" }
    #expect(found == example.found)
  }

  @Test(arguments: [
    ("tomorrow", "2024-05-03"), ("Monday", "2024-05-06"), ("Thursday", "2024-05-02"),
    ("next week", "2024-05-06/2024-05-13"), ("by Friday", "../2024-05-04"),
    ("after March 2023", "2023-04-01/.."), ("tomorrow at 5", "2024-05-03T17:00"),
    ("tomorrow at 8", "2024-05-03T08:00"), ("two hours", "PT7200S"),
    ("from 9am to noon", "2024-05-02T09:00/2024-05-02T12:00"),
    ("before the end of June", "../2024-07-01"),
  ])
  func `an expression is resolved against the present`(text: String, value: String) throws {
    let found = try Self.expressions(text)
    #expect(found.map { $0.value.text(offsetMinutes: 0) } == [value])
  }

  @Test func `the day is the writer's, and moments are in UTC`() throws {
    // 16:20 in UTC is 02:20 on the next day ten hours further east.
    let found = try Self.expressions("today at 9am", offset: 600)
    #expect(found.map(\.timex) == ["2024-05-03T09"])
    #expect(
      found.first?.value == .point(Timestamp("2024-05-02T23:00:00Z") ?? Self.reference, .hour))
    #expect(found.first?.value.text(offsetMinutes: 600) == "2024-05-03T09:00")
  }

  @Test func `a day that comes again has its last and its next`() throws {
    let friday = try #require(try Self.expressions("Friday").first)
    #expect(friday.value.text(offsetMinutes: 0) == "2024-05-03")
    #expect(friday.earlier?.text(offsetMinutes: 0) == "2024-04-26")
    #expect(try Self.expressions("tomorrow").first?.earlier == nil)
  }

  @Test func `what is said does not depend on what else is`() throws {
    let texts = (Self.dates + Self.periods + Self.clocks + Self.lengths).map(\.text)
    for first in texts {
      for second in ["Fine.", "It is done."] + texts.prefix(6) {
        let both = try Self.expressions("\(first)\n\(second)").map { "\($0.text) \($0.timex)" }
        let apart = try Self.expressions(first) + Self.expressions(second)
        #expect(both == apart.map { "\($0.text) \($0.timex)" })
      }
    }
  }

  @Test func `ranges of tokens and bytes hold the words`() throws {
    let text = try Tokenizer().tokenize("Move it from 8am-5pm to Dec31, please")
    let found = TimeTagger().expressions(in: text, reference: Self.reference, offsetMinutes: 0)
    #expect(!found.isEmpty)
    for expression in found {
      let words = text.text(of: expression.tokens) ?? ""
      #expect(words.contains(expression.text))
      #expect(String(decoding: text.utf8[expression.utf8], as: UTF8.self) == expression.text)
    }
  }
}
