/// How a lemma is made from a word: keep or lower its case, cut scalars off its end, append; or replace
/// it whole.
struct LemmaScript: Hashable, Sendable {
  private enum Edit: Hashable {
    case replace(String)
    case edit(lowers: Bool, cut: Int, append: String)
  }

  private let edit: Edit

  /// As in the model: `=be` replaces, `l1+y` lowers, cuts one scalar and appends y, `k0+` keeps all.
  /// Nil for anything else.
  init?(_ description: String) {
    guard let first = description.first else { return nil }
    let rest = description.dropFirst()
    switch first {
    case "=": edit = .replace(String(rest))
    case "l", "k":
      guard let plus = rest.firstIndex(of: "+"), let cut = Int(rest[..<plus]), cut >= 0 else {
        return nil
      }
      edit = .edit(
        lowers: first == "l", cut: cut, append: String(rest[rest.index(after: plus)...]))
    default: return nil
    }
  }

  /// Never empty where the word is not.
  /// - Complexity: O(n).
  func apply(to word: String) -> String {
    switch edit {
    case .replace(let lemma): return lemma
    case .edit(let lowers, let cut, let append):
      var scalars = String.UnicodeScalarView()
      for scalar in word.unicodeScalars {
        if lowers, scalar.value >= 0x41 {
          scalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        } else {
          scalars.append(scalar)
        }
      }
      scalars.removeLast(min(cut, scalars.count))
      let lemma = String(scalars) + append
      return lemma.isEmpty ? word : lemma
    }
  }
}
