// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Verification

@Suite struct ReasonCodeTests {
    /// The closed list of product.md §4.
    static let rejecting = """
        unsupported_format malformed_base45 malformed_cbor malformed_code holder_proof_missing unsupported_algorithm
        unknown_issuer_key issuer_key_not_yet_valid issuer_key_expired issuer_key_revoked issuer_not_authorised
        trust_list_invalid issuer_signature_invalid holder_signature_invalid disclosure_invalid wrong_audience
        challenge_unknown replayed credential_not_yet_valid credential_expired code_expired code_too_old
        code_from_future credential_revoked credential_suspended credential_unknown
        """
    static let reviewing = """
        trust_list_stale trust_list_rollback status_unknown status_stale replay_unknown clock_suspect
        printed_needs_document component_not_disclosed card_lost card_cancelled card_expired relief_ended
        relief_suspended relief_superseded relief_expired relief_none health_expired health_retired
        """

    @Test func `the list is the published one, with its outcomes`() {
        func words(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
        #expect(ReasonCode.allCases.map(\.rawValue) == words(Self.rejecting) + words(Self.reviewing))
        #expect(ReasonCode.allCases.filter { $0.outcome == .reject }.map(\.rawValue) == words(Self.rejecting))
        #expect(ReasonCode.allCases.allSatisfy { $0.outcome != .accept })
    }

    @Test(arguments: ReasonCode.allCases)
    func `every reason has its sentences in both languages`(code: ReasonCode) {
        let (english, chinese) = (code.sentences(.english), code.sentences(.chinese))
        for text in [english.message, english.next] { #expect(text.hasSuffix(".") && !text.contains("。")) }
        for text in [chinese.message, chinese.next] { #expect(text.hasSuffix("。") && !text.contains(".")) }
    }

    @Test func `a verdict is the worst of its reasons, told worst first and in order among equals`() {
        var verdict = Verdict(evidence: Evidence(Circumstances(now: now, trust: nil)), time: now)
        #expect(verdict.outcome == .accept)
        verdict.record(.status, .unknown(.statusUnknown))
        #expect(verdict.outcome == .review)
        verdict.record(.audience, .failed(.wrongAudience))
        verdict.record(.card, .failed(.cardLost, .reject))
        verdict.record(.health, .unknown(.statusUnknown))
        verdict.record(.relief, .failed(.reliefEnded))
        #expect(verdict.outcome == .reject)
        #expect(verdict.codes == [.wrongAudience, .cardLost, .statusUnknown, .reliefEnded])
    }

    @Test func `the document has the names of the contract`() throws {
        let deployment = try VirtualDeployment()
        let verdict = try deployment.judge(deployment.dynamic(), at: now + 60)
        let data = Data(VerdictDocument(verdict, language: .chinese).json)
        let document = try JSONDecoder().decode(JSONValue.self, from: data)
        let reason = ReasonCode.codeExpired.sentences(.chinese)
        let expected = """
            {"verdict": "reject", "kind": "dynamic",
             "reasons": [{"code": "code_expired", "verdict": "reject",
                          "message": "\(reason.message)", "next": "\(reason.next)"}],
             "identity": {"state": "confirmed", "name": "陈小明", "idNumber": "440***********0320"},
             "card": {"state": "valid", "region": 440600, "last4": "9184", "validUntil": "2031-05-01"},
             "relief": {"state": "valid", "certificates": [{"category": "urban_dibao", "number": "4406042026000123",
               "version": 3, "validFrom": "2026-01-01", "validUntil": "2026-12-31", "region": 440604, "role": "head",
               "state": "valid"}]},
             "payments": [{"period": "2026-10", "item": "低保金", "amount": "850.00", "paidOn": "2026-11-11",
               "state": "paid"}],
             "health": {"state": "green"},
             "evidence": {"mode": "offline", "replay": "skipped", "trustList": {"sequence": 7}}}
            """
        try JSONDecoder().decode(JSONValue.self, from: Data(expected.utf8)).expectToBe(partOf: document)
        let none = Data(VerdictDocument(try deployment.judge("?"), language: .english).json)
        guard case .object(let fields) = try JSONDecoder().decode(JSONValue.self, from: none) else { return }
        #expect(fields["kind"] == .null)
    }
}
