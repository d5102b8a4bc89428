import Belief
import KnowledgeModel
import Testing
import SeededTesting

/// One statement's weight.
private struct Claim: Hashable {
  var weight: LogOdds
  var isHedged: Bool
}

extension SeededGenerator {
  fileprivate mutating func claims() -> [Claim] {
    (0..<below(12)).map { _ in
      Claim(
        weight: LogOdds(Probability(clamping: Double(below(1_001)) / 1_000)),
        isHedged: once(in: 2))
    }
  }
}

private func sum(_ claims: [Claim]) -> Evidence {
  var evidence = Evidence()
  for claim in claims { evidence.add(claim.weight, isHedged: claim.isHedged) }
  return evidence
}

struct EvidenceTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func `neither order nor the division into channels matters`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let claims = generator.claims()
    let expected = sum(claims)
    #expect(sum(claims.shuffled(using: &generator)) == expected, "seed \(seed)")
    let cut = claims.isEmpty ? 0 : generator.below(claims.count + 1)
    let (left, right) = (sum(Array(claims[..<cut])), sum(Array(claims[cut...])))
    #expect(left + right == expected, "seed \(seed)")
    #expect(right + left == expected, "seed \(seed)")
    #expect(Evidence() + expected == expected, "seed \(seed)")
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `a denial exactly cancels an assertion of equal weight`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let claims = generator.claims() + [Claim(weight: .zero, isHedged: false)]
    let before = sum(claims)
    let weight = LogOdds(Probability(clamping: Double(generator.below(1_001)) / 1_000))
    let after = sum(
      [Claim(weight: weight, isHedged: false)] + claims + [Claim(weight: -weight, isHedged: false)])
    #expect(after.committed == before.committed, "seed \(seed)")
    #expect(after.probability == before.probability, "seed \(seed)")
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `hedges never rise above the strongest, nor lower it`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let hedges = generator.claims().map { Claim(weight: $0.weight, isHedged: true) }
    guard let strongest = hedges.map(\.weight).max() else { return }
    #expect(sum(hedges).probability == Probability(strongest), "seed \(seed)")
    let firm = Claim(weight: LogOdds(Probability(clamping: 0.8)), isHedged: false)
    #expect(sum(hedges + [firm]).probability == sum([firm]).probability, "seed \(seed)")
  }

  @Test
  func `independent firm agreement approaches certainty and stays a probability`() {
    var evidence = Evidence()
    var last = evidence.probability
    #expect(last == .half)
    for _ in 0..<40 {
      evidence.add(LogOdds(Probability(clamping: 0.8)), isHedged: false)
      #expect(evidence.probability >= last)
      last = evidence.probability
    }
    #expect(last.rawValue > 1 - 1e-12)
    #expect(last.rawValue <= 1)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `log-odds bring a probability back within half a micro-nat`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let p = Double.random(in: 2e-6...(1 - 2e-6), using: &generator)
      let back = Probability(LogOdds(Probability(clamping: p))).rawValue
      // dp = p(1 − p) dℓ, and the rounding is of half a micro-nat.
      #expect(abs(back - p) <= p * (1 - p) * 0.51e-6 + 1e-15, "seed \(seed): \(p)")
    }
  }

  @Test
  func `certainty is bounded and symmetric`() {
    for p in [0, 1e-300, .leastNonzeroMagnitude, 1e-7] as [Double] {
      #expect(LogOdds(Probability(clamping: p)) == -LogOdds.bound)
      #expect(LogOdds(Probability(clamping: 1 - p)).micronats >= LogOdds.bound.micronats - 1)
    }
    #expect(LogOdds(.half) == .zero)
    #expect(Probability(LogOdds(micronats: .max)).rawValue == 1)
    #expect(Probability(LogOdds(micronats: .min)).rawValue == 0)
    let (yes, no) = (Probability(clamping: 0.9), Probability(clamping: 0.1))
    #expect(LogOdds(yes).micronats + LogOdds(no).micronats == 0)
  }
}
