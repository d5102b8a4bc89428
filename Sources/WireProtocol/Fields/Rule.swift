public import KnowledgeModel

/// How a JSON value of one kind is checked and read.
public struct Rule<Value>: Sendable {
  public let read: @Sendable (JSONValue) throws(FieldError) -> Value

  public init(_ read: @escaping @Sendable (JSONValue) throws(FieldError) -> Value) {
    self.read = read
  }

  /// The error of a value of the wrong kind.
  static func mismatch(_ value: JSONValue, due: String) -> FieldError {
    FieldError("\(value.excerpt) is not \(due)")
  }
}

extension Rule where Value == String {
  /// A text of so many bytes of UTF-8, without U+0000.
  public static func text(_ bytes: ClosedRange<Int>) -> Rule {
    Rule { (value: JSONValue) throws(FieldError) -> String in
      guard case .string(let text) = value else { throw mismatch(value, due: "a string") }
      let count = text.utf8.count
      guard count >= bytes.lowerBound else { throw FieldError("the string is empty") }
      guard count <= bytes.upperBound else {
        throw FieldError(
          "\"\(shortened(text))\" has \(count) bytes; the limit is \(bytes.upperBound)")
      }
      guard !text.utf8.contains(0) else {
        throw FieldError("the string holds U+0000; remove it")
      }
      return text
    }
  }

  /// A text on one line: no control characters.
  static func line(_ bytes: ClosedRange<Int>) -> Rule {
    let text = Rule.text(bytes)
    return Rule { (value: JSONValue) throws(FieldError) -> String in
      let line = try text.read(value)
      guard !line.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
        throw FieldError("\"\(shortened(line))\" holds a control character; remove it")
      }
      return line
    }
  }

  /// An external id: of a message, channel, user, thread.
  public static var identifier: Rule { .line(1...Limits.identifierBytes) }
  /// A text of a result, bounded by the line that holds it.
  static var anyText: Rule { .text(0...Limits.lineBytes) }
  /// A name of something, for people.
  public static var name: Rule { .line(1...Limits.nameBytes) }
}

extension Rule where Value == Int {
  /// An integer within a range; `3.0` is none.
  public static func integer(_ range: ClosedRange<Int>) -> Rule {
    Rule { (value: JSONValue) throws(FieldError) -> Int in
      guard case .integer(let integer) = value else { throw mismatch(value, due: "an integer") }
      guard let number = Int(exactly: integer), range.contains(number) else {
        throw FieldError(
          "\(integer) is out of range; write \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }
}

extension Rule where Value == Int {
  /// A count or a place in the log, as results hold them.
  static var count: Rule { .integer(0 ... .max) }
}

extension Rule where Value == Double {
  /// A finite number within a range.
  public static func number(_ range: ClosedRange<Double>) -> Rule {
    Rule { (value: JSONValue) throws(FieldError) -> Double in
      let number: Double
      switch value {
      case .integer(let integer): number = Double(integer)
      case .number(let double): number = double
      default: throw mismatch(value, due: "a number that a double holds")
      }
      guard range.contains(number) else {
        throw FieldError(
          "\(number) is out of range; write \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }
}

extension Rule where Value == Double {
  /// Any finite number, as results hold them.
  static var anyNumber: Rule {
    .number(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
  }
}

extension Rule where Value == Bool {
  public static var boolean: Rule {
    Rule { (value: JSONValue) throws(FieldError) -> Bool in
      guard case .bool(let boolean) = value else {
        throw mismatch(value, due: "a boolean; write true or false")
      }
      return boolean
    }
  }
}

extension Rule where Value == Timestamp {
  /// A moment: ISO 8601 with a zone.
  public static var time: Rule {
    Rule { (value: JSONValue) throws(FieldError) -> Timestamp in
      guard case .string(let text) = value, text.utf8.count <= 64, let time = Timestamp(text)
      else {
        throw mismatch(value, due: "an ISO 8601 time with a zone; write 2024-05-02T16:20:00Z")
      }
      return time
    }
  }
}

extension Rule where Value == JSONValue {
  /// Any value.
  static var any: Rule { Rule { (value: JSONValue) throws(FieldError) -> JSONValue in value } }
}

extension Rule {
  /// An array of so many elements.
  public static func list<Element>(
    _ element: Rule<Element>, _ count: ClosedRange<Int>
  ) -> Rule where Value == [Element] {
    Rule { (value: JSONValue) throws(FieldError) -> [Element] in
      guard case .array(let values) = value else { throw mismatch(value, due: "an array") }
      guard values.count >= count.lowerBound else { throw FieldError("the array is empty") }
      guard values.count <= count.upperBound else {
        throw FieldError(
          "\(values.count) elements; the limit is \(count.upperBound), so send several calls")
      }
      var elements: [Element] = []
      elements.reserveCapacity(values.count)
      for (index, value) in values.enumerated() {
        do throws(FieldError) {
          elements.append(try element.read(value))
        } catch {
          throw error.inside(element: index)
        }
      }
      return elements
    }
  }
}

extension Rule where Value: FieldName {
  /// One of a closed list of words.
  public static var choice: Rule {
    Rule { (value: JSONValue) throws(FieldError) -> Value in
      guard case .string(let text) = value, let name = Value(rawValue: text) else {
        let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
        throw FieldError("\(value.excerpt) is not known here; write one of \(known)")
      }
      return name
    }
  }
}

extension Rule where Value: WireObject {
  /// An object with fields of its own.
  public static var object: Rule {
    Rule { (value: JSONValue) throws(FieldError) -> Value in try Value(json: value) }
  }
}
