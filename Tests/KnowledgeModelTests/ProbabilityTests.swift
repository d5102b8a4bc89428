import KnowledgeModel
import Testing

struct ProbabilityTests {
  @Test
  func `a probability lies between nought and one`() {
    for value in [0, 1, 0.5, .leastNonzeroMagnitude, 1 - .ulpOfOne] as [Double] {
      #expect(Probability(rawValue: value)?.rawValue == value)
      #expect(Probability(clamping: value).rawValue == value)
    }
    for value in [-0.1, 1.1, .infinity, -.infinity, .nan, -.leastNonzeroMagnitude] as [Double] {
      #expect(Probability(rawValue: value) == nil)
      #expect((0...1).contains(Probability(clamping: value).rawValue))
    }
    #expect(Probability(clamping: .nan) == .half)
  }

  @Test
  func `every code has its own name`() {
    let codes = RosemaryError.Code.allCases
    #expect(Set(codes.map(\.name)).count == 16)
    #expect(codes.map(\.rawValue) == Array(1...16))
  }
}
