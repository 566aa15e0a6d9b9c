// SPDX-License-Identifier: Apache-2.0

import MergedCode
import TestSupport
import Testing

@testable import Verification

/// A purpose looks at what it shows or requires, and at nothing else.
@Suite struct PurposeTests {
    let deployment: VirtualDeployment
    let credential: HeldCredential

    init() throws {
        deployment = try VirtualDeployment()
        credential = try deployment.credential()
    }

    /// Somebody of whom nothing is good but who they are.
    private var troubled: Standing {
        var standing = Standing.virtual
        standing.card?.state = .lost
        standing.relief?.state = .ended
        standing.health = nil
        standing.warnings = Warning.allCases
        return standing
    }

    private func judge(requiring required: Set<ComponentKey> = [], showing shown: Set<ComponentKey>?) throws -> Verdict
    {
        try deployment.judge(
            deployment.dynamic(credential, disclosing: Set(ComponentKey.allCases)),
            requiring: required,
            showing: shown,
            lookUp: deployment.recorded(credential, standing: troubled)
        )
    }

    @Test func `what a purpose does not look at is neither told nor decides anything`() throws {
        let verdict = try judge(requiring: [.identity], showing: [.identity])
        expectAccepted(verdict)
        #expect(verdict.card.state == .notDisclosed && verdict.relief.state == .notDisclosed)
        #expect(verdict.health.state == .notDisclosed && verdict.payments.isEmpty)
        #expect(verdict[.card] == .skipped && verdict[.relief] == .skipped && verdict[.health] == .skipped)
        #expect(verdict[.requirements] == .passed)
        #expect(verdict.warnings == [.nameDiffers])
    }

    @Test func `what it shows decides as far as it shows it`() throws {
        expectReview(try judge(requiring: [.identity], showing: [.identity, .card]), .cardLost)
        expectReview(try judge(showing: [.relief]), .reliefEnded)
        #expect(try judge(showing: [.relief]).identity == .notDisclosed)
        expectReview(try judge(showing: nil), .cardLost, .reliefEnded, .healthRetired)
    }

    @Test func `what it requires is looked at, shown or not`() throws {
        expectRejected(try judge(requiring: [.card], showing: [.identity]), .cardLost)
    }

    @Test func `a death is about the person, whatever the purpose looks at`() throws {
        var standing = troubled
        standing.hasDied = true
        let verdict = try deployment.judge(
            deployment.dynamic(credential),
            showing: [.identity],
            lookUp: deployment.recorded(credential, standing: standing)
        )
        expectRejected(verdict, .credentialRevoked)
    }

    @Test func `offline it is the same`() throws {
        let text = try deployment.dynamic(credential, disclosing: Set(ComponentKey.allCases))
        let verdict = try deployment.judge(text, showing: [.identity])
        expectAccepted(verdict)
        #expect(verdict.card.state == .notDisclosed && verdict.payments.isEmpty)
    }

    @Test func `without a code it is the same, and a card in the reader has to be in use`() {
        let identity = Identity(name: "陈小明", idNumber: "440***********0320")
        let circumstances = Circumstances(now: now, trust: nil, policy: Policy(shown: [.identity]))
        let byDuty = Verifier.verdictByDuty(standing: troubled, identity: identity, in: circumstances)
        expectReview(byDuty, .printedNeedsDocument)
        #expect(byDuty.card.state == .notDisclosed && byDuty.relief.state == .notDisclosed)
        #expect(byDuty.health.state == .notDisclosed && byDuty.payments.isEmpty)
        #expect(byDuty.warnings == [.nameDiffers])
        func read(_ medium: Medium) -> Verdict {
            let reading = MediumReading(medium, isHolderProven: true, identity: identity)
            return Verifier.verdict(on: reading, standing: troubled, in: circumstances)
        }
        expectAccepted(read(.idCard))
        expectRejected(read(.sscCard), .cardLost)
    }
}
