import Foundation
import KnowledgeModel

/// The one door to the wall clock.
enum SystemClock {
  @Sendable static func now() -> Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
