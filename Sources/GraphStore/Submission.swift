public import KnowledgeModel

/// Something that somebody asks the workspace to record.
public struct Submission: Sendable {
  /// What is asked.
  public enum Request: Sendable {
    case append([Message])
    case delete([MessageKey])
    case react(ReactionChange)
    case putChannels([Channel])
    case putUsers([User])
    case touch(LookupTouch)
  }

  public var actor: Principal
  public var request: Request

  public init(actor: Principal, request: Request) {
    self.actor = actor
    self.request = request
  }
}

/// What became of a submission, once it is on disk.
public struct Receipt: Sendable {
  /// Entries that were news.
  public var accepted = 0
  /// Entries that the log had already.
  public var duplicates = 0
  /// The messages that must be understood before all of the submission can be found by a lookup.
  public var awaiting: [MessageID] = []

  public init() {}
}
