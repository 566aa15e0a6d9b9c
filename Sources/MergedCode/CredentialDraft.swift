// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A credential about to be issued (wire-format.md §3).
///
/// ```swift
/// let held = try CredentialDraft(issuer: "省民政厅", issuedAt: now, expiration: now + year, holderKey: key,
///     status: status, components: components).issue(signer: issuerKey, crypto: crypto, random: random)
/// ```
public struct CredentialDraft: Sendable {
    /// `iss`, as the trust list names it.
    public var issuer: String
    /// `iat`, in seconds since 1970 UTC.
    public var issuedAt: Int64
    /// `nbf`, not after `iat`; usually none.
    public var notBefore: Int64?
    /// `exp`: the first second at which it is expired.
    public var expiration: Int64
    /// The holder's public key.
    public var holderKey: COSEKey
    /// The four status list entries that it owns.
    public var status: StatusReference
    /// What it says; a decoy stands for each component that is missing.
    public var components: Components

    /// A draft.
    public init(
        issuer: String,
        issuedAt: Int64,
        notBefore: Int64? = nil,
        expiration: Int64,
        holderKey: COSEKey,
        status: StatusReference,
        components: Components
    ) {
        self.issuer = issuer
        self.issuedAt = issuedAt
        self.notBefore = notBefore
        self.expiration = expiration
        self.holderKey = holderKey
        self.status = status
        self.components = components
    }

    /// Signs the credential and gives it with all five disclosures, decoys included, as the wallet keeps it.
    ///
    /// - Parameters:
    ///   - signer: the issuer's key.
    ///   - crypto: for the digests and the key's name.
    ///   - random: gives as many unpredictable bytes as asked for.
    /// - Returns: the credential for the wallet.
    /// - Throws: ``CredentialError`` `credential.claim` or `credential.random`, or what the signer throws.
    public func issue(
        signer: some Signer,
        crypto: some CryptoProvider,
        random: (Int) -> [UInt8]
    ) throws -> HeldCredential {
        try components.checkForIssuing()
        let envelope = IssuingEnvelope(
            issuer: issuer,
            issuedAt: issuedAt,
            notBefore: notBefore,
            expiration: expiration,
            status: status
        )
        var claims = try envelope.claims(random: random)
        claims.append((.integer(ClaimKey.confirmation), [1: holderKey.compressed.cbor]))
        for (index, key) in ComponentKey.allCases.enumerated() {
            if let value = components.cbor(key) {
                claims.append((.tagged(SDCWT.toBeRedactedTag, .integer(key.rawValue)), value))
            } else {
                claims.append((.tagged(SDCWT.toBeDecoyTag, .unsigned(UInt64(index + 1))), .null))
            }
        }
        let redacted = try SDCWT.redact(.map(claims), crypto: crypto, random: random)
        let token = try COSESign1.sign(
            redacted.claims.encoded,
            protected: ProtectedHeader.encode(
                algorithm: signer.publicKey.curve.algorithm,
                keyID: try crypto.keyID(of: signer.publicKey).bytes,
                type: .number(TypeNumber.credential)
            ),
            unprotected: redacted.unprotected,
            by: signer
        )
        return try HeldCredential(token, crypto: crypto)
    }
}
