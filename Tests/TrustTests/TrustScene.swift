// SPDX-License-Identifier: Apache-2.0

import COSE

@testable import Trust

/// A root, an issuer, a key for status lists and what they sign, all at one moment.
struct TrustScene {
    static let now: Int64 = 1_763_900_000
    static let day: Int64 = 86_400
    static let issuer = "民政局"
    static let prefix = "https://heyima.example/v1/status-lists/"
    static let uri = prefix + "1"

    let crypto = FakeCrypto()
    let root: FakeKey
    let credentialKey: FakeKey
    let statusKey: FakeKey
    var contents: TrustListContents

    init() throws {
        root = try FakeKey(1)
        credentialKey = try FakeKey(2)
        statusKey = try FakeKey(3)
        contents = TrustListContents(
            issuer: "佛山市",
            issuedAt: Self.now - Self.day,
            expiresAt: Self.now + 20 * Self.day,
            sequence: 7,
            entries: [],
            statusListPrefixes: [Self.prefix]
        )
        contents.entries = [
            try entry(credentialKey, uses: [.credential]), try entry(statusKey, uses: [.statusList]),
        ]
    }

    var anchor: TrustAnchor { TrustAnchor(rootKey: root.publicKey, issuer: contents.issuer) }

    func entry(
        _ key: FakeKey,
        uses: Set<KeyUse> = [.credential],
        issuer: String = TrustScene.issuer,
        notBefore: Int64 = TrustScene.now - 100 * TrustScene.day,
        notAfter: Int64 = TrustScene.now + 100 * TrustScene.day,
        revocation: TrustedKey.Revocation? = nil,
        claims: Set<Int64>? = nil
    ) throws -> TrustedKey {
        TrustedKey(
            keyID: try key.keyID,
            key: key.publicKey,
            uses: uses,
            issuer: issuer,
            notBefore: notBefore,
            notAfter: notAfter,
            revocation: revocation,
            attestableClaims: claims
        )
    }

    func trustList() throws -> TrustList { try TrustList.sign(contents, by: root, crypto: crypto) }

    func trustList(of entries: TrustedKey...) throws -> TrustList {
        var contents = contents
        contents.entries = entries
        return try TrustList.sign(contents, by: root, crypto: crypto)
    }

    /// The payload of the list with some of its claims replaced, or, for `nil`, left out.
    func payload(_ changes: [(key: Int64, value: CBOR?)]) throws -> [UInt8] {
        try Self.changed(contents.payload.encoded, changes)
    }

    /// The list with a first entry of which some parts are replaced or left out.
    func payload(entry changes: [(key: Int64, value: CBOR?)]) throws -> [UInt8] {
        let item = try CBORItem(contents.payload.encoded)
        guard var entries = item[-65551]?.elements, let first = entries.next(), let second = entries.next() else {
            return []
        }
        let changed = CBOR.encoded(try Self.changed(Array(first.encoded), changes))
        return try payload([(-65551, .array([changed, .encoded(Array(second.encoded))]))])
    }

    static func changed(_ map: [UInt8], _ changes: [(key: Int64, value: CBOR?)]) throws -> [UInt8] {
        var parts: [(key: CBOR, value: CBOR)] = []
        for (key, value) in try CBORItem(map).entries ?? CBORItem([0xA0]).entries! {
            guard let key = key.integer, !changes.contains(where: { $0.key == key }) else { continue }
            parts.append((.integer(key), .encoded(Array(value.encoded))))
        }
        for case (let key, let value?) in changes { parts.append((.integer(key), value)) }
        return CBOR.map(parts).encoded
    }

    /// A trust list around any payload, rightly signed.
    func signed(
        _ payload: [UInt8],
        type: TokenType? = .mediaType(TrustList.mediaType),
        others: [(key: CBOR, value: CBOR)] = [],
        unprotected: CBOR = [:],
        by root: FakeKey? = nil
    ) throws -> [UInt8] {
        let signer = root ?? self.root
        let protected = ProtectedHeader.encode(
            algorithm: .esp256,
            keyID: try signer.keyID.bytes,
            type: type,
            others: others
        )
        return try COSESign1.sign(payload, protected: protected, unprotected: unprotected, by: signer)
    }

    func verified(_ bytes: [UInt8]) throws(TrustError) -> TrustList {
        try TrustList.verified(bytes, anchor: anchor, crypto: crypto)
    }

    /// A status list in which only some entries are not 0.
    func statusList(
        _ states: [(index: UInt64, state: StatusListBuilder.State)] = [],
        uri: String = TrustScene.uri,
        issuedAt: Int64 = TrustScene.now - 60,
        expiresAt: Int64 = TrustScene.now + 3600,
        by key: FakeKey? = nil
    ) throws -> [UInt8] {
        let signer = key ?? statusKey
        return try StatusListBuilder(uri: uri, states: states)
            .sign(issuedAt: issuedAt, expiresAt: expiresAt, timeToLive: 300, by: signer, keyID: signer.keyID)
    }

    /// A status list token around any claims, rightly signed; the claims given replace or, for `nil`, remove the usual.
    func statusToken(
        _ changes: [(key: Int64, value: CBOR?)] = [],
        type: TokenType? = .mediaType(StatusListToken.mediaType),
        others: [(key: CBOR, value: CBOR)] = []
    ) throws -> [UInt8] {
        let usual: CBOR = [
            2: .text(Self.uri), 6: .integer(Self.now - 60), 4: .integer(Self.now + 3600), 65534: 300,
            65533: ["bits": 2, "lst": .bytes(StatusList(width: .two, count: 16).compressed())],
        ]
        let protected = ProtectedHeader.encode(
            algorithm: .esp256,
            keyID: try statusKey.keyID.bytes,
            type: type,
            others: others
        )
        return try COSESign1.sign(Self.changed(usual.encoded, changes), protected: protected, by: statusKey)
    }

    func snapshot(_ statusLists: [UInt8]...) throws -> TrustSnapshot {
        TrustSnapshot(trustList: try trustList(), statusListBytes: statusLists)
    }
}

/// The code of the error that something throws; `nil` where it throws none of ours.
func trustCode(_ body: () throws -> Void) -> TrustError.Code? {
    do {
        try body()
        return nil
    } catch { return (error as? TrustError)?.code }
}
