// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A status list of ours, its signature checked by a key of the trust list (wire-format.md §8).
///
/// An immutable class, since each code is looked up in one.
public final class CredentialStatusList: Sendable {
    /// The entries of a list that an issuer keeps: 2²⁰.
    public static let capacity = 1 << 20

    /// The URI of the list.
    public let uri: String
    /// Who issued it, where it says so itself.
    public let issuer: String?
    /// When it was signed, seconds since 1970 UTC.
    public let issuedAt: Int64
    /// From when on it says nothing any more, seconds since 1970 UTC.
    public let expiresAt: Int64
    /// For how many seconds a copy may be kept before a fresh one is to be fetched.
    ///
    /// That is advice to whoever fetches lists; only ``expiresAt`` ends the use of one.
    public let timeToLive: UInt64
    /// The key that signed it.
    public let keyID: KeyID
    /// The algorithm it signed with.
    public let algorithm: Algorithm
    /// The states.
    public let list: StatusList

    private init(
        _ token: StatusListToken,
        list: StatusList,
        expiresAt: Int64,
        timeToLive: UInt64,
        keyID: KeyID,
        algorithm: Algorithm
    ) {
        uri = token.uri
        issuer = token.issuer
        issuedAt = token.issuedAt
        self.expiresAt = expiresAt
        self.timeToLive = timeToLive
        self.keyID = keyID
        self.algorithm = algorithm
        self.list = list
    }

    /// The list that some bytes are, by a key of use 3 and under a prefix of the trust list.
    ///
    /// - Throws: ``TrustError`` with a `status-list.` code where the bytes break any rule of wire-format.md §8; whether
    ///   the list is still current, and which issuer's credentials it is good for, is not judged.
    public static func verified(_ bytes: [UInt8], by trustList: TrustList) throws(TrustError) -> CredentialStatusList {
        let token = try StatusListToken(bytes)
        guard token.width == .two else {
            throw TrustError(.statusListBits, "bits is \(token.width.rawValue), expected 2")
        }
        guard let expiresAt = token.expiresAt, token.issuedAt < expiresAt, let timeToLive = token.timeToLive else {
            throw TrustError(.statusListMalformed, "exp and ttl are required, and exp is after iat")
        }
        guard trustList.lists(statusListURI: token.uri) else {
            throw TrustError(.statusListURI, "the uri is under no prefix of the trust list")
        }
        guard let keyID = token.keyID.flatMap({ KeyID($0) }), let algorithm = token.signed.protected.algorithm else {
            throw TrustError(.statusListMalformed, "no alg, or a kid that is not 8 bytes")
        }
        let resolution = trustList.statusListKey(
            keyID,
            algorithm: algorithm,
            issuerBytes: token.issuer.map { Array($0.utf8)[...] },
            issuedAt: token.issuedAt
        )
        switch resolution {
        case .refused(let refusal): throw TrustError(.statusListKey, "key \(keyID): \(refusal.rawValue)")
        case .trusted(_, let verifier):
            return CredentialStatusList(
                token,
                list: try token.list(signedBy: verifier),
                expiresAt: expiresAt,
                timeToLive: timeToLive,
                keyID: keyID,
                algorithm: algorithm
            )
        }
    }

    /// Whether the list speaks for the credentials of an issuer: its key may sign status lists for exactly them.
    func speaks(for issuerBytes: ArraySlice<UInt8>, by trustList: TrustList) -> Bool {
        if let own = issuer, !issuerBytes.isUTF8(of: own) { return false }
        guard
            case .trusted = trustList.statusListKey(
                keyID,
                algorithm: algorithm,
                issuerBytes: issuerBytes,
                issuedAt: issuedAt
            )
        else { return false }
        return true
    }
}
