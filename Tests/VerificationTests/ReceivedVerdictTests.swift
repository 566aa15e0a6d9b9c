// SPDX-License-Identifier: Apache-2.0

import Foundation
import MergedCode
import TestSupport
import Testing

@testable import Verification

/// A verdict that goes over a wire is the same behind it.
@Suite struct ReceivedVerdictTests {
    private static func document(_ verdict: Verdict) throws -> Data {
        Data(VerdictDocument(verdict, language: .chinese, auditID: "a1").json)
    }

    private static func full() throws -> Verdict {
        let deployment = try VirtualDeployment()
        var verdict = try deployment.judge(deployment.dynamic(), requiring: [.health])
        verdict.card = CardFinding(
            state: .lost,
            region: RegionCode(rawValue: 440_604),
            last4: "9184",
            validUntil: Day("2031-05-01")
        )
        verdict.relief.householdSize = 3
        verdict.relief.history = verdict.relief.certificates
        verdict.payments = PaymentFinding.State.allCases.map { state in
            PaymentFinding(
                period: PaymentMonth(number: 202_610),
                item: "低保金",
                amount: PaymentAmount(fen: 85_005),
                memo: "10月低保金",
                paidOn: Day("2026-11-11"),
                state: state,
                payee: .head,
                payeeName: "陈大文",
                isHousehold: true
            )
        }
        verdict.payments.append(PaymentFinding(item: nil, state: .unknown))
        verdict.health = HealthFinding(state: .yellow, validUntil: 1_795_000_001)
        verdict.warnings = Warning.allCases
        return verdict
    }

    @Test func `whatever a document says is read again as it was written`() throws {
        let verdict = try Self.full()
        var kiosk = verdict
        kiosk.relief.certificates = []
        kiosk.relief.history = []
        kiosk.relief.categories = ["urban_dibao"]
        kiosk.identity = .confirmed(name: nil, idNumber: nil)
        let refused = try VirtualDeployment().judge("nothing of ours")
        for verdict in [verdict, kiosk, refused] {
            let document = try Self.document(verdict)
            let received = try JSONDecoder().decode(ReceivedVerdict.self, from: document)
            #expect(received.auditID == "a1")
            #expect(received.verdict.outcome == verdict.outcome)
            #expect(try Self.document(received.verdict) == document)
        }
    }

    @Test(arguments: [
        (#""verdict":"reject""#, #""verdict":"accept""#),
        (#""code":"unsupported_format""#, #""code":"of_a_newer_verifier""#),
        (#""name":"format""#, #""name":"of_a_newer_verifier""#), (#""state":"not_disclosed""#, #""state":"confused""#),
        (#""replay":"skipped""#, #""replay":"perhaps""#), (#""checks":["#, #""checked":["#),
    ])
    func `half of a verdict, or one that contradicts itself, is none`(text: String, replacement: String) throws {
        let document = String(
            decoding: try Self.document(VirtualDeployment().judge("nothing of ours")),
            as: UTF8.self
        )
        try #require(document.contains(text))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ReceivedVerdict.self, from: Data(document.replacing(text, with: replacement).utf8))
        }
    }
}
