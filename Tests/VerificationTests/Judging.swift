// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Signing
import Synchronization
import TestSupport
import Testing
import Trust

@testable import Verification

let now = VirtualDeployment.now
let day = VirtualDeployment.day

extension VirtualDeployment {
    /// The verdict on a code by a verifier that has seen nothing before.
    func judge(
        _ text: String,
        at time: Int64 = now,
        requiring required: Set<ComponentKey> = [],
        showing shown: Set<ComponentKey>? = nil,
        terminal: String? = nil,
        challenge: [UInt8]? = nil,
        memory: TrustMemory? = nil,
        lookUp: Circumstances.LookUp = .unavailable
    ) throws -> Verdict {
        Verifier(crypto: crypto)
            .judge(
                text,
                in: Circumstances(
                    now: time,
                    trust: try snapshot(),
                    memory: memory,
                    policy: Policy(required: required, shown: shown, terminal: terminal),
                    challenge: challenge,
                    lookUp: lookUp
                )
            )
    }
}

extension Verdict {
    /// The codes of the reasons, the worst first.
    var codes: [ReasonCode] { reasons.map(\.code) }

    /// What came of a check; each is made once.
    subscript(name: CheckName) -> CheckResult.State? {
        let found = checks.filter { $0.name == name }
        return found.count == 1 ? found[0].state : nil
    }

    /// Nothing about a person is in it.
    var showsNothing: Bool {
        identity == .notDisclosed && card == CardFinding(state: .notDisclosed)
            && relief == ReliefFinding(state: .notDisclosed) && payments.isEmpty
            && health == HealthFinding(state: .notDisclosed)
    }
}

/// Expects a rejection for these reasons alone, in this order.
func expectRejected(
    _ verdict: Verdict,
    _ codes: ReasonCode...,
    at location: SourceLocation = #_sourceLocation
) {
    #expect(verdict.outcome == .reject, sourceLocation: location)
    #expect(verdict.codes == codes, sourceLocation: location)
}

/// Expects a review for these reasons alone, in this order.
func expectReview(_ verdict: Verdict, _ codes: ReasonCode..., at location: SourceLocation = #_sourceLocation) {
    #expect(verdict.outcome == .review, sourceLocation: location)
    #expect(verdict.codes == codes, sourceLocation: location)
}

/// Expects nothing to be against a code.
func expectAccepted(_ verdict: Verdict, at location: SourceLocation = #_sourceLocation) {
    #expect(verdict.outcome == .accept, sourceLocation: location)
    #expect(verdict.codes == [], sourceLocation: location)
}

/// A memory of codes in this process, which can be broken.
final class LocalReplayMemory: ReplayMemory {
    struct Broken: Error {}

    let reach: Evidence.Replay
    let isBroken: Bool
    private let seen = Mutex<[ReplayKey: Int64]>([:])

    init(reach: Evidence.Replay = .local, isBroken: Bool = false) {
        self.reach = reach
        self.isBroken = isBroken
    }

    /// What is remembered, and until when.
    var remembered: [ReplayKey: Int64] { seen.withLock { $0 } }

    func remember(_ key: ReplayKey, until: Int64, issuedAt: Int64) async throws -> Bool {
        guard !isBroken else { throw Broken() }
        return seen.withLock { $0.updateValue(until, forKey: key) == nil }
    }
}
