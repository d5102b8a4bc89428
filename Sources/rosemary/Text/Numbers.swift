/// `12,345`.
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return number < 0 ? "-" + text : text
}

/// A number with exactly `places` digits after the point.
func fixed(_ number: Double, _ places: Int) -> String {
  guard number.isFinite, number.magnitude < 1e12 else { return "\(number)" }
  let scale = (0..<places).reduce(1) { power, _ in power * 10 }
  let whole = Int((number.magnitude * Double(scale)).rounded())
  let sign = number < 0 && whole > 0 ? "-" : ""
  guard places > 0 else { return sign + String(whole) }
  let fraction = String(whole % scale)
  return sign + "\(whole / scale)."
    + String(repeating: "0", count: places - fraction.count) + fraction
}

/// `1 message`, `2 messages`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}
