// SPDX-License-Identifier: Apache-2.0

import COSE

/// What a trust list is to say, before a root signs it.
public struct TrustListContents: Hashable, Sendable {
    /// Whom the root speaks for (`iss`).
    public var issuer: String
    /// When it is signed, seconds since 1970 UTC (`iat`).
    public var issuedAt: Int64
    /// From when on it is outdated, seconds since 1970 UTC (`exp`).
    public var expiresAt: Int64
    /// The number of the list, higher than any before.
    public var sequence: UInt64
    /// The entries, at least one.
    public var entries: [TrustedKey]
    /// What the URI of a status list must begin with, at least one.
    public var statusListPrefixes: [String]
    /// The audience of this deployment's terminals; `nil` for ``TrustList/defaultAudienceBase``.
    public var audienceBase: String?

    /// Contents from their parts; ``TrustList/sign(_:by:crypto:)`` judges them.
    public init(
        issuer: String,
        issuedAt: Int64,
        expiresAt: Int64,
        sequence: UInt64,
        entries: [TrustedKey],
        statusListPrefixes: [String],
        audienceBase: String? = nil
    ) {
        self.issuer = issuer
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.sequence = sequence
        self.entries = entries
        self.statusListPrefixes = statusListPrefixes
        self.audienceBase = audienceBase
    }

    /// What a list says, to make its successor from.
    public init(_ list: TrustList) {
        self.init(
            issuer: list.issuer,
            issuedAt: list.issuedAt,
            expiresAt: list.expiresAt,
            sequence: list.sequence,
            entries: list.entries,
            statusListPrefixes: list.statusListPrefixes,
            audienceBase: list.audienceBase == TrustList.defaultAudienceBase ? nil : list.audienceBase
        )
    }
}

/// The claim keys of a trust list that are our own (wire-format.md §7).
private enum TrustListClaim {
    static let sequence: Int64 = -65550
    static let entries: Int64 = -65551
    static let statusListPrefixes: Int64 = -65552
    static let audienceBase: Int64 = -65553
}

extension TrustListContents {
    /// Contents from a signed payload, every rule checked that needs no cryptography.
    init(payload: ArraySlice<UInt8>) throws(TrustError) {
        let claims: CBORItem
        do { claims = try CBORItem(payload) } catch { throw .trustList(error.message) }
        guard claims.entries != nil else { throw .trustList("the payload is no map") }
        guard let issuer = claims[ClaimKey.issuer]?.text, !issuer.isEmpty else { throw .trustList("iss is missing") }
        guard let issuedAt = claims[ClaimKey.issuedAt]?.time, let expiresAt = claims[ClaimKey.expiration]?.time else {
            throw .trustList("iat or exp is no time")
        }
        guard let sequence = claims[TrustListClaim.sequence]?.unsigned else { throw .trustList("no sequence number") }
        guard let entries = claims[TrustListClaim.entries]?.elements, entries.count > 0 else {
            throw .trustList("no entries")
        }
        guard let prefixes = claims[TrustListClaim.statusListPrefixes]?.elements, prefixes.count > 0 else {
            throw .trustList("no status list prefixes")
        }
        var statusListPrefixes: [String] = []
        for prefix in prefixes {
            guard let text = prefix.text, !text.isEmpty else { throw .trustList("a prefix is no text, or empty") }
            statusListPrefixes.append(text)
        }
        var audienceBase: String?
        if let base = claims[TrustListClaim.audienceBase] {
            guard let text = base.text, !text.isEmpty else {
                throw .trustList("the audience base is no text, or empty")
            }
            audienceBase = text
        }
        var keys: [TrustedKey] = []
        keys.reserveCapacity(entries.count)
        for entry in entries { keys.append(try TrustedKey(entry)) }
        self.init(
            issuer: issuer,
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            sequence: sequence,
            entries: keys,
            statusListPrefixes: statusListPrefixes,
            audienceBase: audienceBase
        )
        try checkLifetime()
    }

    private func checkLifetime() throws(TrustError) {
        guard issuedAt < expiresAt, expiresAt - issuedAt <= TrustList.maximumLifetime else {
            throw TrustError(
                .trustListLifetime,
                "lives \(expiresAt - issuedAt) seconds, expected 1 to \(TrustList.maximumLifetime)"
            )
        }
    }

    /// The payload to sign.
    var payload: CBOR {
        var claims: [(key: CBOR, value: CBOR)] = [
            (.integer(ClaimKey.issuer), .text(issuer)),
            (.integer(ClaimKey.expiration), .integer(expiresAt)),
            (.integer(ClaimKey.issuedAt), .integer(issuedAt)),
            (.integer(TrustListClaim.sequence), .unsigned(sequence)),
            (.integer(TrustListClaim.entries), .array(entries.map(\.cbor))),
            (.integer(TrustListClaim.statusListPrefixes), .array(statusListPrefixes.map { .text($0) })),
        ]
        if let audienceBase { claims.append((.integer(TrustListClaim.audienceBase), .text(audienceBase))) }
        return .map(claims)
    }
}

extension TrustedKey {
    /// An entry as it stands in a list: shape and types checked, the kid not yet compared with the key.
    fileprivate convenience init(_ item: CBORItem) throws(TrustError) {
        guard item.entries != nil else { throw .trustList("an entry is no map") }
        guard let keyID = item[1]?.bytes.flatMap({ KeyID($0) }) else { throw .trustList("a kid is not 8 bytes") }
        guard let keyItem = item[2] else { throw .trustList("an entry has no key") }
        let key: COSEKey
        do { key = try COSEKey(keyItem) } catch { throw TrustError(.entryKey, "entry \(keyID): \(error.message)") }
        guard let useItems = item[3]?.elements, useItems.count > 0 else {
            throw .trustList("entry \(keyID) has no use")
        }
        var uses: Set<KeyUse> = []
        for use in useItems {
            guard let number = use.unsigned else { throw .trustList("entry \(keyID) has a use that is no number") }
            uses.insert(KeyUse(rawValue: number))
        }
        guard let issuer = item[4]?.text, !issuer.isEmpty else { throw .trustList("entry \(keyID) names no issuer") }
        guard let notBefore = item[5]?.time, let notAfter = item[6]?.time, notBefore <= notAfter else {
            throw .trustList("entry \(keyID) has no dates, or they are reversed")
        }
        self.init(
            keyID: keyID,
            key: key,
            uses: uses,
            issuer: issuer,
            notBefore: notBefore,
            notAfter: notAfter,
            revocation: try item[7].map { (item) throws(TrustError) in try Revocation(item, of: keyID) },
            attestableClaims: try item[8].map { (item) throws(TrustError) in try Self.claims(item, of: keyID) }
        )
    }

    private static func claims(_ item: CBORItem, of keyID: KeyID) throws(TrustError) -> Set<Int64> {
        guard let elements = item.elements, elements.count > 0 else {
            throw .trustList("entry \(keyID) restricts its claims to no list")
        }
        var claims: Set<Int64> = []
        for element in elements {
            guard let claim = element.integer else {
                throw .trustList("entry \(keyID) has a claim key that is no number")
            }
            claims.insert(claim)
        }
        return claims
    }

    fileprivate var cbor: CBOR {
        var parts: [(key: CBOR, value: CBOR)] = [
            (1, .bytes(keyID.bytes)),
            (2, key.cbor),
            (3, .array(uses.map(\.rawValue).sorted().map { .unsigned($0) })),
            (4, .text(issuer)),
            (5, .integer(notBefore)),
            (6, .integer(notAfter)),
        ]
        if let revocation {
            parts.append((7, [1: .integer(revocation.at), 2: .unsigned(revocation.reason.rawValue)]))
        }
        if let attestableClaims { parts.append((8, .array(attestableClaims.sorted().map { .integer($0) }))) }
        return .map(parts)
    }
}

extension TrustedKey.Revocation {
    fileprivate init(_ item: CBORItem, of keyID: KeyID) throws(TrustError) {
        // An unknown reason cannot be guessed: the milder reading would let bad signatures through.
        guard let at = item[1]?.time, let reason = item[2]?.unsigned.flatMap({ Reason(rawValue: $0) }) else {
            throw .trustList("entry \(keyID) is revoked at no time or for an unknown reason")
        }
        self.init(at: at, reason: reason)
    }
}

extension TrustError {
    fileprivate static func trustList(_ message: String) -> TrustError { TrustError(.trustListMalformed, message) }
}
