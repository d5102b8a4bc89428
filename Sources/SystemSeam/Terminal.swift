import Glibc

/// What the streams of the process lead to.
public enum Terminal {
  /// One of the process's two outputs.
  public enum Stream: CInt, Sendable {
    case output = 1
    case errors = 2
  }

  /// Whether somebody watches.
  public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// How many columns it shows; nil for anything but a terminal.
  public static func columns(_ stream: Stream) -> Int? {
    var size = winsize()
    guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Lets writing to a closed pipe fail with an error, instead of ending the process half-way.
  public static func surviveClosedPipes() {
    signal(SIGPIPE, SIG_IGN)
  }
}
