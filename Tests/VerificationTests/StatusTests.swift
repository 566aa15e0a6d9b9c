// SPDX-License-Identifier: Apache-2.0

import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

@Suite struct StatusTests {
    @Test func `a revoked and a suspended credential are refused, in every kind of code`() throws {
        let states: [(StatusListBuilder.State, ReasonCode)] = [
            (.revoked, .credentialRevoked), (.suspended, .credentialSuspended),
        ]
        for (state, code) in states {
            var deployment = try VirtualDeployment()
            deployment.set(.credential, to: state)
            let credential = try deployment.credential()
            let dynamic = try deployment.judge(deployment.dynamic(credential))
            expectRejected(dynamic, code)
            #expect(dynamic[.status] == .failed)
            let reference = try deployment.judge(
                deployment.reference(credential),
                lookUp: deployment.recorded(credential, state: state)
            )
            expectRejected(reference, code)
            expectRejected(try deployment.judge(deployment.printed()), code, .printedNeedsDocument)
        }
    }

    @Test func `a neighbour's state is not one's own`() throws {
        var deployment = try VirtualDeployment()
        deployment.states = [(VirtualDeployment.index - 1, .revoked), (VirtualDeployment.index + 4, .revoked)]
        expectAccepted(try deployment.judge(deployment.dynamic()))
    }

    @Test func `without a list nothing is shown as good or as revoked`() throws {
        var deployment = try VirtualDeployment()
        deployment.hasStatusList = false
        let verdict = try deployment.judge(deployment.dynamic())
        expectReview(verdict, .statusUnknown)
        #expect(verdict.card.state == .unknown)
        #expect(verdict.relief.state == .unknown)
        #expect(verdict.health.state == .unknown)
        #expect(verdict.evidence.statusList == nil)
        for name: CheckName in [.status, .card, .relief, .health] { #expect(verdict[name] == .unknown) }
    }

    @Test func `a list is stale from its exp on`() throws {
        var deployment = try VirtualDeployment()
        let code = try deployment.dynamic()
        deployment.statusExpiresAt = now + 1
        expectAccepted(try deployment.judge(code))
        deployment.statusExpiresAt = now
        let verdict = try deployment.judge(code)
        expectReview(verdict, .statusStale)
        #expect(verdict.card.state == .unknown)
        #expect(verdict.evidence.statusList?.expiresAt == now)
    }

    @Test func `a list that went back is stale, even one that says revoked`() throws {
        var deployment = try VirtualDeployment()
        let code = try deployment.dynamic()
        var memory = TrustMemory()
        memory.remember(try deployment.snapshot())
        deployment.statusIssuedAt -= 1
        deployment.set(.credential, to: .revoked)
        deployment.trustList.sequence += 1
        expectReview(try deployment.judge(code, memory: memory), .statusStale)
    }

    @Test func `a list that is another's, elsewhere or too short says nothing`() throws {
        let deployment = try VirtualDeployment()
        let end = CredentialStatusList.capacity
        expectAccepted(try deployment.judge(deployment.dynamic(deployment.credential(index: UInt64(end) - 4))))
        for index in [UInt64(end), UInt64(end) * 4, UInt64(Int64.max) - 3, UInt64.max - 3] {
            let verdict = try deployment.judge(deployment.dynamic(deployment.credential(index: index)))
            expectReview(verdict, .statusUnknown)
        }
        let elsewhere = try deployment.credential(uri: "https://elsewhere.example/1")
        expectReview(try deployment.judge(deployment.dynamic(elsewhere)), .statusUnknown)
        // A key that signs status lists, but for another issuer.
        var other = try VirtualDeployment()
        other.trustList.entries[2] = try other.entry(other.statusKey, [.statusList], issuer: "湖南省民政厅")
        expectReview(try other.judge(other.dynamic()), .statusUnknown)
        // A key for credentials is none for status lists.
        var printer = try VirtualDeployment()
        printer.trustList.entries[2] = try printer.entry(printer.statusKey, [.credential])
        expectReview(try printer.judge(printer.dynamic()), .statusUnknown)
    }

    @Test func `components are not judged where they are not disclosed`() throws {
        var deployment = try VirtualDeployment()
        deployment.set(.card, to: .revoked)
        deployment.set(.relief, to: .revoked)
        deployment.set(.health, to: .revoked)
        let verdict = try deployment.judge(deployment.dynamic(disclosing: [.identity]))
        expectAccepted(verdict)
        #expect(verdict.card.state == .notDisclosed)
    }
}
