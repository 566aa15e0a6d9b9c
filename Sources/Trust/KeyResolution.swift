// SPDX-License-Identifier: Apache-2.0

public import COSE

/// Why no entry of a trust list vouches for a signature; the raw value is the reason code of the verdict.
public enum KeyRefusal: String, Hashable, Sendable {
    /// No entry has this kid.
    case unknownIssuerKey = "unknown_issuer_key"
    /// The key was compromised, or superseded when it signed.
    case issuerKeyRevoked = "issuer_key_revoked"
    /// The algorithm is not the key's.
    case unsupportedAlgorithm = "unsupported_algorithm"
    /// The key may not sign this kind of thing, for this issuer or with these claims.
    case issuerNotAuthorised = "issuer_not_authorised"
    /// Signed after the key's last day.
    case issuerKeyExpired = "issuer_key_expired"
    /// Signed before the key's first day.
    case issuerKeyNotYetValid = "issuer_key_not_yet_valid"
}

/// The answer of a trust list to the question whose key a signature should be checked with.
public enum KeyResolution: Sendable {
    /// The entry that vouches for the signature, and its key made ready.
    case trusted(TrustedKey, verifier: any SignatureVerifier)
    /// No entry does.
    case refused(KeyRefusal)
}

extension TrustList {
    /// The entry that satisfies kid, algorithm, use, issuer, date and claims together (wire-format.md §7).
    ///
    /// Where a key has several entries and none satisfies all, the refusal is that of the entry that came closest:
    /// a compromised key is refused before all else, under any of its entries; then count what the key can do, whom it
    /// signs for, and last the dates, a revocation before an expiry before a beginning.
    ///
    /// - Parameters:
    ///   - keyID: `kid` of what is to be checked.
    ///   - algorithm: its `alg`.
    ///   - use: what it is.
    ///   - issuer: its `iss`, compared by UTF-8 bytes.
    ///   - issuedAt: its `iat`, seconds since 1970 UTC.
    ///   - claims: the claim keys it attests, as far as they are shown.
    /// - Returns: the entry with its key made ready, or why there is none.
    public func key(
        _ keyID: KeyID,
        algorithm: Algorithm,
        use: KeyUse,
        issuer: String,
        issuedAt: Int64,
        attesting claims: some Sequence<Int64> = EmptyCollection()
    ) -> KeyResolution {
        resolve(keyID, algorithm: algorithm, issuedAt: issuedAt) { entry in
            entry.uses.contains(use) && entry.issuer.utf8.elementsEqual(issuer.utf8)
                && claims.allSatisfy(entry.mayAttest)
        }
    }

    /// The entry likewise, whatever the claims, for an issuer given by its UTF-8 bytes as a token has them.
    public func key(
        _ keyID: KeyID,
        algorithm: Algorithm,
        use: KeyUse,
        issuerBytes: ArraySlice<UInt8>,
        issuedAt: Int64
    ) -> KeyResolution {
        resolve(keyID, algorithm: algorithm, issuedAt: issuedAt) { entry in
            entry.uses.contains(use) && issuerBytes.isUTF8(of: entry.issuer)
        }
    }

    /// An entry by which a key may have signed a status list then, for an issuer or, where none is named, for anyone.
    func statusListKey(
        _ keyID: KeyID,
        algorithm: Algorithm,
        issuerBytes: ArraySlice<UInt8>?,
        issuedAt: Int64
    ) -> KeyResolution {
        resolve(keyID, algorithm: algorithm, issuedAt: issuedAt) { entry in
            entry.uses.contains(.statusList) && issuerBytes?.isUTF8(of: entry.issuer) ?? true
        }
    }

    private func resolve(
        _ keyID: KeyID,
        algorithm: Algorithm,
        issuedAt: Int64,
        authorised: (TrustedKey) -> Bool
    ) -> KeyResolution {
        guard let named = keys[keyID] else { return .refused(.unknownIssuerKey) }
        guard !named.isCompromised else { return .refused(.issuerKeyRevoked) }
        guard named.curve.accepts(algorithm) else { return .refused(.unsupportedAlgorithm) }
        var closest = KeyRefusal.issuerNotAuthorised
        for entry in named.entries where authorised(entry) {
            guard let refusal = entry.refusal(issuedAt: issuedAt) else {
                return .trusted(entry, verifier: named.verifier)
            }
            if refusal.closeness > closest.closeness { closest = refusal }
        }
        return .refused(closest)
    }
}

extension TrustedKey {
    /// What the dates of the entry say about something signed then; `nil` for nothing against it.
    fileprivate func refusal(issuedAt: Int64) -> KeyRefusal? {
        if let revocation, issuedAt >= revocation.at { return .issuerKeyRevoked }
        if issuedAt > notAfter { return .issuerKeyExpired }
        if issuedAt < notBefore { return .issuerKeyNotYetValid }
        return nil
    }
}

extension KeyRefusal {
    /// How near an entry came that was refused so, among the refusals that entries of one key differ in.
    fileprivate var closeness: Int {
        switch self {
        case .issuerKeyRevoked: 3
        case .issuerKeyExpired: 2
        case .issuerKeyNotYetValid: 1
        case .unknownIssuerKey, .unsupportedAlgorithm, .issuerNotAuthorised: 0
        }
    }
}
