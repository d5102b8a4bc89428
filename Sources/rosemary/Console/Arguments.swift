public import ArgumentParser
public import KnowledgeModel

extension Timestamp: ExpressibleByArgument {
  /// ISO 8601 with a zone.
  public init?(argument: String) { self.init(argument) }
}
