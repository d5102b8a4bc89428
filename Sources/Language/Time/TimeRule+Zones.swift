extension TimeRule {
  /// Time zones, where they are spoken of as such.
  static let zones: [TimeRule] =
    names.map { name in TimeRule("\(name) timezone") { _, _ in zone } }
    + names.map { name in TimeRule("\(name) time -? zone") { _, _ in zone } }
    + names.map { name in TimeRule("\(name) standard|daylight time") { _, _ in zone } }

  private static let zone = TimeMeaning.reading(
    TimeReading(kind: .timeZone, timex: "", value: .unresolved))

  private static let names = [
    "pacific", "eastern", "central", "mountain", "atlantic", "alaska|hawaii",
    "utc|gmt|cet|cest|eet",
    "pst|pdt|est|edt|cst|cdt|mst|mdt", "bst|ist|jst|aest|wet|msk", "indian|japan|china|beijing",
    "central european", "eastern european", "western european", "pt|et|ct|mt",
  ]
}
