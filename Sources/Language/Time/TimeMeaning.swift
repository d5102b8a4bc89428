/// What some pieces of text mean on their own; the chart combines meanings by the rules of the grammar.
enum TimeMeaning {
  case word(String)
  /// A count, and in how many digits it is written, 0 for words.
  case number(Int, digits: Int)
  case decimal(Double)
  case ordinal(Int)
  case year(Int)
  case unit(TimeUnit, Shape)
  case month(Int, isDoubtful: Bool)
  /// 1 for Monday to 7 for Sunday.
  case weekday(Int, isPlural: Bool)
  case season(String, month: Int)
  case direction(TimeDirection)
  case part(DayPart, isPlural: Bool)
  case meridiem(Meridiem)
  case date(CalendarDate)
  case feast(CalendarDate)
  case period(Period)
  /// A clock's digits without what makes them one, as in `6.45` and `0730`.
  case digits(ClockTime)
  case clock(ClockTime)
  case clockRange(ClockRange)
  case moment(CalendarDate, ClockTime)
  case datePart(CalendarDate, DayPart)
  case momentRange(CalendarDate, ClockRange)
  case span(TimeSpan)
  case recurrence(Recurrence)
  case present(String)
  case reading(TimeReading)

  /// How a unit is written.
  enum Shape {
    case singular, plural, letter
  }

  enum Meridiem {
    case am, pm, either
  }

  /// The name of its kind in rules.
  enum Category: Int, CaseIterable {
    case word, NUM, DEC, ORD, YEAR, UNIT, MONTH, WEEKDAY, SEASON, DIR, PART, MER, DATE, FEAST,
      PERIOD
    case DIGITS, TIME, TRANGE, MOMENT, DATEPART, DTRANGE, SPAN, SET, NOW, READING
  }

  var category: Category {
    switch self {
    case .word: .word
    case .number: .NUM
    case .decimal: .DEC
    case .ordinal: .ORD
    case .year: .YEAR
    case .unit: .UNIT
    case .month: .MONTH
    case .weekday: .WEEKDAY
    case .season: .SEASON
    case .direction: .DIR
    case .part: .PART
    case .meridiem: .MER
    case .date: .DATE
    case .feast: .FEAST
    case .period: .PERIOD
    case .digits: .DIGITS
    case .clock: .TIME
    case .clockRange: .TRANGE
    case .moment: .MOMENT
    case .datePart: .DATEPART
    case .momentRange: .DTRANGE
    case .span: .SPAN
    case .recurrence: .SET
    case .present: .NOW
    case .reading: .READING
    }
  }
}

/// Which one, seen from the reference.
enum TimeDirection: Hashable {
  /// The one after this.
  case next
  /// The nearest to come.
  case upcoming
  case this
  /// The one before this.
  case last
  /// The nearest gone by.
  case past
  /// One that was spoken of.
  case that

  var step: Int {
    switch self {
    case .next, .upcoming: 1
    case .this, .that: 0
    case .last, .past: -1
    }
  }
}

/// How often: the days it falls on, or the length between two, and when on such a day.
struct Recurrence {
  var days: String
  var time: ClockTime?
  /// The part of the day that it falls on.
  var part: DayPart?
  /// Whether `days` is a length such as `P1D`, which a time of day replaces.
  var isLength: Bool

  var timex: String {
    guard let time else { return days }
    return isLength ? time.timex : days + time.timex
  }
}

/// A whole expression that nothing combines with any more.
struct TimeReading {
  var kind: TimeExpression.Kind
  var timex: String
  var value: TimeValue
  var earlier: TimeValue?
}
