/// The names of an object's fields on the wire.
public protocol FieldName: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// The fields of one JSON object, each known by name and given at most once.
public struct FieldReader<Name: FieldName> {
  private let members: [JSONValue.Member]

  /// - Throws: for anything but an object, for a field that `Name` does not list, and for a field
  ///   given twice.
  /// - Complexity: O(fields²) in the number of known fields, whatever was sent.
  public init(_ value: JSONValue) throws(FieldError) {
    guard case .object(let members) = value else {
      throw FieldError("\(value.excerpt) is not an object")
    }
    for (index, member) in members.enumerated() {
      guard Name(rawValue: member.name) != nil else {
        let known = Name.allCases.map(\.rawValue)
        let remedy =
          known.isEmpty
          ? "none are known here" : "the known ones are " + known.joined(separator: ", ")
        throw FieldError("no such field; \(remedy)").inside(shortened(member.name))
      }
      guard !members[..<index].contains(where: { $0.name == member.name }) else {
        throw FieldError("the field is given twice; give it once").inside(member.name)
      }
    }
    self.members = members
  }

  /// The value of a field; nil where it is missing or null.
  public subscript(name: Name) -> JSONValue? {
    let value = members.first { $0.name == name.rawValue }?.value
    return value == .null ? nil : value
  }

  /// A field that may be missing; null counts as missing.
  public func optional<Value>(_ name: Name, _ rule: Rule<Value>) throws(FieldError) -> Value? {
    guard let value = self[name] else { return nil }
    do { return try rule.read(value) } catch { throw error.inside(name.rawValue) }
  }

  /// A field that must be there.
  public func required<Value>(_ name: Name, _ rule: Rule<Value>) throws(FieldError) -> Value {
    guard let value = try optional(name, rule) else {
      throw FieldError("the field is missing").inside(name.rawValue)
    }
    return value
  }
}
