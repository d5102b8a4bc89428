import KnowledgeModel

/// Turns a day's file into messages.
struct MessageReader: Sendable {
  let markup: SlackMarkup
  let users: UserDirectory

  /// Adds the messages of `bytes` to `day`, and a notice for each entry that becomes none.
  ///
  /// - Throws: ``KnowledgeModel/RosemaryError`` when `bytes` are no list of messages.
  func read(_ bytes: [UInt8], into day: inout SlackDay) throws(RosemaryError) {
    let entries = try SlackJSON.list(MessageRecord.self, bytes)
    day.messages.reserveCapacity(entries.count)
    // Handles are longer than the ids that they replace, so hostile text could grow without bound.
    var room = Limits.importFileBytes
    for (index, entry) in entries.enumerated() {
      var remarks: [String] = []
      let outcome: Outcome =
        switch entry {
        case .entry(let record): message(record, of: day.position.channel, &remarks)
        case .broken(let reason): .skip("no message: \(reason)")
        }
      switch outcome {
      case .message(let message) where message.textBytes <= room:
        room -= message.textBytes
        day.messages.append(message)
        day.notes += remarks.map {
          ImportNotice(file: day.position.file, index: index, reason: $0)
        }
      case .message:
        skip(index, "the file's texts are larger than the limit of its bytes", &day)
      case .skip(let reason): skip(index, reason, &day)
      }
    }
  }

  private enum Outcome {
    case message(Message)
    case skip(String)
  }

  private func skip(_ index: Int, _ reason: String, _ day: inout SlackDay) {
    day.skips.append(ImportNotice(file: day.position.file, index: index, reason: reason))
  }

  private func message(
    _ outer: MessageRecord, of channel: String, _ remarks: inout [String]
  ) -> Outcome {
    var record = outer
    if outer.subtype == "message_changed" {
      guard let inner = outer.inner.first else { return .skip("a change without its message") }
      record = inner
      record.editedTs = inner.editedTs ?? outer.ts
    }
    if let type = record.type, type != "message" {
      return .skip("not a message: \(type.prefix(64))")
    }
    switch record.subtype {
    case "tombstone", "message_deleted": return .skip("deleted in Slack")
    case "message_changed", "message_replied": return .skip("a notice about another entry")
    default: break
    }
    guard let ts = record.ts else { return .skip("it has no ts") }
    guard let sentAt = SlackTime.timestamp(ts), isIdentifier(ts) else {
      return .skip("its ts is no time: \(ts.prefix(64))")
    }
    guard let text = text(of: record) else {
      return .skip("its text is above the limit of \(Limits.messageTextBytes) bytes")
    }
    let kind = kind(of: record)
    guard (kind ?? "").utf8.count <= Limits.identifierBytes else {
      return .skip("its subtype is above the limit of \(Limits.identifierBytes) bytes")
    }
    let author = author(of: record, &remarks)
    let thread = thread(of: record, &remarks)
    var extras = MessageExtras(markup: markup)
    let message = Message(
      id: ts, channel: channel, thread: thread, author: author, sentAt: sentAt, text: text,
      editedAt: editedAt(record, &remarks), replyTo: thread == ts ? nil : thread, kind: kind,
      zone: users.zones[author], attachments: extras.attachments(of: record),
      reactions: extras.reactions(of: record))
    remarks += extras.remarks
    return .message(message)
  }

  private func text(of record: MessageRecord) -> String? {
    let raw = record.text ?? ""
    guard raw.utf8.count <= Limits.messageTextBytes else { return nil }
    let source = raw.isEmpty ? BlockRecord.mrkdwn(record.blocks) : raw
    guard source.utf8.count <= Limits.messageTextBytes else { return nil }
    let text = markup.plainText(source)
    return text.utf8.count <= Limits.messageTextBytes ? text : nil
  }

  private func author(of record: MessageRecord, _ remarks: inout [String]) -> String {
    if let user = record.user, isIdentifier(user) { return user }
    if let bot = record.botID, isIdentifier(bot) { return users.usersOfBots[bot] ?? bot }
    // An integration chooses its name: it must not be able to choose a user's id.
    if let name = record.username, isIdentifier(name), users.handles[name] == nil { return name }
    remarks.append("nobody is named as its author; taken as \(Self.unknownAuthor)")
    return Self.unknownAuthor
  }

  private static let unknownAuthor = "unknown"

  private func thread(of record: MessageRecord, _ remarks: inout [String]) -> String? {
    guard let thread = record.threadTs else { return nil }
    guard SlackTime.timestamp(thread) != nil, isIdentifier(thread) else {
      remarks.append("its thread_ts is no time: \(thread.prefix(64))")
      return nil
    }
    return thread
  }

  private func editedAt(_ record: MessageRecord, _ remarks: inout [String]) -> Timestamp? {
    guard let edited = record.editedTs else { return nil }
    let time = SlackTime.timestamp(edited)
    if time == nil { remarks.append("its time of editing is no time: \(edited.prefix(64))") }
    return time
  }

  /// Nil for what a person said; otherwise Slack's subtype, in a word where it has one.
  private func kind(of record: MessageRecord) -> String? {
    switch record.subtype {
    case nil, "", "thread_broadcast", "reply_broadcast", "me_message", "file_share": return nil
    case "bot_message": return "bot"
    case let subtype?:
      for prefix in ["channel_", "group_"] where subtype.hasPrefix(prefix) {
        return String(subtype.dropFirst(prefix.count))
      }
      return subtype
    }
  }
}

extension Message {
  /// Of the text and the captions.
  fileprivate var textBytes: Int {
    attachments.reduce(text.utf8.count) { $0 + $1.caption.utf8.count }
  }
}
