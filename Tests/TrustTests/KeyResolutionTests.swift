// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

@testable import Trust

@Suite struct KeyResolutionTests {
    let scene: TrustScene
    let key: FakeKey

    init() throws {
        scene = try TrustScene()
        key = scene.credentialKey
    }

    /// Asks a list of these entries for the key as for a credential of the scene, unless told otherwise.
    private func refusal(
        _ entries: TrustedKey...,
        algorithm: Algorithm = .esp256,
        use: KeyUse = .credential,
        issuer: String = TrustScene.issuer,
        issuedAt: Int64 = TrustScene.now,
        attesting claims: [Int64] = []
    ) throws -> KeyRefusal? {
        var contents = scene.contents
        contents.entries = entries
        let list = try TrustList.sign(contents, by: scene.root, crypto: scene.crypto)
        let resolution = list.key(
            try key.keyID,
            algorithm: algorithm,
            use: use,
            issuer: issuer,
            issuedAt: issuedAt,
            attesting: claims
        )
        switch resolution {
        case .refused(let refusal): return refusal
        case .trusted(let entry, let verifier):
            #expect(verifier.publicKey == key.publicKey)
            #expect(entries.contains(entry))
            return nil
        }
    }

    @Test func `a key with a fitting entry is trusted under both of its algorithms`() throws {
        #expect(try refusal(try scene.entry(key)) == nil)
        #expect(try refusal(try scene.entry(key), algorithm: .es256) == nil)
    }

    @Test func `a kid without an entry is unknown`() throws {
        #expect(try refusal(try scene.entry(FakeKey(9))) == .unknownIssuerKey)
    }

    @Test(arguments: [.ed25519, .sm2, .esp384, Algorithm(rawValue: -257)] as [Algorithm])
    func `an algorithm that is not the key's is unsupported`(algorithm: Algorithm) throws {
        #expect(try refusal(try scene.entry(key), algorithm: algorithm) == .unsupportedAlgorithm)
    }

    @Test func `another use or issuer is not authorised`() throws {
        #expect(try refusal(try scene.entry(key), use: .printed) == .issuerNotAuthorised)
        #expect(try refusal(try scene.entry(key), use: .statusList) == .issuerNotAuthorised)
        #expect(try refusal(try scene.entry(key), issuer: "民政局 ") == .issuerNotAuthorised)
        #expect(try refusal(try scene.entry(key, uses: [KeyUse(rawValue: 9)])) == .issuerNotAuthorised)
    }

    @Test func `issuers are compared by bytes, not as Swift strings`() throws {
        let entry = try scene.entry(key, issuer: "caf\u{E9}")
        #expect(try refusal(entry, issuer: "cafe\u{301}") == .issuerNotAuthorised)
    }

    @Test func `use and issuer must stand in one entry`() throws {
        let entries = (try scene.entry(key, issuer: "A"), try scene.entry(key, uses: [.printed], issuer: "B"))
        #expect(try refusal(entries.0, entries.1, use: .printed, issuer: "A") == .issuerNotAuthorised)
        #expect(try refusal(entries.0, entries.1, use: .printed, issuer: "B") == nil)
    }

    @Test func `the dates bound the iat inclusively`() throws {
        let entry = try scene.entry(key, notBefore: 1000, notAfter: 2000)
        #expect(try refusal(entry, issuedAt: 999) == .issuerKeyNotYetValid)
        #expect(try refusal(entry, issuedAt: 1000) == nil)
        #expect(try refusal(entry, issuedAt: 2000) == nil)
        #expect(try refusal(entry, issuedAt: 2001) == .issuerKeyExpired)
        #expect(try refusal(entry, issuedAt: .min) == .issuerKeyNotYetValid)
        #expect(try refusal(entry, issuedAt: .max) == .issuerKeyExpired)
    }

    @Test func `dates must be those of the entry that authorises`() throws {
        let early = try scene.entry(key, issuer: "A", notBefore: 1000, notAfter: 2000)
        let late = try scene.entry(key, issuer: "B", notBefore: 3000, notAfter: 4000)
        #expect(try refusal(early, late, issuer: "A", issuedAt: 3500) == .issuerKeyExpired)
        #expect(try refusal(early, late, issuer: "B", issuedAt: 1500) == .issuerKeyNotYetValid)
        #expect(try refusal(late, early, issuer: "B", issuedAt: 3500) == nil)
    }

    @Test func `a compromised key is refused whatever its date and under any entry`() throws {
        let compromised = try scene.entry(
            key,
            issuer: "another",
            notBefore: 1000,
            notAfter: 2000,
            revocation: .init(at: 1_900_000_000, reason: .compromised)
        )
        #expect(try refusal(try scene.entry(key), compromised) == .issuerKeyRevoked)
        #expect(try refusal(compromised, try scene.entry(key), issuedAt: 500) == .issuerKeyRevoked)
        #expect(try refusal(compromised, algorithm: .sm2) == .issuerKeyRevoked)
    }

    @Test func `a superseded key stays good for what it signed before`() throws {
        let entry = try scene.entry(key, revocation: .init(at: TrustScene.now, reason: .superseded))
        #expect(try refusal(entry, issuedAt: TrustScene.now - 1) == nil)
        #expect(try refusal(entry, issuedAt: TrustScene.now) == .issuerKeyRevoked)
        #expect(try refusal(entry, issuedAt: TrustScene.now + 1) == .issuerKeyRevoked)
    }

    @Test func `a superseded entry leaves other entries of the key alone`() throws {
        let old = try scene.entry(key, issuer: "A", revocation: .init(at: 2000, reason: .superseded))
        #expect(try refusal(old, try scene.entry(key, issuer: "B"), issuer: "B") == nil)
        #expect(try refusal(old, try scene.entry(key, issuer: "B"), issuer: "A") == .issuerKeyRevoked)
    }

    @Test func `in a rollover both keys are good for what they may sign`() throws {
        let successor = try FakeKey(9)
        let list = try scene.trustList(
            of: try scene.entry(key, revocation: .init(at: TrustScene.now, reason: .superseded)),
            try scene.entry(successor, notBefore: TrustScene.now - 86_400)
        )
        for (signer, issuedAt) in [
            (key, TrustScene.now - 10), (successor, TrustScene.now - 10), (successor, TrustScene.now),
        ] {
            let resolution = list.key(
                try signer.keyID,
                algorithm: .esp256,
                use: .credential,
                issuer: TrustScene.issuer,
                issuedAt: issuedAt
            )
            guard case .trusted(_, let verifier) = resolution else {
                Issue.record("refused at \(issuedAt)")
                continue
            }
            #expect(verifier.publicKey == signer.publicKey)
        }
    }

    @Test func `of several refusals the closest entry's is told, in any order`() throws {
        let expired = try scene.entry(key, notBefore: 1000, notAfter: 2000)
        let future = try scene.entry(key, notBefore: 4000, notAfter: 5000)
        let superseded = try scene.entry(
            key,
            notBefore: 0,
            notAfter: 9000,
            revocation: .init(at: 2500, reason: .superseded)
        )
        let foreign = try scene.entry(key, issuer: "another")
        #expect(try refusal(foreign, future, expired, issuedAt: 3000) == .issuerKeyExpired)
        #expect(try refusal(expired, future, foreign, issuedAt: 3000) == .issuerKeyExpired)
        #expect(try refusal(future, foreign, issuedAt: 3000) == .issuerKeyNotYetValid)
        #expect(try refusal(future, superseded, expired, issuedAt: 3000) == .issuerKeyRevoked)
    }

    @Test func `a claim that the entry does not list is not authorised`() throws {
        let entry = try scene.entry(key, claims: [-65537, -65538])
        #expect(try refusal(entry, attesting: [-65537, -65538]) == nil)
        #expect(try refusal(entry, attesting: []) == nil)
        #expect(try refusal(entry, attesting: [-65537, -65540]) == .issuerNotAuthorised)
        #expect(entry.mayAttest(-65537))
        #expect(!entry.mayAttest(-65540))
        #expect(try scene.entry(key).mayAttest(-65540))
    }

    @Test func `the claims of two entries are not added up`() throws {
        let entries = (try scene.entry(key, claims: [-65537]), try scene.entry(key, claims: [-65540]))
        #expect(try refusal(entries.0, entries.1, attesting: [-65537, -65540]) == .issuerNotAuthorised)
        #expect(try refusal(entries.0, entries.1, attesting: [-65540]) == nil)
    }

    @Test func `a refusal is named as the verdict's reason`() {
        #expect(KeyRefusal.issuerKeyNotYetValid.rawValue == "issuer_key_not_yet_valid")
        #expect(KeyRefusal.unknownIssuerKey.rawValue == "unknown_issuer_key")
    }
}
