// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

@Suite struct IssuerTests {
    @Test func `an issuer that nobody trusts`() throws {
        let deployment = try VirtualDeployment()
        let stranger = try PrivateKey.generate(.p256)
        let verdict = try deployment.judge(deployment.dynamic(deployment.credential(by: stranger)))
        expectRejected(verdict, .unknownIssuerKey)
        #expect(verdict.showsNothing)
        #expect(verdict[.issuerKey] == .failed)
        for name: CheckName in [.issuerSignature, .holderSignature, .disclosures, .status, .card, .relief, .health] {
            #expect(verdict[name] == .skipped)
        }
        #expect(verdict.evidence.statusList == nil)
    }

    @Test func `a stranger that borrows the issuer's kid`() throws {
        let deployment = try VirtualDeployment()
        let stranger = try PrivateKey.generate(.p256)
        let forged = try deployment.resigned(deployment.credential(), by: stranger)
        let verdict = try deployment.judge(deployment.dynamic(forged))
        expectRejected(verdict, .issuerSignatureInvalid)
        #expect(verdict.showsNothing)
        #expect(verdict[.issuerSignature] == .failed)
        #expect(verdict[.holderSignature] == .skipped)
        #expect(verdict[.status] == .skipped)
    }

    @Test func `a key's dates bound the signing, not the verification`() throws {
        var deployment = try VirtualDeployment()
        let issuedAt = now - 10 * day
        let code = try deployment.dynamic(deployment.credential(issuedAt: issuedAt))
        func use(_ from: Int64, _ to: Int64) throws {
            deployment.trustList.entries[0] = try deployment.entry(
                deployment.issuer,
                [.credential],
                from: from,
                to: to
            )
        }
        try use(issuedAt, issuedAt)
        expectAccepted(try deployment.judge(code))
        try use(issuedAt + 1, now + day)
        expectRejected(try deployment.judge(code), .issuerKeyNotYetValid)
        try use(issuedAt - day, issuedAt - 1)
        expectRejected(try deployment.judge(code), .issuerKeyExpired)
    }

    @Test func `a compromised key is good for nothing, whatever its date`() throws {
        var deployment = try VirtualDeployment()
        let code = try deployment.dynamic()
        deployment.trustList.entries[0] = try deployment.entry(
            deployment.issuer,
            [.credential],
            revocation: .init(at: now, reason: .compromised)
        )
        let verdict = try deployment.judge(code)
        expectRejected(verdict, .issuerKeyRevoked)
        #expect(verdict.showsNothing)
        // Not even under another, spotless entry of the same key.
        deployment.trustList.entries.append(try deployment.entry(deployment.issuer, [.credential]))
        expectRejected(try deployment.judge(code), .issuerKeyRevoked)
    }

    @Test func `what a superseded key signed before stays good`() throws {
        var deployment = try VirtualDeployment()
        let issuedAt = now - 10 * day
        let code = try deployment.dynamic(deployment.credential(issuedAt: issuedAt))
        func supersede(at moment: Int64) throws {
            deployment.trustList.entries[0] = try deployment.entry(
                deployment.issuer,
                [.credential],
                revocation: .init(at: moment, reason: .superseded)
            )
        }
        try supersede(at: issuedAt + 1)
        expectAccepted(try deployment.judge(code))
        try supersede(at: issuedAt)
        expectRejected(try deployment.judge(code), .issuerKeyRevoked)
    }

    @Test func `two keys of one issuer live side by side`() throws {
        var deployment = try VirtualDeployment()
        let next = try PrivateKey.generate(.sm2)
        deployment.trustList.entries.append(try deployment.entry(next, [.credential]))
        expectAccepted(try deployment.judge(deployment.dynamic()))
        expectAccepted(try deployment.judge(deployment.dynamic(deployment.credential(by: next))))
    }

    @Test func `an issuer speaks under its own name alone`() throws {
        var deployment = try VirtualDeployment()
        let other = try deployment.dynamic(deployment.credential(issuer: "湖南省民政厅"))
        expectRejected(try deployment.judge(other), .issuerNotAuthorised)
        // The same name to a reader, other bytes: composed and decomposed.
        deployment.trustList.entries[0] = try deployment.entry(deployment.issuer, [.credential], issuer: "caf\u{E9}")
        let decomposed = try deployment.dynamic(deployment.credential(issuer: "cafe\u{301}"))
        expectRejected(try deployment.judge(decomposed), .issuerNotAuthorised)
    }

    @Test func `a key attests only the claims it may`() throws {
        var deployment = try VirtualDeployment()
        deployment.trustList.entries[0] = try deployment.entry(
            deployment.issuer,
            [.credential],
            claims: [ComponentKey.identity.rawValue, ComponentKey.card.rawValue]
        )
        expectAccepted(try deployment.judge(deployment.dynamic(disclosing: [.identity, .card])))
        let verdict = try deployment.judge(deployment.dynamic(disclosing: [.identity, .relief]))
        expectRejected(verdict, .issuerNotAuthorised)
        #expect(verdict.showsNothing)
        deployment.trustList.entries[1] = try deployment.entry(
            deployment.printer,
            [.printed],
            claims: [ComponentKey.identity.rawValue, ComponentKey.card.rawValue]
        )
        let printed = try deployment.judge(deployment.printed())
        expectRejected(printed, .issuerNotAuthorised, .printedNeedsDocument)
        #expect(printed.showsNothing)
    }

    @Test func `a disclosure that the issuer did not sign for`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let text = try deployment.dynamic(credential, disclosing: [.identity])
        // The disclosure of another credential of the same person, put in by the holder.
        let other = try deployment.dynamic(deployment.credential(), disclosing: [.identity])
        let parts = try [text, other]
            .map { text in
                let code = try COSESign1(UnverifiedCode.bytes(of: text))
                return try COSESign1(CBORItem(try #require(code.protected[HeaderLabel.credential]).encoded))
            }
        let mixed = CBOR.tagged(
            COSESign1.tag,
            .array([
                .bytes(Array(parts[0].protectedBytes)), .encoded(Array(parts[1].unprotected.encoded)),
                .bytes(Array(parts[0].payload)), .bytes(Array(parts[0].signature)),
            ])
        )
        let verdict = try deployment.judge(
            deployment.resigned(text, headers: [HeaderLabel.credential: mixed])
        )
        expectRejected(verdict, .disclosureInvalid)
        #expect(verdict.showsNothing)
        #expect(verdict[.disclosures] == .failed)
    }
}

@Suite struct TrustListTests {
    @Test func `without a valid trust list nothing is believed`() throws {
        let deployment = try VirtualDeployment()
        let verdict = Verifier(crypto: deployment.crypto)
            .judge(try deployment.dynamic(), in: Circumstances(now: now, trust: nil))
        expectRejected(verdict, .trustListInvalid)
        #expect(verdict.showsNothing)
        #expect(verdict.evidence.trustList == nil)
        #expect(verdict[.trustList] == .failed)
        #expect(verdict[.issuerKey] == .skipped)
    }

    @Test func `a list is good until its end, reviewed for seven days, then refused, to the second`() throws {
        var deployment = try VirtualDeployment()
        deployment.trustList.expiresAt = now
        deployment.statusExpiresAt = now + 30 * day
        let credential = try deployment.credential()
        func verdict(at time: Int64) throws -> Verdict {
            try deployment.judge(deployment.dynamic(credential, at: time), at: time)
        }
        expectAccepted(try verdict(at: now - 1))
        let stale = try verdict(at: now)
        expectReview(stale, .trustListStale)
        #expect(stale[.trustList] == .unknown)
        #expect(!stale.showsNothing)
        let last = try verdict(at: now + 7 * day - 1)
        expectReview(last, .trustListStale)
        let over = try verdict(at: now + 7 * day)
        expectRejected(over, .trustListStale)
        #expect(over[.trustList] == .failed)
    }

    @Test func `an older list than seen, or another of the same number, is a rollback`() throws {
        var deployment = try VirtualDeployment()
        let code = try deployment.dynamic()
        var memory = TrustMemory()
        memory.remember(try deployment.snapshot())
        deployment.trustList.sequence = 6
        let older = try deployment.judge(code, memory: memory)
        expectReview(older, .trustListRollback)
        #expect(older[.trustList] == .unknown)
        deployment.trustList.sequence = 7
        deployment.trustList.expiresAt += 1
        expectReview(try deployment.judge(code, memory: memory), .trustListRollback)
        deployment.trustList.sequence = 8
        expectAccepted(try deployment.judge(code, memory: memory))
    }

    @Test func `a list can be stale and rolled back at once`() throws {
        var deployment = try VirtualDeployment()
        var memory = TrustMemory()
        memory.remember(try deployment.snapshot())
        deployment.trustList.sequence = 6
        deployment.trustList.expiresAt = now
        let credential = try deployment.credential()
        let verdict = try deployment.judge(deployment.dynamic(credential), memory: memory)
        expectReview(verdict, .trustListStale, .trustListRollback)
        let later = now + 8 * day
        deployment.statusExpiresAt = later + 1
        let over = try deployment.judge(deployment.dynamic(credential, at: later), at: later, memory: memory)
        expectRejected(over, .trustListStale, .trustListRollback)
    }

    @Test func `a clock more than the skew behind what was verified is suspect`() throws {
        let deployment = try VirtualDeployment()
        let code = try deployment.dynamic()
        var memory = TrustMemory()
        let anchor = try deployment.signedTrustList().anchor
        memory.remember(issuedAt: now + 30, of: anchor)
        expectAccepted(try deployment.judge(code, memory: memory))
        memory.remember(issuedAt: now + 31, of: anchor)
        let verdict = try deployment.judge(code, memory: memory)
        expectReview(verdict, .clockSuspect)
        #expect(verdict[.clock] == .unknown)
        #expect(try deployment.judge(code)[.clock] == .skipped)
    }
}
