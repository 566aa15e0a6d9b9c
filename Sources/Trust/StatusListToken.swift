// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A Status List Token in CWT form as received, its signature not yet checked (draft-ietf-oauth-status-list-20 §5.2).
///
/// This is the standard's token, whoever signs it and however its key is found. What else a list of ours must fulfil is
/// in ``CredentialStatusList``.
public struct StatusListToken: Sendable {
    /// `typ` of a token.
    public static let mediaType = "application/statuslist+cwt"
    /// How many bytes a token may have, so that a reader's memory is bounded: as many as its list, inflated.
    public static let maximumLength = StatusList.maximumLength

    /// The signed object.
    public let signed: COSESign1
    /// The URI of the list (`sub`).
    public let uri: String
    /// Who issued the list, where it says so (`iss`).
    public let issuer: String?
    /// When it was signed, seconds since 1970 UTC (`iat`).
    public let issuedAt: Int64
    /// From when on it is not to be used, seconds since 1970 UTC (`exp`).
    public let expiresAt: Int64?
    /// For how many seconds a copy may be kept before a fresh one is to be fetched (`ttl`).
    public let timeToLive: UInt64?
    /// Bits of an entry.
    public let width: StatusList.Width

    private let compressed: ArraySlice<UInt8>

    /// A token from bytes that are nothing else, its list still compressed.
    ///
    /// - Throws: ``TrustError`` `status-list.malformed`, `status-list.type`, `status-list.bits` or
    ///   `status-list.too-large`.
    public init(_ bytes: [UInt8]) throws(TrustError) {
        guard bytes.count <= Self.maximumLength else {
            throw TrustError(.statusListTooLarge, "\(bytes.count) bytes, expected at most \(Self.maximumLength)")
        }
        let claims: CBORItem
        do {
            signed = try COSESign1(bytes)
            claims = try CBORItem(signed.payload)
        } catch { throw .statusList(error.message) }
        guard signed.protected.critical.isEmpty else { throw .statusList("a critical parameter") }
        guard signed.protected.type == .mediaType(Self.mediaType) else {
            throw TrustError(.statusListType, "typ is not \(Self.mediaType)")
        }
        guard let uri = claims[ClaimKey.subject]?.text, !uri.isEmpty else { throw .statusList("sub is missing") }
        guard let issuedAt = claims[ClaimKey.issuedAt]?.time else { throw .statusList("iat is no time") }
        self.uri = uri
        self.issuedAt = issuedAt
        issuer = try claims[ClaimKey.issuer]
            .map { (item) throws(TrustError) in
                guard let text = item.text else { throw .statusList("iss is no text") }
                return text
            }
        expiresAt = try claims[ClaimKey.expiration]
            .map { (item) throws(TrustError) in
                guard let time = item.time else { throw .statusList("exp is no time") }
                return time
            }
        timeToLive = try claims[ClaimKey.timeToLive]
            .map { (item) throws(TrustError) in
                guard let seconds = item.unsigned, seconds > 0 else { throw .statusList("ttl is no positive number") }
                return seconds
            }
        guard let list = claims[ClaimKey.statusList], list.entries != nil, let bits = list["bits"]?.unsigned,
            let compressed = list["lst"]?.bytes
        else { throw .statusList("no status list of bits and lst") }
        guard let width = UInt8(exactly: bits).flatMap({ StatusList.Width(rawValue: $0) }) else {
            throw TrustError(.statusListBits, "bits is \(bits), expected 1, 2, 4 or 8")
        }
        self.width = width
        self.compressed = compressed
    }

    /// The `kid` that names the signer, from the protected header or else, as in the draft's example, the other one.
    ///
    /// It only says which key to try; who signed is proved by the signature.
    public var keyID: ArraySlice<UInt8>? { signed.protected.keyID ?? signed.unprotected[HeaderLabel.keyID]?.bytes }

    /// The list, for one who holds the signer's key.
    ///
    /// - Throws: ``TrustError`` `status-list.signature`, `status-list.compression` or `status-list.too-large`.
    public func list(signedBy verifier: some SignatureVerifier) throws(TrustError) -> StatusList {
        guard signed.isSigned(by: verifier) else {
            throw TrustError(.statusListSignature, "not signed by the key that was found")
        }
        return try StatusList(width: width, compressed: compressed)
    }

    /// Signs a token in the form that emitters write.
    ///
    /// - Parameters:
    ///   - list: the list.
    ///   - uri: where it is to be found.
    ///   - issuer: `iss`, or `nil` to leave it out.
    ///   - issuedAt: `iat`, seconds since 1970 UTC.
    ///   - expiresAt: `exp`, or `nil` to leave it out.
    ///   - timeToLive: `ttl`, seconds, or `nil` to leave it out.
    ///   - signer: who signs.
    ///   - keyID: the name of the signer's key.
    /// - Returns: the bytes to publish.
    /// - Throws: what the signer throws.
    public static func sign(
        _ list: StatusList,
        uri: String,
        issuer: String? = nil,
        issuedAt: Int64,
        expiresAt: Int64?,
        timeToLive: UInt64?,
        by signer: some Signer,
        keyID: KeyID
    ) throws -> [UInt8] {
        var claims: [(key: CBOR, value: CBOR)] = [
            (.integer(ClaimKey.subject), .text(uri)),
            (.integer(ClaimKey.issuedAt), .integer(issuedAt)),
            (
                .integer(ClaimKey.statusList),
                ["bits": .unsigned(UInt64(list.width.rawValue)), "lst": .bytes(list.compressed())]
            ),
        ]
        if let issuer { claims.append((.integer(ClaimKey.issuer), .text(issuer))) }
        if let expiresAt { claims.append((.integer(ClaimKey.expiration), .integer(expiresAt))) }
        if let timeToLive { claims.append((.integer(ClaimKey.timeToLive), .unsigned(timeToLive))) }
        let protected = ProtectedHeader.encode(
            algorithm: signer.publicKey.curve.algorithm,
            keyID: keyID.bytes,
            type: .mediaType(mediaType)
        )
        return try COSESign1.sign(CBOR.map(claims).encoded, protected: protected, by: signer)
    }
}

extension TrustError {
    fileprivate static func statusList(_ message: String) -> TrustError { TrustError(.statusListMalformed, message) }
}
