// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

@Suite struct ReplayTests {
    private func circumstances(
        _ deployment: VirtualDeployment,
        lookUp: Circumstances.LookUp = .unavailable
    ) throws -> Circumstances {
        Circumstances(now: now, trust: try deployment.snapshot(), lookUp: lookUp)
    }

    @Test(arguments: [Evidence.Replay.local, .checked])
    func `a code is good once`(reach: Evidence.Replay) async throws {
        let deployment = try VirtualDeployment()
        let (verifier, memory) = (Verifier(crypto: deployment.crypto), LocalReplayMemory(reach: reach))
        let code = try deployment.dynamic()
        let first = await verifier.verify(code, in: try circumstances(deployment), replay: memory)
        expectAccepted(first)
        #expect(first[.replay] == .passed)
        #expect(first.evidence.replay == reach)
        #expect(Array(memory.remembered.values) == [now + 60 + 30])
        let second = await verifier.verify(code, in: try circumstances(deployment), replay: memory)
        expectRejected(second, .replayed)
        #expect(second[.replay] == .failed)
        #expect(second.evidence.replay == reach)
    }

    @Test func `another signature makes no other code`() async throws {
        let deployment = try VirtualDeployment()
        let (verifier, memory) = (Verifier(crypto: deployment.crypto), LocalReplayMemory())
        let code = try deployment.dynamic()
        let again = try deployment.resigned(code)
        #expect(code != again)
        expectAccepted(await verifier.verify(code, in: try circumstances(deployment), replay: memory))
        expectRejected(await verifier.verify(again, in: try circumstances(deployment), replay: memory), .replayed)
    }

    @Test func `the next code of a credential, and the same id of another, are new`() async throws {
        let deployment = try VirtualDeployment()
        let (verifier, memory) = (Verifier(crypto: deployment.crypto), LocalReplayMemory())
        let credential = try deployment.credential()
        let id: CBOR = .bytes([UInt8](repeating: 7, count: 8))
        let codes = [
            try deployment.dynamic(credential), try deployment.dynamic(credential),
            try deployment.resigned(deployment.dynamic(credential), claims: [ClaimKey.cwtID: id]),
            try deployment.resigned(deployment.dynamic(), claims: [ClaimKey.cwtID: id]),
        ]
        for code in codes {
            expectAccepted(await verifier.verify(code, in: try circumstances(deployment), replay: memory))
        }
        #expect(memory.remembered.count == 4)
    }

    @Test func `what is refused anyway is not remembered, nor what the holder did not sign`() async throws {
        let deployment = try VirtualDeployment()
        let (verifier, memory) = (Verifier(crypto: deployment.crypto), LocalReplayMemory())
        let credential = try deployment.credential()
        let good = try deployment.dynamic(credential)
        let refused = [
            try deployment.resigned(good, by: PrivateKey.generate(.p256)),
            try deployment.dynamic(credential, audience: "urn:other"),
            try deployment.dynamic(credential, at: now - 100), "HYM1:0",
        ]
        for code in refused {
            let verdict = await verifier.verify(code, in: try circumstances(deployment), replay: memory)
            #expect(verdict.outcome == .reject)
            #expect(verdict[.replay] == .skipped)
            #expect(verdict.evidence.replay == .skipped)
        }
        // Nobody could confirm the holder, or nobody claims to be one.
        let reference = try deployment.reference(credential)
        for code in [reference, try deployment.printed()] {
            let verdict = await verifier.verify(code, in: try circumstances(deployment), replay: memory)
            #expect(verdict.outcome == .review)
            #expect(verdict[.replay] == .skipped)
        }
        #expect(memory.remembered.isEmpty)
        expectAccepted(await verifier.verify(good, in: try circumstances(deployment), replay: memory))
        let found = try circumstances(deployment, lookUp: deployment.recorded(credential))
        expectAccepted(await verifier.verify(reference, in: found, replay: memory))
        expectRejected(await verifier.verify(reference, in: found, replay: memory), .replayed)
    }

    @Test func `a code to be reviewed is remembered, for a person may let it pass`() async throws {
        var deployment = try VirtualDeployment()
        deployment.hasStatusList = false
        let (verifier, memory) = (Verifier(crypto: deployment.crypto), LocalReplayMemory())
        let code = try deployment.dynamic()
        expectReview(await verifier.verify(code, in: try circumstances(deployment), replay: memory), .statusUnknown)
        let second = await verifier.verify(code, in: try circumstances(deployment), replay: memory)
        expectRejected(second, .replayed, .statusUnknown)
    }

    @Test func `a memory that fails, or none, cannot give accept`() async throws {
        let deployment = try VirtualDeployment()
        let verifier = Verifier(crypto: deployment.crypto)
        for memory in [LocalReplayMemory(isBroken: true), nil] {
            let verdict = await verifier.verify(
                try deployment.dynamic(),
                in: try circumstances(deployment),
                replay: memory
            )
            expectReview(verdict, .replayUnknown)
            #expect(verdict[.replay] == .unknown)
            #expect(verdict.evidence.replay == .unknown)
        }
    }

    @Test func `judging leaves no trace and is not held against the code`() throws {
        let deployment = try VirtualDeployment()
        let verifier = Verifier(crypto: deployment.crypto)
        let code = try deployment.dynamic()
        for _ in 0..<2 {
            let verdict = verifier.judge(code, in: try circumstances(deployment))
            expectAccepted(verdict)
            #expect(verdict[.replay] == .skipped)
            #expect(verdict.evidence.replay == .skipped)
        }
    }

    @Test func `of many at once exactly one is first, and every code is judged by itself`() async throws {
        let deployment = try VirtualDeployment()
        let (verifier, memory) = (Verifier(crypto: deployment.crypto, capacity: 4), LocalReplayMemory())
        let circumstances = try circumstances(deployment)
        let codes = try (0..<8).map { _ in try deployment.dynamic() }
        let thief = try PrivateKey.generate(.p256)
        let stolen = try codes.map { try deployment.resigned($0, by: thief) }
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            for round in 0..<64 {
                group.addTask {
                    let isStolen = round % 4 == 3
                    let code = (isStolen ? stolen : codes)[round % 8]
                    let verdict = await verifier.verify(code, in: circumstances, replay: memory)
                    return (isStolen ? -1 : round % 8, verdict.outcome)
                }
            }
            return await group.reduce(into: [Int: [Outcome]]()) { $0[$1.0, default: []].append($1.1) }
        }
        #expect(outcomes[-1]?.allSatisfy { $0 == .reject } == true)
        for (index, found) in outcomes where index >= 0 { #expect(found.count(where: { $0 == .accept }) == 1) }
        #expect(memory.remembered.count == outcomes.count - 1)
    }
}
