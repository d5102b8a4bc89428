/// What a scalar is to the tokenizer.
enum ScalarClass {
  /// White space, controls and invisible formatting: what stands between tokens.
  case space
  case letter
  case digit
  /// Combines with what stands before it.
  case mark
  case emoji
  case punctuation
  case symbol

  var isInWord: Bool {
    switch self {
    case .letter, .digit, .mark: true
    default: false
    }
  }
}

extension ScalarClass {
  /// The class of an ASCII byte.
  init(ascii byte: UInt8) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      self = .letter
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit
    case 0...32, 127: self = .space
    case UInt8(ascii: "$"), UInt8(ascii: "+"), UInt8(ascii: "<"), UInt8(ascii: "="),
      UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"),
      UInt8(ascii: "~"), UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "&"),
      UInt8(ascii: "*"), UInt8(ascii: "@"), UInt8(ascii: "\\"), UInt8(ascii: "_"):
      self = .symbol
    default: self = .punctuation
    }
  }

  /// The class of any scalar, by its general category and Unicode's emoji properties.
  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case ..<0x80: self.init(ascii: UInt8(scalar.value))
    case 0xC0...0x24F: self = scalar.value == 0xD7 || scalar.value == 0xF7 ? .symbol : .letter
    // Joiners, variation selectors and soft hyphens belong to what they stand in.
    case 0x200C, 0x200D, 0xAD, 0xFE00...0xFE0F: self = .mark
    default: self.init(category: scalar)
    }
  }

  private init(category scalar: Unicode.Scalar) {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber:
      self = .letter
    case .decimalNumber: self = .digit
    case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format: self = .space
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      self = .punctuation
    case .modifierSymbol:
      self = scalar.properties.isEmojiModifier ? .emoji : .symbol
    default:
      self = scalar.properties.isEmoji || scalar.properties.isEmojiPresentation ? .emoji : .symbol
    }
  }
}

extension Array<UInt8> {
  /// The scalar that starts at `index`, and its length in bytes.
  ///
  /// A byte that starts no well-formed sequence is U+FFFD, one byte long, so that a walk over any bytes
  /// ends.
  func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = self[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, index + length <= count else { return ("\u{FFFD}", 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let byte = self[index + offset]
      guard byte & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let isOverlong = length == 3 && value < 0x800 || length == 4 && value < 0x10000
    guard !isOverlong, let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }

  /// The class of the scalar that starts at `index`, and its length in bytes.
  @inline(__always)
  func scalarClass(at index: Int) -> (class: ScalarClass, length: Int) {
    let byte = self[index]
    if byte < 0x80 { return (ScalarClass(ascii: byte), 1) }
    let (scalar, length) = scalar(at: index)
    return (ScalarClass(scalar), length)
  }

  /// Whether a letter, digit or mark starts at `index`; false at the end.
  @inline(__always)
  func isInWord(at index: Int) -> Bool {
    index < count && scalarClass(at: index).class.isInWord
  }

  /// Whether `ascii` stands at `index`, its letters in either case; `ascii` itself in lower case.
  func matches(_ ascii: StaticString, at index: Int) -> Bool {
    guard index >= 0, index + ascii.utf8CodeUnitCount <= count else { return false }
    return ascii.withUTF8Buffer { expected in
      for (offset, byte) in expected.enumerated()
      where self[index + offset].asciiLowercased != byte {
        return false
      }
      return true
    }
  }
}

extension UInt8 {
  /// ASCII capitals in lower case, every other byte as it is.
  @inline(__always)
  var asciiLowercased: UInt8 {
    self >= 65 && self <= 90 ? self | 0x20 : self
  }

  @inline(__always) var isASCIIUppercase: Bool { self >= 65 && self <= 90 }
  @inline(__always) var isASCIILowercase: Bool { self >= 97 && self <= 122 }
  @inline(__always) var isASCIIDigit: Bool { self >= 48 && self <= 57 }
  @inline(__always) var isASCIILetter: Bool { asciiLowercased.isASCIILowercase }
  @inline(__always) var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
}
