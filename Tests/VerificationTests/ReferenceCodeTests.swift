// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

@Suite struct ReferenceCodeTests {
    @Test func `a credential that is found is judged like a presented one`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let text = try deployment.reference(credential, showing: Set(ComponentKey.allCases))
        let verdict = try deployment.judge(text, lookUp: deployment.recorded(credential))
        expectAccepted(verdict)
        #expect(verdict.kind == .reference)
        #expect(verdict.identity == .confirmed(name: "陈小明", idNumber: "440***********0320"))
        #expect(verdict.card.state == .valid)
        #expect(verdict.relief.state == .valid)
        #expect(verdict.payments.count == 1)
        #expect(verdict.health.state == .green)
        #expect(verdict[.lookup] == .passed)
        #expect(verdict.evidence.mode == .online)
    }

    @Test func `only what the holder lets be shown is shown, and nothing where the code is silent`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        for key in ComponentKey.allCases {
            let text = try deployment.reference(credential, showing: [key])
            let verdict = try deployment.judge(text, lookUp: deployment.recorded(credential))
            expectAccepted(verdict)
            #expect((verdict.identity == .notDisclosed) == (key != .identity))
            #expect((verdict.card.state == .notDisclosed) == (key != .card))
            #expect((verdict.relief.state == .notDisclosed) == (key != .relief))
            #expect((verdict.health.state == .notDisclosed) == (key != .health))
            #expect(verdict.payments.isEmpty == (key != .payment))
        }
        let silent = try deployment.judge(
            deployment.reference(credential),
            requiring: [.identity],
            lookUp: deployment.recorded(credential)
        )
        expectReview(silent, .componentNotDisclosed)
        #expect(silent.showsNothing)
    }

    @Test func `a verifier that cannot look up reviews, and still refuses what it can see`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let text = try deployment.reference(credential, showing: [.identity])
        let verdict = try deployment.judge(text)
        expectReview(verdict, .credentialUnknown)
        #expect(verdict.showsNothing)
        #expect(verdict[.lookup] == .unknown)
        #expect(verdict[.holderSignature] == .skipped)
        let expired = try deployment.judge(text, at: now + 60)
        expectRejected(expired, .codeExpired, .credentialUnknown)
        let foreign = try deployment.reference(credential, audience: "urn:other")
        expectRejected(try deployment.judge(foreign), .wrongAudience, .credentialUnknown)
        let backwards = try deployment.resigned(text, claims: [ClaimKey.issuedAt: .integer(now + 60)])
        expectRejected(try deployment.judge(backwards, at: now + 30), .malformedCode, .credentialUnknown)
    }

    @Test func `a verifier that can look up refuses what nobody knows`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let text = try deployment.reference(credential, showing: [.identity])
        let verdict = try deployment.judge(text, lookUp: .none)
        expectRejected(verdict, .credentialUnknown)
        #expect(verdict.showsNothing)
        #expect(verdict[.lookup] == .failed)
    }

    @Test func `another credential than the one named is none`() throws {
        let deployment = try VirtualDeployment()
        let text = try deployment.reference(deployment.credential(), showing: [.identity])
        let verdict = try deployment.judge(text, lookUp: deployment.recorded(deployment.credential()))
        expectRejected(verdict, .credentialUnknown)
        #expect(verdict.showsNothing)
    }

    @Test func `who knows an id but not the key gets nothing`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let thief = try PrivateKey.generate(.p256)
        let text = try deployment.resigned(deployment.reference(credential, showing: [.identity]), by: thief)
        let verdict = try deployment.judge(text, lookUp: deployment.recorded(credential))
        expectRejected(verdict, .holderSignatureInvalid)
        #expect(verdict.showsNothing)
    }

    @Test func `the times of what was looked up count`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential(expiration: now + 50)
        let text = try deployment.reference(credential)
        expectAccepted(try deployment.judge(text, at: now + 49, lookUp: deployment.recorded(credential)))
        expectRejected(
            try deployment.judge(text, at: now + 50, lookUp: deployment.recorded(credential)),
            .credentialExpired,
            .codeExpired
        )
        let longer = try deployment.resigned(text, claims: [ClaimKey.expiration: .integer(now + 51)])
        expectRejected(try deployment.judge(longer, lookUp: deployment.recorded(credential)), .malformedCode)
    }
}
