import ArgumentParser
import Foundation
import KnowledgeModel
import WireProtocol

/// How the process says that it failed: one line on standard error, and a status in the manner of `sysexits.h`.
enum Failure {
  static func exit(_ error: any Error, asJSON: Bool) -> Never {
    switch error {
    case is OutputClosed: Foundation.exit(0)
    case let code as ExitCode: Foundation.exit(code.rawValue)
    case let error as RosemaryError: report(error, asJSON)
    case let error as FieldError: report(error.error, asJSON)
    case is CancellationError: report(RosemaryError(.cancelled, "it was interrupted"), asJSON)
    default: exitOfParser(error, asJSON)
    }
  }

  /// Help, versions and usage errors are ArgumentParser's.
  private static func exitOfParser(_ error: any Error, _ asJSON: Bool) -> Never {
    let status = RosemaryCommand.exitCode(for: error)
    guard !status.isSuccess else { RosemaryCommand.exit(withError: error) }
    guard status == .validationFailure else {
      report(RosemaryError(.internalError, "\(error)"), asJSON)
    }
    // A sentence, the usage, and where help is: the sentence and the last are worth a line.
    let lines = RosemaryCommand.fullMessage(for: error).split(separator: "\n").map(String.init)
    var sentence = (lines.first ?? "").replacing("Error: ", with: "")
    if let hint = lines.dropFirst().last(where: { $0.contains("--help'") }),
      let start = hint.firstIndex(of: "'"), !hint.contains("'rosemary --help'")
    {
      let command = hint[hint.index(after: start)...].prefix { $0 != "'" }
      if sentence.hasSuffix(".") { sentence.removeLast() }
      sentence += "; see \(command)"
    }
    say(RosemaryError(.invalidArgument, sentence), asJSON: asJSON)
    Foundation.exit(status.rawValue)
  }

  private static func report(_ error: RosemaryError, _ asJSON: Bool) -> Never {
    say(error, asJSON: asJSON)
    Foundation.exit(status(of: error.code))
  }

  private static func say(_ error: RosemaryError, asJSON: Bool) {
    guard asJSON else {
      return Console.note("rosemary: \(error.message.replacing("\n", with: " "))\n")
    }
    let json = JSONValue.members([
      (
        "error",
        .members([("status", .string(error.code.name)), ("message", .string(error.message))])
      )
    ])
    Console.note(String(decoding: (try? json.encoded()) ?? [], as: UTF8.self) + "\n")
  }

  /// The numbers of `sysexits.h`, as far as it has one.
  static func status(of code: RosemaryError.Code) -> Int32 {
    switch code {
    case .invalidArgument, .outOfRange: 65
    case .notFound: 66
    case .unavailable, .unimplemented: 69
    case .internalError, .unknown: 70
    case .alreadyExists: 73
    case .dataLoss: 74
    case .resourceExhausted, .aborted, .deadlineExceeded: 75
    case .permissionDenied, .unauthenticated: 77
    case .failedPrecondition: 78
    case .cancelled: 130
    }
  }
}
