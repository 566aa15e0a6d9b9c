// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import TestSupport
import Testing
import Trust

@testable import Verification

@Suite struct HolderTests {
    @Test func `a code that somebody else signed shows nothing`() throws {
        let deployment = try VirtualDeployment()
        let thief = try PrivateKey.generate(.p256)
        let verdict = try deployment.judge(deployment.resigned(deployment.dynamic(), by: thief))
        expectRejected(verdict, .holderSignatureInvalid)
        #expect(verdict.showsNothing)
        #expect(verdict[.issuerSignature] == .passed)
        #expect(verdict[.holderSignature] == .failed)
        for name: CheckName in [.card, .relief, .health] { #expect(verdict[name] == .skipped) }
    }

    @Test func `a failing signature hides what is required, lost or revoked too`() throws {
        var deployment = try VirtualDeployment()
        deployment.set(.card, to: .suspended)
        deployment.set(.relief, to: .revoked)
        let thief = try PrivateKey.generate(.p256)
        let stolen = try deployment.resigned(deployment.dynamic(), by: thief)
        let verdict = try deployment.judge(stolen, requiring: [.health, .card])
        expectRejected(verdict, .holderSignatureInvalid)
        #expect(verdict.showsNothing)
        #expect(verdict[.requirements] == .skipped)
    }

    @Test func `a holder's key that is no point`() throws {
        let deployment = try VirtualDeployment()
        let off = try COSEKey(curve: .p256, x: [UInt8](repeating: 0xFF, count: 32), y: .sign(true))
        let credential = try deployment.resigned(
            deployment.credential(),
            claims: [ClaimKey.confirmation: [1: off.cbor]]
        )
        // The wallet refuses to sign with a key that is not the credential's, so the credential is put in by hand.
        let text = try deployment.resigned(
            deployment.dynamic(),
            headers: [HeaderLabel.credential: .encoded(try bare(credential))]
        )
        let verdict = try deployment.judge(text)
        expectRejected(verdict, .malformedCode)
        #expect(verdict.showsNothing)
    }

    /// A credential without disclosures.
    private func bare(_ credential: HeldCredential) throws -> [UInt8] {
        let token = try COSESign1(credential.encoded)
        return
            CBOR.tagged(
                COSESign1.tag,
                .array([
                    .bytes(Array(token.protectedBytes)), [:], .bytes(Array(token.payload)),
                    .bytes(Array(token.signature)),
                ])
            )
            .encoded
    }

    @Test func `a code is for the deployment or for this terminal of it, byte for byte`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let base = VirtualDeployment.audience
        for (audience, terminal) in [(base, nil), (base, "T-1"), (base + ":T-1", "T-1")] as [(String, String?)] {
            let code = try deployment.dynamic(credential, audience: audience)
            expectAccepted(try deployment.judge(code, terminal: terminal))
        }
        let foreign: [(String, String?)] = [
            (base + ":T-1", nil), (base + ":T-1", "T-2"), (base + ":T-1", "T-11"), (base + ":T-11", "T-1"),
            (base + ":t-1", "T-1"), (base + ":", "T-1"), (base + " ", nil), (String(base.dropLast()), nil),
            (base.uppercased(), nil), (Audience.defaultBase, nil), ("urn:other", "T-1"), (base + ":T-1", "T 1"),
        ]
        for (audience, terminal) in foreign {
            let verdict = try deployment.judge(
                deployment.dynamic(credential, audience: audience),
                terminal: terminal
            )
            expectRejected(verdict, .wrongAudience)
            #expect(verdict[.audience] == .failed)
        }
    }

    @Test func `without a base of its own a deployment has the common one`() throws {
        var deployment = try VirtualDeployment()
        deployment.trustList.audienceBase = nil
        expectAccepted(try deployment.judge(deployment.dynamic(audience: "urn:heyima:terminal")))
        expectRejected(try deployment.judge(deployment.dynamic()), .wrongAudience)
    }

    @Test func `the challenge shown and the nonce answered go together`() throws {
        let deployment = try VirtualDeployment()
        let credential = try deployment.credential()
        let one = [UInt8](repeating: 1, count: 16)
        let other = [UInt8](repeating: 1, count: 15) + [2]
        for answer in [nil, one, other] {
            for shown in [nil, one, other] {
                let codes = [
                    try deployment.dynamic(credential, nonce: answer),
                    try deployment.reference(credential, nonce: answer),
                ]
                for code in codes {
                    let verdict = try deployment.judge(
                        code,
                        challenge: shown,
                        lookUp: deployment.recorded(credential)
                    )
                    if answer == shown {
                        expectAccepted(verdict)
                        #expect(verdict[.challenge] == (shown == nil ? .skipped : .passed))
                    } else {
                        expectRejected(verdict, .challengeUnknown)
                        #expect(verdict[.challenge] == .failed)
                    }
                }
            }
        }
    }

    @Test func `everything against a code is told, the rejections before the reviews`() throws {
        var deployment = try VirtualDeployment()
        deployment.trustList.expiresAt = now
        deployment.set(.credential, to: .suspended)
        deployment.set(.card, to: .revoked)
        let code = try deployment.dynamic(
            disclosing: [.identity, .card],
            audience: "urn:other",
            nonce: [UInt8](repeating: 9, count: 16),
            at: now - 100
        )
        let verdict = try deployment.judge(code, requiring: [.relief])
        expectRejected(
            verdict,
            .wrongAudience,
            .challengeUnknown,
            .codeExpired,
            .codeTooOld,
            .credentialSuspended,
            .trustListStale,
            .cardCancelled,
            .componentNotDisclosed
        )
    }
}
