public import KnowledgeModel

/// The words by which people search for a day.
public enum DateTerms {
  /// Year, month, day of the month and weekday in UTC, as ``TermAnalyzer`` would give them:
  /// `2024`, `may`, `2`, `thursday`.
  public static func terms(of moment: Timestamp) -> [String] {
    let day = moment.day
    return [
      String(day.year), months[day.month - 1], String(day.day), weekdays[moment.weekday],
    ]
  }

  /// Stemmed, in the calendar's order.
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ].map { PorterStemmer.stem($0.lowercased()) }

  /// Stemmed, Sunday first.
  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ].map { PorterStemmer.stem($0.lowercased()) }
}
