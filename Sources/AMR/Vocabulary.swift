public import KnowledgeModel

extension Frame {
  /// ARG0 says ARG1 to ARG2.
  public static let say = Frame(rawValue: "say-01")
  /// ARG1 holds.
  public static let `true` = Frame(rawValue: "true-01")
  /// ARG0 asks ARG2 to do ARG1.
  public static let request = Frame(rawValue: "request-01")
  /// ARG0 asks ARG2 the question ARG1.
  public static let ask = Frame(rawValue: "ask-01")
  /// ARG1 may hold.
  public static let possible = Frame(rawValue: "possible-01")

  /// Frames that no word needs to evoke: the message's envelope says the first, its every assertion the
  /// second.
  public static let unevoked: Set<Frame> = [.say, .true]
}

extension Role {
  public static let arg0 = Role(rawValue: "ARG0")
  public static let arg1 = Role(rawValue: "ARG1")
  public static let arg2 = Role(rawValue: "ARG2")
  public static let topic = Role(rawValue: "topic")
}
