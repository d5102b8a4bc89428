import KnowledgeModel
import WireProtocol

/// An answer as people and prompts read it.
struct LookupText {
  var columns: Int
  var isColoured = false
  var showsPropositions = true
  var showsMessages = true
  var showsEntities = true

  private var layout: TextLayout { TextLayout(columns: columns) }

  /// Propositions, then messages, then the names of entities; a sentence where there is nothing.
  func render(_ result: LookupResult) -> String {
    var sections: [String] = []
    if showsPropositions, !result.propositions.isEmpty {
      let entries = result.propositions.map(proposition)
      sections.append(heading("Propositions") + entries.joined())
    }
    if showsMessages, !result.messages.isEmpty {
      sections.append(heading("Messages") + result.messages.map(message).joined())
    }
    if showsEntities, !result.entities.isEmpty {
      let list = result.entities.map { TextLayout.plain($0.name) }.joined(separator: ", ")
      sections.append(layout.paragraph(list, lead: "Entities: ") + "\n")
    }
    return sections.isEmpty
      ? "Nothing that you may read answers this.\n" : sections.joined(separator: "\n")
  }

  private func heading(_ text: String) -> String {
    (isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text) + "\n"
  }

  private func proposition(_ found: LookupProposition) -> String {
    var text =
      layout.paragraph(
        TextLayout.excerpt(found.text, limit: 400),
        lead: "  \(fixed(found.probability.rawValue, 2))  ") + "\n"
    for evidence in found.evidence.prefix(3) {
      let origin = origin(
        evidence.authorName ?? evidence.author, evidence.channelName ?? evidence.channel,
        evidence.sentAt)
      text +=
        layout.paragraph(
          "“\(TextLayout.excerpt(evidence.quote, limit: 300))” — \(origin)", lead: "        ")
        + "\n"
    }
    if found.evidence.count > 3 {
      text += "        and \(counted(found.evidence.count - 3, "more message"))\n"
    }
    return text + terms(found.terms, score: found.score)
  }

  private func message(_ found: LookupMessage) -> String {
    let origin = origin(
      found.authorName ?? found.author, found.channelName ?? found.channel, found.sentAt)
    return layout.paragraph(
      "\(origin): \(TextLayout.excerpt(found.text, limit: 500))",
      lead: "  \(fixed(found.score, 2))  ") + "\n" + terms(found.terms, score: found.score)
  }

  private func origin(_ author: String, _ channel: String, _ sentAt: Timestamp?) -> String {
    let date = sentAt.map { ", \($0.description.prefix(16).replacing("T", with: " "))" } ?? ""
    return TextLayout.plain("\(author) in \(channel)\(date)")
  }

  private func terms(_ terms: [ScoreTerm]?, score: Double) -> String {
    guard let terms else { return "" }
    var text = "        score \(fixed(score, 3)) =\n"
    for term in terms where term.value != 0 {
      text += line(term, indent: 10)
      for detail in term.detail { text += line(detail, indent: 14) }
    }
    return text
  }

  private func line(_ term: ScoreTerm, indent: Int) -> String {
    let value = fixed(term.value, 3)
    return String(repeating: " ", count: indent + max(0, 7 - value.count)) + value + "  "
      + TextLayout.plain(term.name) + "\n"
  }
}
