import ArgumentParser
import Foundation
import KnowledgeModel
import Logging
import Server
import ServiceLifecycle
import UnixSignals

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the workspaces of a data folder over the line protocol.",
    discussion: """
      Newline-delimited JSON-RPC 2.0. SIGTERM and SIGINT finish what was acknowledged, then stop; after \
      SIGKILL the next start goes on where this one ended.

        rosemary serve --data /var/lib/rosemary --listen 127.0.0.1:7411
        rosemary serve --listen 0.0.0.0:7411 --tokens tokens.txt
        rosemary serve --listen /run/rosemary.sock
      """)

  @OptionGroup var data: DataOptions

  @Option(
    help: "HOST:PORT or a socket's path; may be given several times. Port 0 takes a free one.")
  var listen: [String] = ["127.0.0.1:7411"]

  @Option(
    help: "A file of lines TOKEN WORKSPACE PRINCIPAL read|write|admin; needed beyond this machine.")
  var tokens: String?

  @Option(help: "trace, debug, info, notice, warning, error or critical.")
  var logLevel = "info"

  func run() async throws {
    guard let level = Logger.Level(rawValue: logLevel) else {
      throw ValidationError("--log-level \(logLevel): write one of trace … critical")
    }
    let logger = Log.make(level: level)
    let addresses = try listen.map { text in
      guard let address = ServerAddress(text) else {
        throw ValidationError("--listen \(text): write HOST:PORT or a path")
      }
      return address
    }
    let access = try tokens.map { try Access(file: $0) } ?? .open
    if access.isOpen, let open = addresses.first(where: { !$0.isLocal }) {
      throw ValidationError(
        "--listen \(open) is reachable from other machines: hand out tokens by --tokens")
    }
    guard let folder = try DataFolder(taking: data.folder) else {
      throw RosemaryError(
        .failedPrecondition,
        "another rosemary has \(data.folder): stop it, or name another folder by --data")
    }
    let registry = WorkspaceRegistry(folder: folder, clock: SystemClock.now, logger: logger)
    let server = LineServer(
      acceptor: Dispatcher(
        registry: registry, access: access, version: RosemaryCommand.version,
        clock: SystemClock.now),
      addresses: addresses + [.unix(path: DataFolder.socketPath(of: folder.path))],
      logger: logger
    ) { bound in
      let places = bound.map(\.description).joined(separator: ", ")
      logger.info("listening", metadata: ["addresses": "\(places)", "data": "\(folder.path)"])
    }
    // The server stops first, so that no call is cut off from its workspace.
    let group = ServiceGroup(
      configuration: .init(
        services: [.init(service: registry), .init(service: server)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
    logger.info("stopped")
  }
}

/// Diagnostics go to standard error, results to standard output.
enum Log {
  /// Tells only what goes wrong.
  static let quiet = make(level: .warning)

  static func make(level: Logger.Level) -> Logger {
    var logger = Logger(label: "rosemary") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
  }
}
