public import KnowledgeModel
public import SystemSeam
import WireProtocol

/// A line of a file of messages, each in the shape of `Ingest/Append`.
public enum MessageLine {
  /// Why a line is no message.
  public struct Problem: Error, Hashable, Sendable {
    public var reason: String
  }

  /// - Complexity: O(bytes), whatever they are.
  public static func read(_ line: LineReader.Line) -> Result<Message, Problem> {
    guard case .bytes(let bytes) = line else {
      return problem("the line is longer than the limit of \(Limits.lineBytes) bytes")
    }
    do {
      try LineGuard.check(bytes)
    } catch {
      return problem(error.error.message)
    }
    do {
      return .success(try Message(json: try JSONValue(parsing: bytes)))
    } catch let error as FieldError {
      return problem(error.description)
    } catch let error as JSONError {
      return problem("not JSON: \(error.problem) (at byte \(error.offset))")
    } catch {
      return problem("\(error)")
    }
  }

  private static func problem(_ reason: String) -> Result<Message, Problem> {
    .failure(Problem(reason: reason))
  }
}
