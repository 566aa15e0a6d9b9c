// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

@testable import MergedCode

@Suite struct SDCWTTests {
    /// A published example (fixtures/vectors/sd-cwt.json).
    struct Vector: Decodable, CustomTestStringConvertible {
        struct Disclosed: Decodable {
            let encoded: String
            let digest: String
        }

        let title: String
        let source: String
        let kind: String
        let cbor: String
        let disclosures: [Disclosed]
        let claims: String

        var testDescription: String { "\(title) (\(source))" }
    }

    /// A key of the published examples (fixtures/vectors/sd-cwt-keys.json).
    struct Key: Decodable {
        let title: String
        let curve: String
        let x: String
        let y: String
    }

    private static let vectors: [Vector] = (try? Fixtures.json("vectors/sd-cwt.json")) ?? []

    private static func verifier(_ title: String) throws -> Sample.Verifier {
        let keys: [Key] = try Fixtures.json("vectors/sd-cwt-keys.json")
        let key = try #require(keys.first { $0.title == title })
        let curve: Curve = key.curve == "P-384" ? .p384 : .p256
        return Sample.Verifier(
            base: try Sample.crypto.verifier(for: COSEKey(curve: curve, x: hex(key.x), y: .full(hex(key.y))))
        )
    }

    /// The SD-CWT of an example, taken out of its key binding token where there is one.
    private static func token(_ vector: Vector) throws -> UnverifiedSDCWT {
        guard vector.kind == "presented" else { return try UnverifiedSDCWT(hex(vector.cbor)) }
        let binding = try UnverifiedSDKBT(hex(vector.cbor))
        let isHolderSigned = binding.isHolderSigned(by: try verifier("holder"))
        #expect(isHolderSigned)
        return binding.credential
    }

    @Test func `the published examples are there`() { #expect(Self.vectors.count >= 6) }

    @Test(arguments: Self.vectors)
    func `a published example verifies and discloses its claims`(vector: Vector) throws {
        for disclosure in vector.disclosures {
            let digest = Sample.crypto.sha256(hex(disclosure.encoded)[...])
            #expect(hexText(digest.bytes) == disclosure.digest)
        }
        let token = try Self.token(vector)
        #expect(token.confirmationKey?.curve == .p256)
        #expect(token.verified(by: try Self.verifier("holder")) == nil)
        let verified = try #require(token.verified(by: try Self.verifier("issuer")))
        let claims = try verified.claims(disclosedWith: Sample.crypto)
        #expect(hexText(claims.encoded) == vector.claims)
    }

    @Test(arguments: Self.vectors)
    func `every flipped bit of a published example is refused`(vector: Vector) throws {
        let (issuer, holder) = (try Self.verifier("issuer"), try Self.verifier("holder"))
        var bytes = hex(vector.cbor)
        func passes() -> Bool {
            do {
                var token: UnverifiedSDCWT
                if vector.kind == "presented" {
                    let binding = try UnverifiedSDKBT(bytes)
                    guard binding.isHolderSigned(by: holder) else { return false }
                    token = binding.credential
                } else {
                    token = try UnverifiedSDCWT(bytes)
                }
                guard let verified = token.verified(by: issuer) else { return false }
                // Alone, an SD-CWT does not sign for what is in its unprotected header but the disclosures.
                guard token.sign1.unprotected.entries?.count == 1, token.sign1.unprotected[17] != nil else {
                    return false
                }
                _ = try verified.claims(disclosedWith: Sample.crypto)
                return true
            } catch { return false }
        }
        var accepted: [Int] = []
        for index in bytes.indices {
            bytes[index] ^= 1 << UInt8(index % 8)
            if passes() { accepted.append(index) }
            bytes[index] ^= 1 << UInt8(index % 8)
        }
        #expect(accepted.isEmpty)
    }

    // MARK: Redacting and disclosing

    private static let claims: CBOR = .map([
        (1, "https://issuer.example"), (2, "x"), (8, [1: Sample.holder.publicKey.cbor]),
        (.tagged(58, 501), "ABCD-123456"),
        (.tagged(62, 1), .null),
        (
            502,
            [.tagged(58, 1), .tagged(62, 2), 3, .tagged(58, .map([(.tagged(58, "a"), 1), ("b", [.tagged(58, 4)])]))]
        ),
        (.tagged(58, "n"), .map([(.tagged(58, 1), .tagged(1000, [.tagged(58, 5)]))])),
    ])

    private static func token(
        _ claims: CBOR,
        disclosures: CBOR?,
        protected: [(key: CBOR, value: CBOR)] = []
    ) throws -> UnverifiedSDCWT {
        let forged = ForgedToken(
            protected: ForgedMap([(1, -9), (16, 293)] + protected),
            unprotected: disclosures.map { [17: $0] } ?? [:],
            payload: ForgedMap([(.encoded([]), .encoded([]))])
        )
        return try UnverifiedSDCWT(
            COSESign1.sign(
                claims.encoded,
                protected: forged.protected.cbor.encoded,
                unprotected: forged.unprotected,
                by: Sample.issuer
            )
        )
    }

    private static func read(_ claims: CBOR, disclosing disclosures: [CBOR]) throws -> String {
        let token = try token(claims, disclosures: disclosures.isEmpty ? nil : .array(disclosures))
        let verified = try #require(token.verified(by: try Sample.verifier(Sample.issuer)))
        return try verified.claims(disclosedWith: Sample.crypto).diagnostic
    }

    @Test func `what is redacted is disclosed again, nested and in any order, and decoys vanish`() throws {
        let redacted = try SDCWT.redact(Self.claims, crypto: Sample.crypto, random: Sample.random)
        let all = redacted.disclosures.map { CBOR.encoded($0) }
        #expect(all.count == 10)
        let read = try Self.read(redacted.claims, disclosing: all.reversed())
        #expect(read.hasSuffix(#"501: "ABCD-123456", 502: [1, 3, {"a": 1, "b": [4]}], "n": {1: 1000([5])}}"#))
        let hidden = try Self.read(redacted.claims, disclosing: [])
        #expect(hidden.hasSuffix("502: [3]}"))
        #expect(!redacted.claims.encoded.contains(subsequence: Array("ABCD".utf8)))
    }

    @Test func `a disclosure without its parent, twice, or of nothing is refused`() throws {
        let redacted = try SDCWT.redact(Self.claims, crypto: Sample.crypto, random: Sample.random)
        let all = redacted.disclosures.map { CBOR.encoded($0) }
        let refused = CredentialError(.sdCWTDisclosure, "")
        // The last disclosure made is that of "n"; those inside of it come before.
        #expect(throws: refused) { try Self.read(redacted.claims, disclosing: Array(all.dropLast())) }
        #expect(throws: refused) { try Self.read(redacted.claims, disclosing: all + [all[0]]) }
        #expect(throws: refused) {
            try Self.read(redacted.claims, disclosing: [.wrapped([.bytes(Sample.random(16)), 1, 501])])
        }
    }

    private static func read(
        _ disclosures: [CBOR],
        claims: (_ digests: [CBOR]) -> [(key: CBOR, value: CBOR)]
    ) throws -> String {
        let wrapped = disclosures.map { CBOR.wrapped($0) }
        let digests = wrapped.map { CBOR.bytes(Sample.crypto.sha256($0.encoded[...]).bytes) }
        return try read(.map([(8, [:])] + claims(digests)), disclosing: wrapped)
    }

    @Test func `a disclosure in the wrong place is refused`() throws {
        let salt = CBOR.bytes(Sample.random(16))
        let refused = CredentialError(.sdCWTDisclosure, "")
        let keys: (([CBOR]) -> [(key: CBOR, value: CBOR)]) = { [(.simple(59), .array($0))] }
        #expect(try Self.read([[salt, 1, 501]], claims: keys) == "{8: {}, 501: 1}")
        for content in [[salt, 1], [salt, 1, .bytes([1])], [salt, 1, 4], [salt, 1, 8], [.bytes([1]), 1, 501], []]
            as [CBOR]
        {
            #expect(throws: refused) { try Self.read([content], claims: keys) }
        }
        #expect(throws: refused) { try Self.read([[salt, 1, 501], [salt, 2, 501]], claims: keys) }
        #expect(throws: refused) { try Self.read([[salt, 1, 501]]) { [(501, 2), (.simple(59), .array($0))] } }
        #expect(throws: refused) { try Self.read([[salt, 1, 501]]) { [(.simple(59), .array($0 + $0))] } }
        #expect(throws: refused) { try Self.read([[salt, 1, 501]]) { [(502, [.tagged(60, $0[0])])] } }
        #expect(try Self.read([[salt, 1]]) { [(502, [.tagged(60, $0[0])])] } == "{8: {}, 502: [1]}")
    }

    @Test func `redactions of another form are refused`() throws {
        let refused = CredentialError(.sdCWT, "")
        for claim in [
            (.simple(59), 1), (.simple(59), [1]), (.simple(59), [.bytes([1])]), (502, .tagged(60, .bytes([1]))),
            (502, [.tagged(60, 1)]), (502, [.tagged(58, 1)]), (502, .tagged(62, 1)), (.tagged(58, 501), 1),
            (502, .simple(59)),
            (.bytes([1]), 1), (.text(String(repeating: "k", count: 256)), 1),
        ] as [(CBOR, CBOR)] {
            #expect(throws: refused) {
                try Self.read(.map([(8, [:]), (key: claim.0, value: claim.1)]), disclosing: [])
            }
        }
    }

    @Test func `sd_alg other than SHA-256, no cnf, an empty sd_claims and broken times are refused`() throws {
        func refuses(_ code: CredentialError.Code, _ body: () throws -> Void) -> Bool {
            do {
                try body()
                return false
            } catch { return (error as? CredentialError)?.code == code }
        }
        let claims: CBOR = [8: [:]]
        #expect(refuses(.sdCWTAlgorithm) { _ = try Self.token(claims, disclosures: nil, protected: [(170, -43)]) })
        #expect(!refuses(.sdCWTAlgorithm) { _ = try Self.token(claims, disclosures: nil, protected: [(170, -16)]) })
        #expect(refuses(.sdCWT) { _ = try Self.token([:], disclosures: nil) })
        #expect(refuses(.sdCWTDisclosure) { _ = try Self.token(claims, disclosures: []) })
        #expect(refuses(.sdCWTDisclosure) { _ = try Self.token(claims, disclosures: [1]) })
        for times in [[4: 10, 6: 10], [4: 10, 5: 10], [5: 11, 6: 10], [4: .float(.nan)], [6: "1"]] as [CBOR] {
            guard case .map(let entries) = times else { continue }
            #expect(refuses(.sdCWT) { _ = try Self.token(.map([(8, [:])] + entries), disclosures: nil) })
        }
        #expect(!refuses(.sdCWT) { _ = try Self.token([8: [:], 4: .float(10.5), 6: 10], disclosures: nil) })
    }

    @Test func `claims in the protected header are claims, and must agree with the payload's`() throws {
        func read(_ header: CBOR) throws -> String {
            let token = try Self.token([8: [:], 500: true], disclosures: nil, protected: [(15, header)])
            let verified = try #require(token.verified(by: try Sample.verifier(Sample.issuer)))
            return try verified.claims(disclosedWith: Sample.crypto).diagnostic
        }
        #expect(try read([1: "i", 500: true]) == #"{1: "i", 8: {}, 500: true}"#)
        #expect(throws: CredentialError(.sdCWT, "")) { try read([500: false]) }
    }
}

extension Collection where Element: Equatable {
    fileprivate func contains(subsequence: [Element]) -> Bool {
        indices.contains { self[$0...].starts(with: subsequence) }
    }
}
