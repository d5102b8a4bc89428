import KnowledgeModel
import StoreTesting
import Testing

@testable import GraphStore

struct FailingDiskTests {
  @Test(arguments: [
    (FaultyDisk.Failure.full, RosemaryError.Code.resourceExhausted),
    (.write, .unavailable), (.sync, .unavailable),
  ])
  func `a commit on a failing disk is refused whole, and the next one works`(
    failure: FaultyDisk.Failure, code: RosemaryError.Code
  ) async throws {
    var workload = Workload(seed: 7)
    let disk = try FaultyDisk()
    let store = try disk.open()
    let extractor = ScriptedExtractor()
    var model = PlainWorkspace()
    var results: [UnderstoodMessage] = []
    var refused = 0
    for nth in 1...60 {
      let submissions = workload.submissions(3)
      disk.fail(at: 1 + nth % 20, failure)
      do {
        let commit = try await store.commit(
          submissions, understood: results, at: Timestamp(microseconds: 0))
        results.forEach { model.understand($0) }
        submissions.forEach { _ = model.apply($0) }
        commit.waiting.forEach { model.await($0) }
        results = commit.waiting.map(extractor.understand)
      } catch {
        refused += 1
        #expect(error.code == code, "\(error)")
      }
      let (here, there) = (model.contents(), try await store.contents())
      #expect(here == there, "operation \(nth): \(here.differences(from: there))")
    }
    #expect(refused > 5)
    disk.fail(at: 1, times: 0, failure)
    _ = try await store.commit([], understood: results, at: Timestamp(microseconds: 0))
    results.forEach { model.understand($0) }
    #expect(model.contents() == (try await store.contents()))
    let report = try await store.verify()
    #expect(report.isSound, "\(report.checks)")
    try store.close()
  }
}
