/// A feast, by the rule that gives its day in any year.
struct Holiday: Hashable, Sendable {
  enum Rule: Hashable, Sendable {
    case fixed(month: Int, day: Int)
    /// The nth weekday (1 for Monday; -1: the last) of a month, plus some days.
    case nth(Int, weekday: Int, month: Int, plus: Int)
    case easter(plus: Int)
    case islamic(month: Int, day: Int)
  }

  let rule: Rule

  /// Its day in a year, in days since the epoch.
  func day(in year: Int) -> Int? {
    guard (1...9999).contains(year) else { return nil }
    switch rule {
    case .fixed(let month, let day): return GregorianCalendar.day(year, month, day)
    case .nth(let nth, let weekday, let month, let plus):
      return GregorianCalendar.nthWeekday(nth, weekday, month: month, year: year).map { $0 + plus }
    case .easter(let plus): return GregorianCalendar.easter(year) + plus
    case .islamic(let month, let day):
      return GregorianCalendar.islamic(month: month, dayOfMonth: day, in: year)
    }
  }

  /// Names, as words in lower case, with their rules.
  static let named: [(names: [String], rule: Rule)] = [
    (["christmas", "christmas day", "xmas"], .fixed(month: 12, day: 25)),
    (["christmas eve", "xmas eve"], .fixed(month: 12, day: 24)),
    (["boxing day"], .fixed(month: 12, day: 26)),
    (["new year", "new year 's day", "new years day", "new year day"], .fixed(month: 1, day: 1)),
    (["new year 's eve", "new years eve", "nye", "new year eve"], .fixed(month: 12, day: 31)),
    (["valentine 's day", "valentines day", "valentine day"], .fixed(month: 2, day: 14)),
    (["st patrick 's day", "st. patrick 's day", "st patricks day"], .fixed(month: 3, day: 17)),
    (["april fools day", "april fool 's day", "april fools"], .fixed(month: 4, day: 1)),
    (["earth day"], .fixed(month: 4, day: 22)),
    (["cinco de mayo"], .fixed(month: 5, day: 5)),
    (
      ["may day", "international workers ' day", "workers ' day", "international workers day"],
      .fixed(month: 5, day: 1)
    ),
    (["juneteenth"], .fixed(month: 6, day: 19)),
    (["independence day"], .fixed(month: 7, day: 4)),
    (["bastille day"], .fixed(month: 7, day: 14)),
    (["halloween", "halloween day"], .fixed(month: 10, day: 31)),
    (["all saints ' day", "all saints day"], .fixed(month: 11, day: 1)),
    (
      ["veterans day", "veterans ' day", "veteran 's day", "armistice day", "remembrance day"],
      .fixed(month: 11, day: 11)
    ),
    (["women 's day", "international women 's day"], .fixed(month: 3, day: 8)),
    (["groundhog day"], .fixed(month: 2, day: 2)),
    (["guy fawkes day", "guy fawkes night", "bonfire night"], .fixed(month: 11, day: 5)),
    (["martin luther king day", "mlk day"], .nth(3, weekday: 1, month: 1, plus: 0)),
    (
      ["presidents day", "presidents ' day", "president 's day", "washington 's birthday"],
      .nth(3, weekday: 1, month: 2, plus: 0)
    ),
    (["mother 's day", "mothers day", "mothers ' day"], .nth(2, weekday: 7, month: 5, plus: 0)),
    (["father 's day", "fathers day", "fathers ' day"], .nth(3, weekday: 7, month: 6, plus: 0)),
    (["memorial day"], .nth(-1, weekday: 1, month: 5, plus: 0)),
    (["labor day", "labour day"], .nth(1, weekday: 1, month: 9, plus: 0)),
    (["columbus day", "indigenous peoples day"], .nth(2, weekday: 1, month: 10, plus: 0)),
    (["thanksgiving", "thanksgiving day"], .nth(4, weekday: 4, month: 11, plus: 0)),
    (["black friday"], .nth(4, weekday: 4, month: 11, plus: 1)),
    (["cyber monday"], .nth(4, weekday: 4, month: 11, plus: 4)),
    (["easter", "easter day", "easter sunday"], .easter(plus: 0)),
    (["easter monday"], .easter(plus: 1)),
    (["good friday"], .easter(plus: -2)),
    (["palm sunday"], .easter(plus: -7)),
    (["maundy thursday"], .easter(plus: -3)),
    (["ash wednesday"], .easter(plus: -46)),
    (["mardi gras", "shrove tuesday"], .easter(plus: -47)),
    (["whit sunday", "pentecost"], .easter(plus: 49)),
    (["whit monday"], .easter(plus: 50)),
    (["ascension day"], .easter(plus: 39)),
    (["eid al fitr", "eid ul fitr", "eid-al-fitr"], .islamic(month: 10, day: 1)),
    (["eid al adha", "eid ul adha", "eid-al-adha"], .islamic(month: 12, day: 10)),
    (["ramadan"], .islamic(month: 9, day: 1)),
  ]
}
