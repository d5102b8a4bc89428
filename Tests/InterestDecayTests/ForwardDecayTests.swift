import Foundation
import InterestDecay
import KnowledgeModel
import Testing
import SeededTesting

private struct Touch {
  var weight: Double
  var at: Timestamp
}

private func moment(_ seconds: Double) -> Timestamp {
  Timestamp(microseconds: Int64(seconds) * 1_000_000)
}

private func level(_ touches: [Touch], _ decay: ForwardDecay) -> Double {
  touches.reduce(-.infinity) {
    ForwardDecay.combine($0, decay.level(weight: $1.weight, at: $1.at))
  }
}

/// By definition: each touch halves with every half-life.
private func directSum(_ touches: [Touch], _ halfLife: Double, _ now: Timestamp) -> Double {
  touches.reduce(0) {
    $0 + $1.weight * pow(2, -(now.seconds - $1.at.seconds) / halfLife)
  }
}

extension SeededGenerator {
  fileprivate mutating func touches() -> [Touch] {
    (0...below(30)).map { _ in
      Touch(
        weight: pick(1, 0.5, 0.25), at: moment(1_700_000_000 + Double(below(30 * 86_400))))
    }
  }
}

struct ForwardDecayTests {
  @Test(arguments: 0..<100 as Range<UInt64>)
  func `the level is the decayed sum of the touches`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let touches = generator.touches()
    let halfLife = generator.pick(3_600.0, 86_400, 7 * 86_400, 365 * 86_400)
    let decay = ForwardDecay(halfLife: halfLife)
    let now = moment(1_700_000_000 + Double(generator.below(60 * 86_400)))
    let weight = decay.weight(level: level(touches, decay), at: now)
    let expected = directSum(touches, halfLife, now)
    #expect(abs(weight - expected) <= 1e-8 * expected, "seed \(seed)")
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `touches commute, however late they come`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let touches = generator.touches()
    let before = level(touches, .standard)
    let after = level(touches.shuffled(using: &generator), .standard)
    #expect(abs(before - after) <= 1e-9, "seed \(seed)")
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `two sums keep their order whenever one looks`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let (left, right) = (generator.touches(), generator.touches())
    let decay = ForwardDecay.standard
    let difference = level(left, decay) - level(right, decay)
    guard abs(difference) > 1e-6 else { return }
    for days in [0, 1, 30, 365] {
      let now = moment(1_703_000_000 + Double(days * 86_400))
      let (first, second) = (
        directSum(left, decay.halfLife, now), directSum(right, decay.halfLife, now)
      )
      #expect((first > second) == (difference > 0), "seed \(seed), after \(days) days")
    }
  }

  @Test
  func `centuries overflow nothing`() {
    let decay = ForwardDecay(halfLife: 60)
    let years = [1, 1970, 2020, 2500, 9999].map {
      Timestamp(day: .init(year: $0, month: 1, day: 1))
    }
    var sum = -Double.infinity
    for year in years {
      let level = decay.level(weight: 1, at: year)
      #expect(level.isFinite)
      sum = ForwardDecay.combine(sum, level)
      #expect(sum.isFinite)
      #expect(abs(decay.weight(level: level, at: year) - 1) < 1e-4)
    }
    #expect(sum == decay.level(weight: 1, at: years[4]))
  }

  @Test
  func `nothing and nothing make nothing`() {
    let nothing = -Double.infinity
    #expect(ForwardDecay.combine(nothing, nothing) == nothing)
    #expect(ForwardDecay.combine(nothing, 3) == 3)
    #expect(ForwardDecay.combine(3, nothing) == 3)
    #expect(ForwardDecay.standard.weight(level: nothing, at: moment(0)) == 0)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `no sums of so many rows pass their ceiling`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let rows = (0...generator.below(40)).map { _ in Double(generator.below(50)) / 10 }
    let sum = rows.reduce(-.infinity, ForwardDecay.combine)
    let ceiling = ForwardDecay.ceiling(of: rows.max() ?? 0, rows: Double(rows.count))
    #expect(sum <= ceiling + 1e-12, "seed \(seed)")
  }
}
