// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

@Suite struct KindsTests {
    @Test(arguments: [Curve.p256, .ed25519, .sm2], [Curve.p256, .ed25519, .sm2])
    func `a good dynamic code is accepted and shows what was disclosed`(issuing: Curve, holding: Curve) throws {
        let deployment = try VirtualDeployment(issuing, holder: holding)
        let verdict = try deployment.judge(deployment.dynamic())
        expectAccepted(verdict)
        #expect(verdict.kind == .dynamic)
        #expect(verdict.identity == .confirmed(name: "陈小明", idNumber: "440***********0320"))
        #expect(
            verdict.card
                == CardFinding(
                    state: .valid,
                    region: RegionCode(rawValue: 440_600),
                    last4: "9184",
                    validUntil: Day("2031-05-01")
                )
        )
        #expect(verdict.relief.state == .valid)
        #expect(verdict.relief.certificates.map(\.category) == ["urban_dibao"])
        #expect(verdict.relief.certificates.map(\.role) == ["head"])
        #expect(verdict.payments.map(\.amount?.description) == ["850.00"])
        #expect(verdict.payments.map(\.period?.description) == ["2026-10"])
        #expect(verdict.payments.map(\.paidOn) == [Day("2026-11-11")])
        #expect(verdict.health == HealthFinding(state: .green, validUntil: now + 7200))
    }

    @Test func `every check is told once, in order`() throws {
        let deployment = try VirtualDeployment()
        let verdicts = [
            try deployment.judge(deployment.dynamic()), try deployment.judge(deployment.printed()),
            try deployment.judge(deployment.reference(deployment.credential())), try deployment.judge("HYM1:!"),
        ]
        for verdict in verdicts { #expect(verdict.checks.map(\.name) == CheckName.allCases) }
    }

    @Test func `a dynamic code's checks`() throws {
        var deployment = try VirtualDeployment()
        deployment.statusIssuedAt = now - 77
        let verdict = try deployment.judge(
            deployment.dynamic(),
            requiring: [.identity, .relief],
            memory: TrustMemory()
        )
        let skipped = verdict.checks.filter { $0.state == .skipped }.map(\.name)
        #expect(skipped == [.lookup, .record, .challenge, .document, .replay])
        #expect(verdict.checks.allSatisfy { $0.state == .passed || $0.state == .skipped })
        for check in verdict.checks where [.status, .card, .relief, .health].contains(check.name) {
            #expect(check.asOf == now - 77)
        }
        #expect(verdict.evidence.statusList?.issuedAt == now - 77)
        #expect(verdict.evidence.trustList?.sequence == 7)
        #expect(verdict.evidence.mode == .offline)
    }

    @Test func `what is not disclosed is not shown`() throws {
        let deployment = try VirtualDeployment()
        for key in ComponentKey.allCases {
            let verdict = try deployment.judge(deployment.dynamic(disclosing: [key]))
            expectAccepted(verdict)
            #expect((verdict.identity == .notDisclosed) == (key != .identity))
            #expect((verdict.card.state == .notDisclosed) == (key != .card))
            #expect((verdict.relief.state == .notDisclosed) == (key != .relief))
            #expect((verdict.health.state == .notDisclosed) == (key != .health))
            #expect(verdict.payments.isEmpty == (key != .payment))
        }
        let bare = try deployment.judge(deployment.dynamic(disclosing: []))
        expectAccepted(bare)
        #expect(bare.showsNothing)
    }

    @Test(arguments: [Curve.p256, .ed25519, .sm2])
    func `a printed code needs a document`(issuing: Curve) throws {
        let deployment = try VirtualDeployment(issuing)
        let verdict = try deployment.judge(deployment.printed())
        expectReview(verdict, .printedNeedsDocument)
        #expect(verdict.kind == .printed)
        #expect(verdict.identity == .confirmed(name: "陈**", idNumber: "440***********0320"))
        #expect(verdict.card.state == .valid)
        #expect(verdict.relief.state == .valid)
        #expect(verdict.payments.isEmpty)
        #expect(verdict.health.state == .notDisclosed)
        #expect(verdict[.document] == .unknown)
        for name: CheckName in [.holderSignature, .audience, .challenge, .codeTime] {
            #expect(verdict[name] == .skipped)
        }
    }

    @Test func `a printed code answers no challenge`() throws {
        let deployment = try VirtualDeployment()
        let verdict = try deployment.judge(deployment.printed(), challenge: [UInt8](repeating: 1, count: 16))
        expectRejected(verdict, .challengeUnknown, .printedNeedsDocument)
    }

    @Test func `a printed code by a key for credentials is refused, and a credential by a key for print`() throws {
        let deployment = try VirtualDeployment()
        let printed = try deployment.judge(deployment.printed(by: deployment.issuer))
        expectRejected(printed, .issuerNotAuthorised, .printedNeedsDocument)
        #expect(printed.showsNothing)
        let dynamic = try deployment.judge(deployment.dynamic(deployment.credential(by: deployment.printer)))
        expectRejected(dynamic, .issuerNotAuthorised)
        #expect(dynamic.showsNothing)
    }
}

@Suite struct FormTests {
    @Test(arguments: [
        ("", ReasonCode.unsupportedFormat), ("HYM2:ABC", .unsupportedFormat), ("hym1:ABC", .unsupportedFormat),
        ("HYMQ1:ABC", .unsupportedFormat), ("HYM1:" + String(repeating: "0", count: 2044), .unsupportedFormat),
        ("HYM1:a", .malformedBase45), ("HYM1::::", .malformedBase45), ("HYM1:A", .malformedBase45),
        ("HYM1:", .malformedCBOR), ("HYM1:" + String(repeating: "0", count: 2043), .malformedCBOR),
        (UnverifiedCode.text(of: hex("d2 84 40 a0 40 40 00")), .malformedCBOR),
        (UnverifiedCode.text(of: hex("d2 84 40 a0 40 40")), .malformedCode),
        (UnverifiedCode.text(of: hex("84 40 a0 40 40")), .malformedCode),
    ])
    func `what is no code is refused, and no check is made`(text: String, code: ReasonCode) throws {
        let verdict = try VirtualDeployment().judge(text)
        expectRejected(verdict, code)
        #expect(verdict.kind == nil)
        #expect(verdict.showsNothing)
        #expect(verdict[.format] == .failed)
        #expect(verdict.checks.dropFirst().allSatisfy { $0.state == .skipped })
    }

    @Test func `a bare credential is no code`() throws {
        let deployment = try VirtualDeployment()
        let verdict = try deployment.judge(UnverifiedCode.text(of: deployment.credential().encoded))
        expectRejected(verdict, .holderProofMissing)
        #expect(verdict.showsNothing)
    }

    @Test func `the kind is told where the rest is malformed`() throws {
        let deployment = try VirtualDeployment()
        let dynamic = try deployment.resigned(deployment.dynamic(), claims: [ClaimKey.cwtID: nil])
        let verdict = try deployment.judge(dynamic)
        expectRejected(verdict, .malformedCode)
        #expect(verdict.kind == .dynamic)
        let printed = try deployment.resigned(
            deployment.printed(),
            claims: [ClaimKey.confirmation: [1: deployment.holder.publicKey.cbor]],
            by: deployment.printer
        )
        #expect(try deployment.judge(printed).kind == .printed)
        expectRejected(try deployment.judge(printed), .malformedCode)
    }

    @Test func `an algorithm that nobody has, or that is another key's`() throws {
        let deployment = try VirtualDeployment()
        let unknown = try deployment.resigned(deployment.dynamic(), headers: [HeaderLabel.algorithm: -37])
        expectRejected(try deployment.judge(unknown), .unsupportedAlgorithm)
        let others = try deployment.resigned(deployment.dynamic(), headers: [HeaderLabel.algorithm: -19])
        expectRejected(try deployment.judge(others), .unsupportedAlgorithm)
        let credential = try deployment.resigned(deployment.credential(), headers: [HeaderLabel.algorithm: -65537])
        expectRejected(try deployment.judge(deployment.dynamic(credential)), .unsupportedAlgorithm)
    }

    @Test func `the registered names that older software writes are accepted`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.resigned(deployment.credential(), headers: [HeaderLabel.algorithm: -7])
        let code = try deployment.resigned(deployment.dynamic(credential), headers: [HeaderLabel.algorithm: -7])
        expectAccepted(try deployment.judge(code))
    }
}
