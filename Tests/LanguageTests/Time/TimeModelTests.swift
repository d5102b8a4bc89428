import Foundation
import KnowledgeModel
import Language
import Testing

/// Real expressions with their TIMEX, for measuring only.
struct TimeModelTests {
  private struct Case: Decodable {
    struct Expression: Decodable {
      var text: String
      var type: String
      var resolution: Resolution?

      enum CodingKeys: String, CodingKey {
        case text = "Text"
        case type = "TypeName"
        case resolution = "Resolution"
      }
    }

    struct Resolution: Decodable {
      var values: [Value]
    }

    struct Value: Decodable {
      var timex: String?
    }

    struct Context: Decodable {
      var reference: String?

      enum CodingKeys: String, CodingKey {
        case reference = "ReferenceDateTime"
      }
    }

    var input: String
    var context: Context?
    var results: [Expression]

    enum CodingKeys: String, CodingKey {
      case input = "Input"
      case context = "Context"
      case results = "Results"
    }

    var reference: Timestamp {
      let written = context?.reference ?? "2016-11-07T00:00:00"
      return Timestamp(written.prefix(19) + "Z") ?? Timestamp(microseconds: 0)
    }

    var expected: [Expression] { results.filter { $0.type.hasPrefix("datetimeV2") } }
  }

  private static let file: URL? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.deletingLastPathComponent()
      .appending(path: "shared/data/time/datetime-model.dev.json")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }()

  @Test(.enabled(if: file != nil, "no ../shared/data/time here"))
  func `most expressions of the development data have their extent and TIMEX`() throws {
    let cases = try JSONDecoder().decode(
      [Case].self, from: try Data(contentsOf: try #require(Self.file)))
    var (wanted, found, extents, timexes) = (0, 0, 0, 0)
    for item in cases {
      let text = try Tokenizer().tokenize(item.input)
      var left = TimeTagger().expressions(in: text, reference: item.reference, offsetMinutes: 0)
      found += left.count
      for result in item.expected {
        wanted += 1
        guard
          let index = left.firstIndex(where: { $0.text.lowercased() == result.text.lowercased() })
        else { continue }
        let expression = left.remove(at: index)
        extents += 1
        let values = result.resolution?.values ?? []
        if values.contains(where: { ($0.timex ?? "") == expression.timex }) { timexes += 1 }
      }
    }
    let f1 = 2 * Double(extents) / Double(wanted + found)
    #expect(wanted > 0)
    #expect(f1 > 0.97)
    #expect(Double(timexes) / Double(wanted) > 0.95)
  }
}
