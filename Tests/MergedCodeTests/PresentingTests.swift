// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import Testing

@Suite struct PresentingTests {
    @Test(arguments: [
        ([] as Set<ComponentKey>, 800...830), (ComponentKey.disclosedByDefault, 1120...1160),
        (Set(ComponentKey.allCases), 1180...1220),
    ])
    func `a dynamic code has the size that wire-format.md names`(keys: Set<ComponentKey>, size: ClosedRange<Int>) throws
    {
        #expect(size.contains(try Sample.dynamicText(disclosing: keys).utf8.count))
    }

    @Test(arguments: [Curve.p256, .ed25519, .sm2], [Curve.p256, .ed25519, .sm2])
    func `what is issued and presented is what a verifier reads`(issuing: Curve, holding: Curve) throws {
        let issuer = try PrivateKey.generate(issuing)
        let holder = try PrivateKey.generate(holding)
        let held = try Sample.draft(holder: holder).issue(signer: issuer, crypto: Sample.crypto, random: Sample.random)
        let nonce = Sample.random(16)
        let text = try held.dynamicCode(
            disclosing: [.identity, .relief],
            audience: "urn:heyima:terminal:K-1",
            nonce: nonce,
            now: Sample.now,
            signer: holder,
            random: Sample.random
        )
        guard case .dynamic(let code) = try UnverifiedCode(text: text) else {
            Issue.record("another kind")
            return
        }
        #expect(code.binding.audience == "urn:heyima:terminal:K-1")
        #expect(code.binding.issuedAt == Sample.now)
        #expect(code.binding.expiration == Sample.now + 60)
        #expect(code.binding.nonce == nonce)
        #expect(code.brokenTimeRule == nil)
        #expect(code.credential.keyID == (try Sample.crypto.keyID(of: issuer.publicKey)))
        #expect(code.credential.claims.issuer == "gd.mz")
        #expect(code.credential.claims.status == Sample.status)
        #expect(code.credential.id == held.id)
        let holderVerifier = Sample.Verifier(base: try Sample.crypto.verifier(for: code.credential.holderKey))
        #expect(code.isHolderSigned(by: holderVerifier))
        #expect(!code.isHolderSigned(by: try Sample.verifier(issuer)))
        #expect(code.credential.verified(by: holderVerifier) == nil)
        let credential = try #require(code.credential.verified(by: try Sample.verifier(issuer)))
        let components = try credential.components(disclosedWith: Sample.crypto)
        #expect(components == Sample.components.restricted(to: [.identity, .relief]))
    }

    @Test func `a key on the same curve that is not the credential's holder is refused though its signature is good`()
        throws
    {
        var forged = try ForgedCode()
        let thief = try PrivateKey.generate(.p256)
        forged.binding.signer = thief
        #expect(!(try forged.parse()).isHolderSigned(by: try Sample.verifier(thief)))
    }

    @Test func `a wallet keeps the credential as bytes and finds every disclosure again`() throws {
        let held = try Sample.held()
        let again = try HeldCredential(held.encoded, crypto: Sample.crypto)
        #expect(again.components == Sample.components)
        #expect(again.id == held.id)
        #expect(again.credential.verified(by: try Sample.verifier(Sample.issuer)) != nil)
    }

    @Test func `a credential without a component carries a decoy that cannot be told from it and is never presented`()
        throws
    {
        var components = Sample.components
        components.relief = nil
        components.health = nil
        let held = try Sample.held(components)
        #expect(held.components == components)
        #expect(held.credential.disclosureCount == 5)
        #expect(throws: CredentialError(.componentMissing, "")) {
            try held.dynamicCode(
                disclosing: [.relief],
                audience: Sample.audience,
                now: Sample.now,
                signer: Sample.holder,
                random: Sample.random
            )
        }
    }

    @Test func `a wallet refuses a credential with a disclosure missing, added or twice`() throws {
        let held = try Sample.held()
        let token = try COSESign1(held.encoded)
        let all = try #require(token.unprotected[17]?.elements).map { CBOR.encoded(Array($0.encoded)) }
        let decoy = CBOR.wrapped([.bytes(Sample.random(16))])
        for disclosures in [Array(all.dropLast()), all + [decoy], Array(all.dropLast()) + [all[0]]] {
            let bytes =
                CBOR.tagged(
                    18,
                    .array([
                        .bytes(Array(token.protectedBytes)), [17: .array(disclosures)], .bytes(Array(token.payload)),
                        .bytes(Array(token.signature)),
                    ])
                )
                .encoded
            #expect(throws: CredentialError(.malformed, "")) { try HeldCredential(bytes, crypto: Sample.crypto) }
        }
    }

    @Test func `a code never outlives its credential and never begins before it`() throws {
        let held = try Sample.held()
        func binding(at now: Int64) throws -> KeyBinding {
            let text = try held.dynamicCode(
                audience: Sample.audience,
                now: now,
                signer: Sample.holder,
                random: Sample.random
            )
            guard case .dynamic(let code) = try UnverifiedCode(text: text) else {
                preconditionFailure("a dynamic code")
            }
            #expect(code.brokenTimeRule == nil)
            return code.binding
        }
        let early = try binding(at: held.claims.issuedAt - 500)
        #expect(early.issuedAt == held.claims.issuedAt)
        let late = try binding(at: held.claims.expiration - 10)
        #expect(late.expiration == held.claims.expiration)
        #expect(throws: CredentialError(.expired, "")) { try binding(at: held.claims.expiration) }
    }

    @Test
    func `a presentation is refused for a stranger's key, an empty audience, a short nonce or a poor random source`()
        throws
    {
        let held = try Sample.held()
        func present(
            audience: String = Sample.audience,
            nonce: [UInt8]? = nil,
            lifetime: Int64 = 60,
            signer: PrivateKey = Sample.holder,
            random: (Int) -> [UInt8] = Sample.random
        ) throws {
            _ = try held.dynamicCode(
                audience: audience,
                nonce: nonce,
                now: Sample.now,
                lifetime: lifetime,
                signer: signer,
                random: random
            )
        }
        #expect(throws: CredentialError(.notHolder, "")) { try present(signer: Sample.issuer) }
        #expect(throws: CredentialError(.request, "")) { try present(audience: "") }
        #expect(throws: CredentialError(.request, "")) { try present(nonce: Sample.random(15)) }
        #expect(throws: CredentialError(.request, "")) { try present(lifetime: 0) }
        #expect(throws: CredentialError(.random, "")) { try present(random: { Array(Sample.random($0).dropLast()) }) }
    }

    @Test func `a reference code names the credential and carries no personal data`() throws {
        let held = try Sample.held()
        let text = try held.referenceCode(
            showing: [.relief, .identity],
            audience: Sample.audience,
            now: Sample.now,
            signer: Sample.holder,
            random: Sample.random
        )
        #expect(text.utf8.count < 230)
        guard case .reference(let code) = try UnverifiedCode(text: text) else {
            Issue.record("another kind")
            return
        }
        #expect(code.credentialID == held.id)
        #expect(code.shown == [.identity, .relief])
        #expect(code.isHolderSigned(by: try Sample.verifier(Sample.holder)))
        #expect(!code.isHolderSigned(by: try Sample.verifier(Sample.issuer)))
    }

    @Test func `a printed code carries identity with the given name masked, card and relief, and nothing else`() throws
    {
        let (text, id) = try Sample.printedDraft()
            .issue(signer: Sample.issuer, crypto: Sample.crypto, random: Sample.random)
        guard case .printed(let code) = try UnverifiedCode(text: text) else {
            Issue.record("another kind")
            return
        }
        #expect(code.id == id)
        let printed = try #require(code.verified(by: try Sample.verifier(Sample.issuer)))
        #expect(printed.components.keys == [.identity, .card, .relief])
        #expect(printed.components.identity?.name == "陈**")
        #expect(printed.components.relief == Sample.components.relief)
        #expect(code.verified(by: try Sample.verifier(Sample.holder)) == nil)
    }

    @Test func `a printed code lives for 366 days at most`() {
        var draft = Sample.printedDraft()
        draft.expiration += 1
        #expect(throws: CredentialError(.claim, "")) {
            try draft.issue(signer: Sample.issuer, crypto: Sample.crypto, random: Sample.random)
        }
    }

    @Test func `claims that no reader would take are not issued`() {
        func refuses(_ change: (inout CredentialDraft) -> Void) -> Bool {
            var draft = Sample.draft()
            change(&draft)
            do {
                _ = try draft.issue(signer: Sample.issuer, crypto: Sample.crypto, random: Sample.random)
                return false
            } catch { return error as? CredentialError == CredentialError(.claim, "") }
        }
        #expect(refuses { $0.issuer = "" })
        #expect(refuses { $0.expiration = $0.issuedAt })
        #expect(refuses { $0.expiration = 253_402_300_800 })
        #expect(refuses { $0.issuedAt = -1 })
        #expect(refuses { $0.notBefore = $0.issuedAt + 1 })
        #expect(refuses { $0.components.identity?.idNumber = "440604195001010320" })
        #expect(refuses { $0.components.identity?.name = "" })
        #expect(refuses { $0.components.card?.last4 = "49184" })
        #expect(refuses { $0.components.relief = [] })
        #expect(refuses { $0.components.relief = Array(repeating: $0.components.relief![0], count: 5) })
        #expect(refuses { $0.components.payment?.period = 202_613 })
        #expect(refuses { $0.components.payment?.amount = 1_000_000_000_000_001 })
        #expect(refuses { $0.components.health?.validUntil = -1 })
    }
}
