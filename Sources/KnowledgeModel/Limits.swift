/// Every limit of the system, declared once.
///
/// Past a limit a caller gets an error that names the limit; nothing is cut silently. ``check()`` states
/// how the limits depend on each other, and a test calls it.
public enum Limits {
  // The line protocol.
  /// Bytes of one line, its newline not counted.
  public static let lineBytes = 1 << 20
  /// How deep a JSON document may nest.
  public static let jsonDepth = 64
  /// Connections that one server holds.
  public static let connections = 1024
  /// Calls of one connection that may be under way at once.
  public static let callsInFlight = 64
  /// The longest deadline that a caller may set.
  public static let deadlineMilliseconds = 600_000

  // Messages.
  public static let messagesPerAppend = 2_000
  public static let messageTextBytes = 256 << 10
  /// Bytes of an external id: of a message, channel, user, thread.
  public static let identifierBytes = 256
  /// Bytes of a name or an alias.
  public static let nameBytes = 512
  public static let attachmentsPerMessage = 100
  public static let captionBytes = 16 << 10
  public static let reactionsPerMessage = 200
  public static let usersPerReaction = 10_000
  public static let membersPerChannel = 100_000
  public static let aliasesPerUser = 64
  /// Channels or users of one `Put…` call.
  public static let entriesPerPut = 10_000
  /// Messages of one `Delete` call.
  public static let messagesPerDelete = 10_000

  // Understanding.
  /// A token has at least one byte, so that every text that is accepted can be read.
  public static let tokensPerMessage = messageTextBytes
  /// Longer sentences are split here.
  public static let tokensPerSentence = 400
  public static let propositionsPerMessage = 512
  public static let mentionsPerMessage = 2_000
  /// Distinct addressees, or topics, of one `say-01`; later ones stay mentions.
  public static let fillersPerRole = 32
  /// Bytes of a term of the index; a longer one is stood for by its start and a digest.
  public static let termBytes = 256
  /// Words of one link that become terms.
  public static let termsPerLink = 24
  /// Bytes of a PENMAN text that is read.
  public static let penmanBytes = 1 << 20
  /// How deep a PENMAN text may nest.
  public static let penmanDepth = 256

  // The pipeline.
  /// Messages that may wait to be written; past it `RESOURCE_EXHAUSTED`.
  public static let messagesWaiting = 20_000
  /// Bytes of text that may wait to be written.
  public static let bytesWaiting = 64 << 20
  /// Messages of one transaction.
  public static let messagesPerTransaction = 2_000

  // Lookups.
  public static let questionBytes = 16 << 10
  /// Distinct terms of a question that are searched for.
  public static let questionTerms = 256
  public static let results = 1_000
  public static let entitiesPerLookup = 256
  public static let channelsPerLookup = 1_000
  public static let tokenBudget = 1_000_000

  // Files.
  /// Bytes of a trained model.
  public static let modelBytes = 256 << 20
  /// Bytes of one file of an import once unpacked.
  public static let importFileBytes = 256 << 20
  /// Entries of one file of an import: messages, users, channels.
  public static let importFileEntries = 1_000_000
  /// Values of one file of an import, at any depth; each costs memory while the file is decoded.
  public static let importFileValues = 16_000_000
  /// How much larger than its packed form a member of an archive may be.
  public static let inflationRatio = 1_032
  public static let archiveEntries = 1_000_000
  /// Workspaces that are held open at once.
  public static let openWorkspaces = 64

  /// The inequalities that hold between the limits; the first that does not, or nil.
  public static func check() -> String? {
    let laws: [(Bool, String)] = [
      (messageTextBytes < lineBytes, "a message fits in a line"),
      (messagesPerAppend <= messagesPerTransaction, "an append fits in a transaction"),
      (messagesPerTransaction <= messagesWaiting, "a transaction fits in the queue"),
      (lineBytes <= bytesWaiting, "a line fits in the queue"),
      (questionBytes < lineBytes, "a question fits in a line"),
      (tokensPerSentence < tokensPerMessage, "a sentence fits in a message"),
      (callsInFlight < connections, "one connection can't starve the others"),
    ]
    return laws.first { !$0.0 }?.1
  }
}
