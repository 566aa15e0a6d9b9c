// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

@testable import Trust

/// The same with keys as they are used, and with what others signed.
@Suite struct RealKeysTests {
    let crypto = SystemCryptography()

    @Test(arguments: try SignedStatusToken.load().filter { $0.title.contains("Status List Token") })
    func `a published token verifies and has the published states`(vector: SignedStatusToken) throws {
        let token = try StatusListToken(hex(vector.cbor))
        #expect(token.uri == "https://example.com/statuslists/1")
        #expect(token.issuedAt == 1_686_920_170)
        #expect(token.expiresAt == 2_291_720_170)
        #expect(token.timeToLive == 43_200)
        #expect(token.width == .one)
        #expect(token.keyID.map { Array($0) } == Array("12".utf8))
        let key = try COSEKey(curve: .p256, x: hex(vector.x), y: .full(hex(vector.y)))
        let list = try token.list(signedBy: crypto.verifier(for: key))
        #expect((0..<17).map { list[$0] } == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, nil])
        let other = try crypto.verifier(for: PrivateKey.generate(.p256).publicKey)
        #expect(trustCode { _ = try token.list(signedBy: other) } == .statusListSignature)
    }

    @Test func `a token that is no status list is refused`() throws {
        let vector = try #require(try SignedStatusToken.load().first { $0.title.contains("Referenced Token") })
        #expect(trustCode { _ = try StatusListToken(hex(vector.cbor)) } == .statusListType)
    }

    @Test(arguments: [(.sm2, .sm2), (.p256, .ed25519), (.ed25519, .p256)] as [(Curve, Curve)])
    func `root and status list work with each kind of key`(root: Curve, status: Curve) throws {
        let rootKey = try PrivateKey.generate(root)
        let statusKey = try PrivateKey.generate(status)
        let now = TrustScene.now
        let keyID = try crypto.keyID(of: statusKey.publicKey)
        let contents = TrustListContents(
            issuer: "佛山市",
            issuedAt: now,
            expiresAt: now + TrustList.maximumLifetime,
            sequence: 1,
            entries: [
                // As an issuer may write it: y as a sign.
                TrustedKey(
                    keyID: keyID,
                    key: statusKey.publicKey.compressed,
                    uses: [.statusList],
                    issuer: TrustScene.issuer,
                    notBefore: now,
                    notAfter: now + 1000
                )
            ],
            statusListPrefixes: [TrustScene.prefix]
        )
        let list = try TrustList.sign(contents, by: rootKey, crypto: crypto)
        #expect(list.entries[0].key == statusKey.publicKey)
        var builder = StatusListBuilder(uri: TrustScene.uri)
        try builder.set(.relief, ofCredentialAt: 40, to: .revoked)
        let bytes = try builder.sign(
            issuedAt: now,
            expiresAt: now + 60,
            timeToLive: 30,
            by: statusKey,
            keyID: keyID
        )
        let snapshot = try TrustSnapshot(
            trustListBytes: list.bytes,
            statusListBytes: [bytes],
            anchor: TrustAnchor(rootKey: rootKey.publicKey.compressed),
            crypto: crypto
        )
        #expect(snapshot.problems.isEmpty)
        let found = snapshot.status(of: TrustScene.uri, index: 40, issuer: TrustScene.issuer, now: now)
        #expect(found.relief == .revoked)
        #expect(found.credential == .valid)
        let stranger = TrustAnchor(rootKey: try PrivateKey.generate(root).publicKey)
        #expect(
            trustCode { _ = try TrustList.verified(list.bytes, anchor: stranger, crypto: crypto) } == .unknownRoot
        )
    }
}
