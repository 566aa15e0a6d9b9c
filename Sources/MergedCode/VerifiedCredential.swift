// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A credential whose issuer's signature was checked: what it says about a person can be read from it.
///
/// Only ``UnverifiedCredential/verified(by:)`` makes one.
public struct VerifiedCredential: Sendable {
    private let credential: UnverifiedCredential

    init(_ credential: UnverifiedCredential) { self.credential = credential }

    /// `kid`: the name of the issuer's key.
    public var keyID: KeyID { credential.keyID }
    /// The claims that every issued token has.
    public var claims: IssuedClaims { credential.claims }
    /// The holder's public key.
    public var holderKey: COSEKey { credential.holderKey }
    /// The credential's id.
    public var id: CredentialID { credential.id }

    /// The payload as the issuer signed it, with the digests of the disclosures.
    public var payloadBytes: ArraySlice<UInt8> { credential.sign1.payload }
    /// The disclosures as the holder presented them: the unprotected header, in which nothing else can stand.
    public var disclosureBytes: ArraySlice<UInt8> { credential.sign1.unprotected.encoded }

    /// The components that the holder disclosed, every disclosure checked against the digests (wire-format.md §3, §10).
    ///
    /// They follow from ``payloadBytes`` and ``disclosureBytes`` alone.
    ///
    /// - Throws: ``CodeError`` `disclosure_invalid`.
    public func components(disclosedWith crypto: some CryptoProvider) throws(CodeError) -> Components {
        try credential.components(of: credential.disclosures, crypto)
    }
}
