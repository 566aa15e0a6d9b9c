// SPDX-License-Identifier: Apache-2.0

import COSE
import Testing

@testable import Trust

@Suite struct TrustListTests {
    let scene: TrustScene

    init() throws { scene = try TrustScene() }

    private func code(_ payload: [UInt8]) throws -> TrustError.Code? {
        let bytes = try scene.signed(payload)
        return trustCode { _ = try scene.verified(bytes) }
    }

    @Test func `a signed list reads back as it was written`() throws {
        var scene = scene
        scene.contents.audienceBase = "urn:foshan:terminal"
        scene.contents.entries.append(
            try scene.entry(
                FakeKey(9),
                uses: [.credential, .printed],
                revocation: .init(at: TrustScene.now, reason: .superseded),
                claims: [-65537, -65539]
            )
        )
        let list = try scene.verified(try scene.trustList().bytes)
        #expect(list.entries == scene.contents.entries)
        #expect(list.issuer == "佛山市")
        #expect(list.sequence == 7)
        #expect(list.issuedAt == scene.contents.issuedAt)
        #expect(list.expiresAt == scene.contents.expiresAt)
        #expect(list.statusListPrefixes == [TrustScene.prefix])
        #expect(list.audienceBase == "urn:foshan:terminal")
        #expect(list.digest == scene.crypto.sha256(list.bytes[...]))
        #expect(list.rootKeyID == (try scene.root.keyID))
    }

    @Test func `the payload has the keys of wire-format §7`() throws {
        let token = try COSESign1(try scene.trustList().bytes)
        let payload = try CBORItem(token.payload)
        #expect(payload.entries?.compactMap(\.key.integer) == [1, 4, 6, -65550, -65551, -65552])
        #expect(token.protected.parameters.entries?.compactMap(\.key.integer) == [1, 4, 16])
        var entries = try #require(payload[-65551]?.elements)
        #expect(entries.next()?.entries?.compactMap(\.key.integer) == [1, 2, 3, 4, 5, 6])
    }

    @Test func `a successor is made from the list before`() throws {
        var scene = scene
        #expect(TrustListContents(try scene.trustList()) == scene.contents)
        scene.contents.audienceBase = "urn:foshan:terminal"
        #expect(TrustListContents(try scene.trustList()) == scene.contents)
    }

    @Test func `without an audience base it is the usual one`() throws {
        #expect(try scene.trustList().audienceBase == "urn:heyima:terminal")
    }

    @Test func `an anchor without an issuer takes the list's`() throws {
        let bytes = try scene.trustList().bytes
        let anchor = TrustAnchor(rootKey: scene.root.publicKey)
        let list = try TrustList.verified(bytes, anchor: anchor, crypto: scene.crypto)
        #expect(list.anchor == AnchorIdentity(rootKeyID: try scene.root.keyID, issuer: "佛山市"))
    }

    @Test func `unknown claims, entry parts and uses are ignored`() throws {
        let claims = try scene.signed(try scene.payload([(99, "later")]))
        #expect(throws: Never.self) { try scene.verified(claims) }
        let entry = try scene.signed(try scene.payload(entry: [(3, [1, 77]), (9, "later")]))
        let list = try scene.verified(entry)
        #expect(list.entries[0].uses == [.credential, KeyUse(rawValue: 77)])
    }

    // MARK: The envelope

    @Test func `another root is refused`() throws {
        let other = try FakeKey(8)
        let bytes = try scene.signed(scene.contents.payload.encoded, by: other)
        #expect(trustCode { _ = try scene.verified(bytes) } == .unknownRoot)
    }

    @Test func `an anchor that is no point is refused`() throws {
        let key = try COSEKey(curve: .p256, x: [UInt8](repeating: 0xFF, count: 32), y: .sign(true))
        let bytes = try scene.trustList().bytes
        #expect(
            trustCode { _ = try TrustList.verified(bytes, anchor: TrustAnchor(rootKey: key), crypto: scene.crypto) }
                == .unknownRoot
        )
    }

    @Test func `the right kid over a wrong signature is refused`() throws {
        var bytes = try scene.trustList().bytes
        bytes[bytes.count - 1] ^= 1
        #expect(trustCode { _ = try scene.verified(bytes) } == .trustListSignature)
    }

    @Test func `every changed bit is refused`() throws {
        let bytes = try scene.trustList().bytes
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                #expect(trustCode { _ = try scene.verified(changed) } != nil, "bit \(bit) of byte \(position)")
            }
        }
    }

    @Test func `an algorithm that is not the root's is refused`() throws {
        let protected = ProtectedHeader.encode(
            algorithm: .ed25519,
            keyID: try scene.root.keyID.bytes,
            type: .mediaType(TrustList.mediaType)
        )
        let bytes = try COSESign1.sign(scene.contents.payload.encoded, protected: protected, by: scene.root)
        #expect(trustCode { _ = try scene.verified(bytes) } == .trustListSignature)
    }

    @Test(arguments: [nil, .number(61), .mediaType("application/statuslist+cwt")] as [TokenType?])
    func `another typ is refused`(type: TokenType?) throws {
        let bytes = try scene.signed(scene.contents.payload.encoded, type: type)
        #expect(trustCode { _ = try scene.verified(bytes) } == .trustListType)
    }

    @Test func `a critical or an unprotected parameter is refused`() throws {
        let payload = scene.contents.payload.encoded
        let critical = try scene.signed(payload, others: [(2, [99]), (99, 1)])
        #expect(trustCode { _ = try scene.verified(critical) } == .trustListMalformed)
        let unprotected = try scene.signed(payload, unprotected: [4: .bytes([1])])
        #expect(trustCode { _ = try scene.verified(unprotected) } == .trustListMalformed)
    }

    @Test func `bytes that are no COSE_Sign1 are refused`() throws {
        let bytes = try scene.trustList().bytes
        for bad in [[], [0xA0], Array(bytes.dropFirst()), Array(bytes.dropLast()), bytes + [0]] {
            #expect(trustCode { _ = try scene.verified(bad) } == .trustListMalformed)
        }
    }

    @Test func `a list just over a mebibyte is refused before it is read`() throws {
        let bytes = [UInt8](repeating: 0, count: TrustList.maximumLength + 1)
        #expect(trustCode { _ = try scene.verified(bytes) } == .trustListTooLarge)
        #expect(trustCode { _ = try scene.verified(bytes.dropLast()) } == .trustListMalformed)
    }

    // MARK: The claims

    @Test func `a payload that is not strict CBOR is refused`() throws {
        let payload = scene.contents.payload.encoded
        #expect(try code(payload + [0]) == .trustListMalformed)
        #expect(try code([0xA2, 0x01, 0x61, 0x61, 0x01, 0x61, 0x61]) == .trustListMalformed)
        #expect(try code([0xBF, 0xFF]) == .trustListMalformed)
        #expect(try code([0x80]) == .trustListMalformed)
    }

    @Test(arguments: [1, 4, 6, -65550, -65551, -65552] as [Int64])
    func `a missing claim is refused`(claim: Int64) throws {
        #expect(try code(try scene.payload([(claim, nil)])) == .trustListMalformed)
    }

    @Test(
        arguments: [
            (1, 5), (1, ""), (4, .float(1_763_900_000)), (4, .tagged(1, 1_763_900_000)), (6, -1), (6, "1763900000"),
            (4, .unsigned(253_402_300_800)), (-65550, -1), (-65550, "7"), (-65551, []), (-65551, [1]), (-65551, [:]),
            (-65552, []), (-65552, [1]), (-65552, [""]), (-65553, 1), (-65553, ""),
        ] as [(Int64, CBOR)]
    )
    func `a claim of a wrong type or out of range is refused`(claim: Int64, value: CBOR) throws {
        #expect(try code(try scene.payload([(claim, value)])) == .trustListMalformed)
    }

    @Test func `the anchor's issuer and the list's must be the same bytes`() throws {
        // é as one scalar and as two: equal as Swift strings, not as bytes.
        let list = try scene.signed(try scene.payload([(1, .text("caf\u{65}\u{301}"))]))
        let anchor = TrustAnchor(rootKey: scene.root.publicKey, issuer: "caf\u{E9}")
        #expect(
            trustCode { _ = try TrustList.verified(list, anchor: anchor, crypto: scene.crypto) } == .trustListIssuer
        )
    }

    @Test func `a list may live 31 days and not a second longer`() throws {
        let issuedAt = scene.contents.issuedAt
        #expect(try code(try scene.payload([(4, .integer(issuedAt + 31 * 86_400))])) == nil)
        #expect(try code(try scene.payload([(4, .integer(issuedAt + 31 * 86_400 + 1))])) == .trustListLifetime)
        #expect(try code(try scene.payload([(4, .integer(issuedAt))])) == .trustListLifetime)
        #expect(try code(try scene.payload([(4, 0), (6, .unsigned(253_402_300_799))])) == .trustListLifetime)
    }

    @Test func `a list that no verifier would accept is not signed`() throws {
        var contents = scene.contents
        contents.expiresAt = contents.issuedAt + TrustList.maximumLifetime + 1
        #expect(
            trustCode { _ = try TrustList.sign(contents, by: scene.root, crypto: scene.crypto) } == .trustListLifetime
        )
    }

    // MARK: The entries

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [Int64])
    func `a missing part of an entry is refused`(part: Int64) throws {
        #expect(try code(try scene.payload(entry: [(part, nil)])) == .trustListMalformed)
    }

    @Test(
        arguments: [
            (1, .bytes([1, 2, 3])), (1, "12345678"), (3, []), (3, [-1]), (3, 1), (4, 1), (4, ""), (5, -1),
            (6, .float(1)), (6, 0), (7, 1), (7, [:]), (7, [1: 1]), (7, [1: 1, 2: 0]), (7, [1: 1, 2: 3]),
            (7, [1: -1, 2: 1]), (8, []), (8, 1), (8, ["name"]),
        ] as [(Int64, CBOR)]
    )
    func `a part of an entry that has a wrong type or value is refused`(part: Int64, value: CBOR) throws {
        #expect(try code(try scene.payload(entry: [(part, value)])) == .trustListMalformed)
    }

    @Test func `a kid that is not the thumbprint of its key is refused`() throws {
        #expect(try code(try scene.payload(entry: [(1, .bytes([1, 2, 3, 4, 5, 6, 7, 8]))])) == .entryKeyID)
        #expect(try code(try scene.payload(entry: [(2, FakeKey(9).publicKey.cbor)])) == .entryKeyID)
    }

    @Test func `two keys of one kid are refused`() throws {
        let crypto = FakeCrypto(colliding: [4, 5])
        var contents = scene.contents
        contents.entries = try [FakeKey(4), FakeKey(5)]
            .map { key in
                TrustedKey(
                    keyID: try crypto.keyID(of: key.publicKey),
                    key: key.publicKey,
                    uses: [.credential],
                    issuer: TrustScene.issuer,
                    notBefore: 0,
                    notAfter: 1
                )
            }
        #expect(contents.entries[0].keyID == contents.entries[1].keyID)
        #expect(trustCode { _ = try TrustList.sign(contents, by: scene.root, crypto: crypto) } == .entryKeyID)
        contents.entries.removeLast()
        #expect(throws: Never.self) { try TrustList.sign(contents, by: scene.root, crypto: crypto) }
    }

    @Test func `an entry's key may be compressed and is completed`() throws {
        let compressed = scene.credentialKey.publicKey.compressed
        let list = try scene.verified(try scene.signed(try scene.payload(entry: [(2, compressed.cbor)])))
        #expect(list.entries[0].key == scene.credentialKey.publicKey)
    }

    @Test func `an entry's key that is no point is refused`() throws {
        let point: CBOR = [1: 2, -1: 1, -2: .bytes([UInt8](repeating: 0xFF, count: 32)), -3: true]
        #expect(try code(try scene.payload(entry: [(2, point)])) == .entryKey)
    }

    @Test func `an entry's key with a private part is refused`() throws {
        let bytes = [UInt8](repeating: 2, count: 32)
        let key: CBOR = [1: 2, -1: 1, -2: .bytes(bytes), -3: .bytes(bytes), -4: .bytes(bytes)]
        #expect(try code(try scene.payload(entry: [(2, key)])) == .entryKey)
    }

    @Test func `the root is never an entry`() throws {
        var contents = scene.contents
        contents.entries.append(try scene.entry(scene.root))
        #expect(trustCode { _ = try TrustList.sign(contents, by: scene.root, crypto: scene.crypto) } == .rootAsEntry)
    }

    // MARK: Its age and its prefixes

    @Test func `a list is current before its end, to be reviewed for seven days, then expired`() throws {
        let list = try scene.trustList()
        let end = list.expiresAt
        #expect(list.freshness(at: end - 1) == .current)
        #expect(list.freshness(at: end) == .stale)
        #expect(list.freshness(at: end + 7 * 86_400 - 1) == .stale)
        #expect(list.freshness(at: end + 7 * 86_400) == .expired)
        #expect(list.freshness(at: .min) == .current)
        #expect(list.freshness(at: .max) == .expired)
    }

    @Test func `a prefix is compared by bytes`() throws {
        let list = try scene.trustList()
        #expect(list.lists(statusListURI: TrustScene.prefix + "1"))
        #expect(!list.lists(statusListURI: "https://heyima.example/v1/status-list"))
        #expect(!list.lists(statusListURI: "https://other.example/v1/status-lists/1"))
        #expect(!list.lists(statusListURI: " " + TrustScene.prefix + "1"))
        #expect(!list.lists(statusListURI: ""))
    }
}
