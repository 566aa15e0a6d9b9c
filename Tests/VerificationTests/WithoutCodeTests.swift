// SPDX-License-Identifier: Apache-2.0

import MergedCode
import TestSupport
import Testing

@testable import Verification

/// Verdicts by duty and by medium.
@Suite struct WithoutCodeTests {
    let identity = Identity(name: "陈小明", idNumber: "440***********0320")

    private func byDuty(
        _ standing: Standing?,
        requiring required: Set<ComponentKey> = []
    ) -> Verdict {
        Verifier.verdictByDuty(
            standing: standing,
            identity: identity,
            in: Circumstances(now: now, trust: nil, policy: Policy(required: required))
        )
    }

    private func read(
        _ medium: Medium,
        proven: Bool = true,
        _ standing: Standing?,
        requiring required: Set<ComponentKey> = []
    ) -> Verdict {
        Verifier.verdict(
            on: MediumReading(medium, isHolderProven: proven, identity: identity),
            standing: standing,
            in: Circumstances(now: now, trust: nil, policy: Policy(required: required))
        )
    }

    private func standing(_ change: (inout Standing) -> Void) -> Standing {
        var standing = Standing.virtual
        change(&standing)
        return standing
    }

    @Test func `by duty is never better than a review, and says what it rests on`() {
        let verdict = byDuty(.virtual, requiring: Set(ComponentKey.allCases))
        expectReview(verdict, .printedNeedsDocument)
        #expect(verdict.kind == nil)
        #expect(verdict.evidence.source == .byDuty)
        #expect(verdict.evidence.mode == .online)
        #expect(verdict.evidence.replay == .skipped)
        #expect(verdict.identity == .confirmed(name: "陈小明", idNumber: "440***********0320"))
        #expect(verdict.card.state == .valid && verdict.relief.state == .valid && verdict.health.state == .green)
        #expect(verdict.payments.count == 1)
        #expect(verdict.checks.map(\.name) == CheckName.allCases)
        #expect(
            verdict.checks.filter { $0.state != .skipped }.map(\.name) == [
                .lookup, .status, .document, .card, .relief, .health, .requirements,
            ]
        )
        #expect(verdict.checks.first { $0.name == .card }?.asOf == now - 5)
    }

    @Test func `nobody whom the registry does not know is shown`() {
        for verdict in [byDuty(nil), read(.sscCard, nil), read(.idCard, nil), read(.esscQR, proven: false, nil)] {
            expectRejected(verdict, .credentialUnknown)
            #expect(verdict.showsNothing)
            #expect(verdict[.lookup] == .failed)
        }
    }

    @Test func `a component that a purpose requires counts, and one that was never there only then`() {
        let poor = Standing(asOf: now)
        expectReview(byDuty(poor), .printedNeedsDocument)
        #expect(byDuty(poor).relief.state == .none)
        expectRejected(byDuty(poor, requiring: [.relief]), .reliefNone, .printedNeedsDocument)
        for component in [ComponentKey.card, .health, .payment] {
            expectReview(byDuty(poor, requiring: [component]), .printedNeedsDocument, .componentNotDisclosed)
        }
        let anonymous = Verifier.verdictByDuty(
            standing: .virtual,
            identity: nil,
            in: Circumstances(now: now, trust: nil, policy: Policy(required: [.identity]))
        )
        expectReview(anonymous, .printedNeedsDocument, .componentNotDisclosed)
    }

    @Test func `states are reasons as they are for a code`() {
        let lost = standing { $0.card?.state = .lost }
        expectReview(byDuty(lost), .printedNeedsDocument, .cardLost)
        expectRejected(byDuty(lost, requiring: [.card]), .cardLost, .printedNeedsDocument)
        let ended = standing { $0.relief?.state = .ended }
        expectReview(byDuty(ended), .printedNeedsDocument, .reliefEnded)
        let retired = standing { $0.health?.state = .retired }
        expectReview(byDuty(retired), .printedNeedsDocument, .healthRetired)
        expectRejected(byDuty(standing { $0.hasDied = true }), .credentialRevoked, .printedNeedsDocument)
    }

    @Test(arguments: Medium.allCases)
    func `a medium that proves its holder is accepted, another is to be compared`(medium: Medium) {
        let verdict = read(medium, .virtual)
        expectAccepted(verdict)
        #expect(verdict.kind == nil)
        #expect(verdict.evidence.source.rawValue == medium.rawValue)
        #expect(verdict[.document] == .passed)
        expectReview(read(medium, proven: false, .virtual), .printedNeedsDocument)
        expectRejected(read(medium, standing { $0.hasDied = true }), .credentialRevoked)
    }

    @Test func `a social security card in the reader has to be in use itself`() {
        for (state, code) in [(CardFinding.State.lost, ReasonCode.cardLost), (.cancelled, .cardCancelled)] {
            let standing = standing { $0.card?.state = state }
            expectRejected(read(.sscCard, standing), code)
            expectReview(read(.idCard, standing), code)
            expectReview(read(.esscQR, standing), code)
        }
        expectReview(read(.sscCard, standing { $0.card = nil }), .componentNotDisclosed)
    }
}
