public import KnowledgeModel
public import WireProtocol

/// Sends a stream of messages in batches that fit into lines, several under way at once.
///
/// Batches are awaited in the order in which they were sent, so a position is reported only when everything
/// before it has been acknowledged. Not safe for concurrent use.
public struct MessageFeed: ~Copyable {
  /// The limits that tests make small.
  public struct Bounds: Sendable {
    public var messages: Int
    /// Of the encoded messages of a batch.
    public var bytes: Int
    public var batchesUnderWay: Int
    /// How long a refused batch is offered again.
    public var patience: Duration

    public init(
      messages: Int = 500, bytes: Int = 700_000, batchesUnderWay: Int = 12,
      patience: Duration = .seconds(60)
    ) {
      self.messages = messages
      self.bytes = bytes
      self.batchesUnderWay = batchesUnderWay
      self.patience = patience
    }
  }

  /// Appends a batch and returns once lookups see it.
  public typealias Append = @Sendable (AppendParams) async throws -> AppendResult

  private struct Batch {
    var task: Task<AppendResult, any Error>
    var count: Int
    /// The last position that lies before the batch's end.
    var position: String?
  }

  private let bounds: Bounds
  private let append: Append
  private var messages: [Message] = []
  private var bytes = 0
  private var position: String?
  private var underWay: [Batch] = []

  /// Acknowledged so far, in messages.
  public private(set) var acknowledged = 0
  public private(set) var accepted = 0
  public private(set) var duplicates = 0
  /// Everything before it is acknowledged.
  public private(set) var acknowledgedPosition: String?

  public init(bounds: Bounds = Bounds(), append: @escaping Append) {
    self.bounds = bounds
    self.append = append
  }

  deinit {
    for batch in underWay { batch.task.cancel() }
  }

  /// Hands over a message.
  ///
  /// - Returns: nil, or why the message can't be sent; then it was not.
  /// - Throws: what an earlier batch was refused for.
  public mutating func add(_ message: Message) async throws -> String? {
    let json = message.json
    do { _ = try Message(json: json) } catch { return error.description }
    let size = try json.encoded().count + 1
    guard size <= Limits.lineBytes - Self.envelopeBytes else {
      return "the message has \(size) bytes as JSON, more than fit into a line"
    }
    if messages.count == bounds.messages || bytes + size > bounds.bytes { try await send() }
    messages.append(message)
    bytes += size
    return nil
  }

  /// Says that everything before `position` has been handed over.
  public mutating func mark(_ position: String) {
    self.position = position
  }

  /// Sends what is left and waits for all of it.
  public mutating func finish() async throws {
    try await send()
    while !underWay.isEmpty { try await settleOldest() }
  }

  /// Room for what surrounds the messages of a line.
  private static let envelopeBytes = 4096

  private mutating func send() async throws {
    guard !messages.isEmpty || position != nil else { return }
    while underWay.count >= bounds.batchesUnderWay { try await settleOldest() }
    let params = AppendParams(messages: messages, wait: .queryable)
    let (append, patience) = (append, bounds.patience)
    let task = Task {
      guard !params.messages.isEmpty else {
        return AppendResult(accepted: 0, duplicates: 0, horizon: 0)
      }
      return try await Self.patiently(patience) { try await append(params) }
    }
    underWay.append(Batch(task: task, count: messages.count, position: position))
    messages = []
    bytes = 0
    position = nil
  }

  private mutating func settleOldest() async throws {
    let batch = underWay.removeFirst()
    let result = try await batch.task.value
    acknowledged += batch.count
    accepted += result.accepted
    duplicates += result.duplicates
    acknowledgedPosition = batch.position ?? acknowledgedPosition
  }

  /// Repeats what is refused for a while, waiting as long as the refusal says.
  private static func patiently<Result>(
    _ patience: Duration, _ body: () async throws -> Result
  ) async throws -> Result {
    var waited = Duration.zero
    while true {
      do {
        return try await body()
      } catch let error as RosemaryError {
        guard let wait = error.retryAfter, waited < patience else { throw error }
        waited += wait
        try await Task.sleep(for: wait)
      }
    }
  }
}
