import KnowledgeModel

/// What hangs on a message: attachments, files and reactions, within the limits.
struct MessageExtras {
  let markup: SlackMarkup
  /// What was cut or left out.
  private(set) var remarks: [String] = []

  init(markup: SlackMarkup) {
    self.markup = markup
  }

  mutating func attachments(of record: MessageRecord) -> [Attachment] {
    var all: [Attachment] = []
    for attachment in record.attachments {
      let text = caption(of: attachment)
      if !text.isEmpty { all.append(Attachment(kind: attachment.kind, caption: bounded(text))) }
    }
    for file in record.files {
      let name = [file.title, file.name].lazy.compactMap(\.self).first { !$0.isEmpty }
      guard let name, file.mode != "tombstone" else {
        remarks.append("a file is left out: it was deleted, or has no name")
        continue
      }
      all.append(Attachment(kind: file.kind, caption: bounded(markup.plainText(name))))
    }
    if all.count > Limits.attachmentsPerMessage {
      remarks.append("attachments past the first \(Limits.attachmentsPerMessage) are left out")
    }
    return Array(all.prefix(Limits.attachmentsPerMessage))
  }

  mutating func reactions(of record: MessageRecord) -> [Reaction] {
    var reactions: [Reaction] = []
    for reaction in record.reactions.prefix(Limits.reactionsPerMessage) {
      let users = reaction.users.filter(isIdentifier)
      guard !reaction.name.isEmpty, reaction.name.utf8.count <= Limits.nameBytes,
        users.count == reaction.users.count, users.count <= Limits.usersPerReaction
      else {
        remarks.append("a reaction is left out: its name or its users are past the limits")
        continue
      }
      reactions.append(Reaction(name: reaction.name, users: users))
    }
    if record.reactions.count > Limits.reactionsPerMessage {
      remarks.append("reactions past the first \(Limits.reactionsPerMessage) are left out")
    }
    return reactions
  }

  /// What a person reads; the fallback, which repeats it in plain text, only where there is nothing
  /// else.
  private func caption(of attachment: AttachmentRecord) -> String {
    var parts: [String] = []
    for case let part? in [attachment.pretext, attachment.title, attachment.text]
    where !part.isEmpty && !parts.contains(part) {
      parts.append(part)
    }
    if parts.isEmpty, let fallback = attachment.fallback { parts.append(fallback) }
    return markup.plainText(parts.joined(separator: "\n"))
  }

  private mutating func bounded(_ caption: String) -> String {
    guard caption.utf8.count > Limits.captionBytes else { return caption }
    remarks.append("a caption is cut at the limit of \(Limits.captionBytes) bytes")
    var end = caption.utf8.index(caption.utf8.startIndex, offsetBy: Limits.captionBytes)
    while end > caption.startIndex, end.samePosition(in: caption.unicodeScalars) == nil {
      end = caption.utf8.index(before: end)
    }
    return String(caption[..<end])
  }
}

extension AttachmentRecord {
  fileprivate var kind: String {
    fromURL != nil || originalURL != nil || titleLink != nil ? "link" : "attachment"
  }
}

extension FileRecord {
  fileprivate var kind: String {
    mimetype?.hasPrefix("image/") == true ? "image" : "file"
  }
}
