import KnowledgeModel
import Testing
import WireProtocol

@testable import Server

private typealias Action = ConnectionStateMachine.LineAction

private func call(_ id: Int64, _ meta: Meta = Meta()) -> ValidatedCall {
  ValidatedCall(id: .integer(id), params: .adminHealth, meta: meta)
}

private func error(_ action: ConnectionStateMachine.LineAction) throws -> RosemaryError? {
  guard case .reply(let line) = action, case .failure(let error) = try Reply(line: line).result
  else { return nil }
  return error
}

struct ConnectionStateMachineTests {
  @Test func `a call is answered once`() {
    var machine = ConnectionStateMachine(runningLimit: 4)
    #expect(machine.receive(.success(.call(call(7)))) == .accept(1, call(7)))
    machine.began(1)
    let first = machine.answered(1)
    let second = machine.answered(1)
    #expect(first == .integer(7))
    #expect(second == nil)
  }

  @Test func `an id under way is refused, and may be used again after its reply`() throws {
    var machine = ConnectionStateMachine(runningLimit: 4)
    _ = machine.receive(.success(.call(call(7))))
    machine.began(1)
    let refused = try error(machine.receive(.success(.call(call(7)))))
    #expect(refused?.message.contains("still under way") == true)
    _ = machine.answered(1)
    // The work of the first goes on; its id is free.
    #expect(machine.receive(.success(.call(call(7)))) == .accept(2, call(7)))
    machine.began(2)
    machine.ended(1)
    #expect(machine.receive(.success(.cancel(.integer(7)))) == .cancel(2))
  }

  @Test func `a cancellation reaches only a call that runs`() {
    var machine = ConnectionStateMachine(runningLimit: 4)
    #expect(machine.receive(.success(.cancel(.integer(7)))) == .none)
    _ = machine.receive(.success(.call(call(7))))
    machine.began(1)
    #expect(machine.receive(.success(.cancel(.string("7")))) == .none)
    #expect(machine.receive(.success(.cancel(.integer(7)))) == .cancel(1))
    _ = machine.answered(1)
    #expect(machine.receive(.success(.cancel(.integer(7)))) == .none)
  }

  @Test func `the session's meta stands in for what a call leaves out`() {
    var machine = ConnectionStateMachine(runningLimit: 4)
    let meta = Meta(
      workspace: WorkspaceName(rawValue: "w"), principal: Principal(rawValue: "alice"))
    machine.sessionOpened(meta)
    let bob = Meta(principal: Principal(rawValue: "bob"))
    let expected = Meta(workspace: meta.workspace, principal: bob.principal)
    #expect(machine.receive(.success(.call(call(1)))) == .accept(1, call(1, meta)))
    #expect(machine.receive(.success(.call(call(2, bob)))) == .accept(2, call(2, expected)))
  }

  @Test func `room is for so many running calls, answered or not`() {
    var machine = ConnectionStateMachine(runningLimit: 2)
    for serial in 1...2 as ClosedRange<UInt64> {
      let hadRoom = machine.hasRoom
      #expect(hadRoom)
      _ = machine.receive(.success(.call(call(Int64(serial)))))
      machine.began(serial)
    }
    _ = machine.answered(1)
    var hasRoom = machine.hasRoom
    #expect(!hasRoom)
    machine.ended(1)
    hasRoom = machine.hasRoom
    #expect(hasRoom)
  }

  @Test func `a draining connection refuses calls and is idle when the last has ended`() throws {
    var machine = ConnectionStateMachine(runningLimit: 2)
    _ = machine.receive(.success(.call(call(1))))
    machine.began(1)
    machine.drain()
    let refused = try error(machine.receive(.success(.call(call(2)))))
    #expect(refused?.code == .unavailable)
    #expect(refused?.retryAfter != nil)
    // A call under way can still be cancelled.
    #expect(machine.receive(.success(.cancel(.integer(1)))) == .cancel(1))
    _ = machine.answered(1)
    var isIdle = machine.isIdle
    #expect(!isIdle)
    machine.ended(1)
    isIdle = machine.isIdle
    #expect(isIdle)
  }

  @Test(arguments: 0..<50)
  func `whatever happens, each call is answered once and ids never mix`(seed: UInt64) {
    var machine = ConnectionStateMachine(runningLimit: 3)
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var unanswered: [UInt64: CallID] = [:]
    var running: Set<UInt64> = []
    for _ in 0..<400 {
      let id = CallID.integer(Int64(random(5)))
      switch random(4) {
      case 0 where machine.hasRoom:
        let call = ValidatedCall(id: id, params: .adminHealth)
        let isUnderWay = unanswered.values.contains(id)
        guard case .accept(let serial, _) = machine.receive(.success(.call(call))) else {
          #expect(isUnderWay, "seed \(seed)")
          continue
        }
        #expect(!isUnderWay, "seed \(seed)")
        machine.began(serial)
        unanswered[serial] = id
        running.insert(serial)
      case 1:
        let expected = unanswered.first { $0.value == id }?.key
        let action = machine.receive(.success(.cancel(id)))
        #expect(action == (expected.map { .cancel($0) } ?? .none), "seed \(seed)")
      default:
        guard let serial = running.randomElementByHash(random) else { continue }
        let answered = machine.answered(serial)
        #expect(answered == unanswered.removeValue(forKey: serial), "seed \(seed)")
        if random(2) == 0 {
          machine.ended(serial)
          running.remove(serial)
        }
      }
      let (hasRoom, isIdle) = (machine.hasRoom, machine.isIdle)
      #expect(hasRoom == (running.count < 3) && isIdle == running.isEmpty, "seed \(seed)")
    }
  }
}

extension Set<UInt64> {
  fileprivate func randomElementByHash(_ random: (Int) -> Int) -> UInt64? {
    isEmpty ? nil : sorted()[random(count)]
  }
}
