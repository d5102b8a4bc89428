import WireProtocol

/// Interests as bars, the longest for the first.
struct InterestText {
  var columns: Int

  func render(_ entities: [InterestEntity]) -> String {
    guard let strongest = entities.map(\.weight).max(), strongest > 0 else {
      return "No interest in anything yet.\n"
    }
    let names = entities.map { TextLayout.excerpt("\($0.name) (\($0.kind))", limit: 36) }
    let width = names.map(\.count).max() ?? 0
    let room = max(5, min(40, columns - width - 14))
    return zip(entities, names).map { entity, name in
      let weight = entity.weight < 0.005 ? "< 0.01" : fixed(entity.weight, 2)
      return "  \(TextLayout.padded(name, to: width))  "
        + String(repeating: " ", count: max(0, 8 - weight.count)) + weight + "  "
        + TextLayout.bar(entity.weight / strongest, width: room) + "\n"
    }
    .joined()
  }
}
