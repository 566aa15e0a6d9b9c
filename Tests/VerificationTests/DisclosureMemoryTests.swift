// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Signing
import Synchronization
import TestSupport
import Testing
import Trust

@testable import Verification

/// A verifier that has seen codes answers every other code as one does that has seen nothing.
@Suite struct DisclosureMemoryTests {
    private let deployment: VirtualDeployment
    private let credential: HeldCredential
    private let verifier: Verifier

    init() throws {
        deployment = try VirtualDeployment()
        credential = try deployment.credential()
        verifier = Verifier(crypto: deployment.crypto)
    }

    private func judge(_ text: String, at time: Int64 = now) throws -> Verdict {
        verifier.judge(text, in: Circumstances(now: time, trust: try deployment.snapshot()))
    }

    /// Has the verifier see a code so often that it keeps what is disclosed.
    private func expectKept(_ text: String) throws {
        for _ in 0..<2 { expectAccepted(try judge(text)) }
    }

    /// The verdict, once it is that of a verifier that has seen nothing.
    private func sameVerdict(_ text: String, at time: Int64 = now) throws -> Verdict {
        let verdict = try judge(text, at: time)
        #expect(try "\(verdict)" == "\(deployment.judge(text, at: time))")
        return verdict
    }

    /// A code of the credential with other disclosures, whose holder signs for them.
    private func code(_ presented: [UInt8]) throws -> String {
        let text = try deployment.dynamic(credential)
        return try deployment.resigned(
            text,
            headers: [HeaderLabel.credential: .encoded(Self.bytes(carried(text), presented))]
        )
    }

    /// A token with other disclosures.
    private static func bytes(_ token: COSESign1, _ presented: [UInt8]) -> [UInt8] {
        CBOR.tagged(
            COSESign1.tag,
            .array([
                .bytes(Array(token.protectedBytes)), .encoded(presented),
                .bytes(Array(token.payload)), .bytes(Array(token.signature)),
            ])
        )
        .encoded
    }

    private func carried(_ text: String) throws -> COSESign1 {
        let code = try COSESign1(UnverifiedCode.bytes(of: text))
        return try COSESign1(CBORItem(try #require(code.protected[HeaderLabel.credential]).encoded))
    }

    @Test func `the same disclosures again`() throws {
        for _ in 0..<3 {
            let verdict = try sameVerdict(deployment.dynamic(credential))
            expectAccepted(verdict)
            #expect(!verdict.showsNothing)
        }
    }

    @Test func `other disclosures of the same credential, fewer, more and none`() throws {
        let choices: [Set<ComponentKey>] = [
            Set(ComponentKey.allCases), [.identity], [.identity, .card], [.card], [], [.payment, .health], [.relief],
        ]
        for keys in choices + choices.reversed() {
            let verdict = try sameVerdict(deployment.dynamic(credential, disclosing: keys))
            expectAccepted(verdict)
            #expect((verdict.identity == .notDisclosed) == !keys.contains(.identity))
            #expect((verdict.card.state == .notDisclosed) == !keys.contains(.card))
            #expect((verdict.relief.state == .notDisclosed) == !keys.contains(.relief))
            #expect((verdict.health.state == .notDisclosed) == !keys.contains(.health))
            #expect(verdict.payments.isEmpty == !keys.contains(.payment))
        }
    }

    @Test func `any byte of a seen disclosure changed`() throws {
        let text = try deployment.dynamic(credential, disclosing: [.identity])
        let presented = Array(try carried(text).unprotected.encoded)
        try expectKept(text)
        for index in presented.indices {
            var changed = presented
            changed[index] ^= 1
            // Where it is no CBOR any more there is no such code.
            guard (try? CBORItem(changed)) != nil else { continue }
            let verdict = try sameVerdict(code(changed))
            #expect(verdict.outcome == .reject)
            #expect(verdict.showsNothing)
        }
        // A letter of the name: everything but the digest is as it was.
        let name = Array("陈".utf8)
        let letter = try #require(presented.indices.first { presented[$0...].starts(with: name) })
        var changed = presented
        changed[letter + name.count - 1] ^= 1
        expectRejected(try sameVerdict(code(changed)), .disclosureInvalid)
    }

    @Test func `a seen disclosure twice, or in another order`() throws {
        let text = try deployment.dynamic(credential, disclosing: [.identity, .card])
        let seen = try carried(text).unprotected
        try expectKept(text)
        let disclosures = try #require(seen[HeaderLabel.disclosures]?.elements).map { CBOR.encoded(Array($0.encoded)) }
        let label = CBOR.integer(HeaderLabel.disclosures)
        let twice = CBOR.map([(label, .array([disclosures[0], disclosures[0]]))])
        expectRejected(try sameVerdict(code(twice.encoded)), .disclosureInvalid)
        let reversed = CBOR.map([(label, .array(disclosures.reversed()))])
        expectAccepted(try sameVerdict(code(reversed.encoded)))
    }

    @Test func `the seen disclosures of another credential`() throws {
        let other = try deployment.dynamic(deployment.credential())
        try expectKept(other)
        try expectKept(deployment.dynamic(credential))
        expectRejected(try sameVerdict(code(Array(carried(other).unprotected.encoded))), .disclosureInvalid)
    }

    @Test func `the seen disclosures with another credential of the same id`() throws {
        try expectKept(deployment.dynamic(credential))
        let digests = CBOR.array((1...5).map { .bytes([UInt8](repeating: $0, count: 32)) })
        let token = try COSESign1(credential.encoded)
        let claims = try #require(token.payloadItem().entries)
            .map { key, value in
                let isList = key.simple == 59
                return (
                    key: CBOR.encoded(Array(key.encoded)), value: isList ? digests : .encoded(Array(value.encoded))
                )
            }
        let forged = try COSESign1.sign(
            CBOR.map(claims).encoded,
            protected: Array(token.protectedBytes),
            by: deployment.issuer
        )
        let text = try deployment.dynamic(credential)
        let carrier = try Self.bytes(COSESign1(forged), Array(carried(text).unprotected.encoded))
        let mixed = try deployment.resigned(text, headers: [HeaderLabel.credential: .encoded(carrier)])
        expectRejected(try sameVerdict(mixed), .disclosureInvalid)
    }

    @Test func `a seen credential after its memory went to others`() throws {
        let verifier = Verifier(crypto: deployment.crypto, capacity: 2)
        let circumstances = Circumstances(now: now, trust: try deployment.snapshot())
        for _ in 0..<2 {
            let text = try deployment.dynamic(credential)
            #expect(try "\(verifier.judge(text, in: circumstances))" == "\(deployment.judge(text))")
            for _ in 0..<4 { expectAccepted(verifier.judge(try deployment.dynamic(), in: circumstances)) }
        }
    }

    @Test func `a seen credential within ten minutes, after them, and before`() throws {
        for time in [now, now + 599, now + 601, now + 7200, now - 60, now] {
            let text = try deployment.dynamic(credential, at: time)
            #expect(try sameVerdict(text, at: time).identity != .notDisclosed)
        }
    }

    @Test func `disclosures are checked anew for other bytes, after ten minutes, and once they are forgotten`() throws {
        let memory = DisclosureMemory(capacity: 2)
        let crypto = CountingCryptography(crypto: deployment.crypto)
        let all = Set(ComponentKey.allCases)
        func digests(_ keys: Set<ComponentKey>, _ time: Int64, of held: HeldCredential? = nil) throws -> Int {
            let token = try carried(deployment.dynamic(held ?? credential, disclosing: keys))
            let issuer = try deployment.crypto.verifier(for: deployment.issuer.publicKey)
            let credential = try UnverifiedCredential(bytes: Self.bytes(token, Array(token.unprotected.encoded)))
            let verification = credential.verified(by: issuer)
            let verified = try #require(verification)
            let before = crypto.count
            let components = try memory.components(of: verified, crypto, now: time)
            #expect(try components == verified.components(disclosedWith: deployment.crypto))
            return crypto.count - before
        }
        #expect(try [digests(all, now), digests(all, now), digests(all, now + 600)] == [5, 5, 0])
        #expect(try [digests(all, now + 601), digests(all, now + 601), digests(all, now + 1201)] == [5, 5, 0])
        #expect(try digests(all, now + 1202) == 5)
        #expect(try [digests(all, now), digests(all, now), digests(all, now)] == [5, 5, 0], "the clock went back")
        #expect(try [digests([.card], now), digests([.card], now), digests(all, now)] == [1, 0, 0])
        for _ in 0..<4 {
            let other = try deployment.credential()
            #expect(try [digests(all, now, of: other), digests(all, now, of: other)] == [5, 5])
        }
        #expect(memory.count <= 2)
        #expect(try digests(all, now) == 5)
        #expect(try digests([.identity], now + 601, of: deployment.credential()) == 1)
        #expect(memory.count == 0, "what is older than ten minutes goes when any credential comes")
    }

    @Test func `what does not hold is not kept, and neither is what a reference code's credential says`() throws {
        let memory = DisclosureMemory(capacity: 8)
        let check = DisclosuresCheck(crypto: deployment.crypto, memory: memory)
        let issuer = try deployment.crypto.verifier(for: deployment.issuer.publicKey)
        let entry = try #require(deployment.trustList.entries.first)
        func examine(_ text: String, _ bytes: [UInt8]) throws -> CheckFinding {
            var subject = Case(
                code: try UnverifiedCode(text: text),
                circumstances: Circumstances(now: now, trust: nil),
                signatures: SignatureMemory(capacity: 8)
            )
            let verification = try UnverifiedCredential(bytes: bytes).verified(by: issuer)
            subject.issued = .credential(try #require(verification))
            subject.issuerKey = Case.IssuerKey(entry: entry, verifier: issuer)
            var verdict = Verdict(evidence: Evidence(subject.circumstances), time: now)
            return check.examine(&subject, &verdict)
        }
        let text = try deployment.dynamic(credential)
        let token = try carried(text)
        let foreign = try carried(deployment.dynamic()).unprotected.encoded
        #expect(try examine(text, Self.bytes(token, Array(foreign))).state == .failed)
        #expect(memory.count == 0)
        let carriedBytes = Self.bytes(token, Array(token.unprotected.encoded))
        #expect(try examine(deployment.reference(credential), carriedBytes).state == .passed)
        #expect(memory.count == 0)
        #expect(try examine(text, carriedBytes).state == .passed)
        #expect(memory.count == 0, "shown once")
        #expect(try examine(text, carriedBytes).state == .passed)
        #expect(memory.count == 1)
    }

    @Test func `a verifier that is described says nothing of whom it has seen`() throws {
        let verdict = try judge(deployment.dynamic(credential))
        guard case .confirmed(let name?, let idNumber?) = verdict.identity else {
            Issue.record("nobody was shown")
            return
        }
        var text = "\(verifier) \(String(reflecting: verifier))"
        dump(verifier, to: &text)
        #expect(!text.contains(name) && !text.contains(idNumber))
    }
}

/// Cryptography that counts its digests.
private final class CountingCryptography: CryptoProvider {
    private let crypto: SystemCryptography
    private let digests = Atomic<Int>(0)

    init(crypto: SystemCryptography) { self.crypto = crypto }

    var count: Int { digests.load(ordering: .relaxed) }

    func sha256(_ bytes: ArraySlice<UInt8>) -> Digest32 {
        digests.add(1, ordering: .relaxed)
        return crypto.sha256(bytes)
    }

    func verifier(for key: COSEKey) throws(COSEError) -> any SignatureVerifier { try crypto.verifier(for: key) }
}
