// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A credential with the disclosures that came with it, its signature not checked (SD-CWT, typ 293; wire-format.md §3).
///
/// What was read is never changed and is handed from check to check, so credentials and codes are immutable classes:
/// that costs one reference count instead of one for each part.
public final class UnverifiedCredential: Sendable {
    /// The signed object.
    public let sign1: COSESign1
    /// `alg`: supported, though not compared with the issuer's key yet.
    public let algorithm: Algorithm
    /// `kid`: the name of the issuer's key.
    public let keyID: KeyID
    /// The claims that every issued token has.
    public let claims: IssuedClaims
    /// `cnf`: the holder's public key; whether it is a point of its curve is for a `CryptoProvider` to say.
    public let holderKey: COSEKey

    /// The five digests.
    let digests: [Digest32]
    /// The presented disclosures, each byte string with the item in it; their form beyond CBOR is not checked.
    let disclosures: [Disclosure]

    /// Components that stand in the payload unredacted: never read, and not to be disclosed a second time.
    let clearComponents: [ComponentKey]

    /// The credential's id.
    public var id: CredentialID { claims.id }

    /// How many disclosures came with it.
    public var disclosureCount: Int { disclosures.count }

    /// A credential that stands alone, as the wallet receives it.
    ///
    /// - Throws: ``CodeError`` `malformed_cbor`, `malformed_code`, `unsupported_algorithm` or `disclosure_invalid`.
    public convenience init(bytes: [UInt8]) throws(CodeError) {
        try self.init(reading { () throws(COSEError) in try COSESign1(bytes) })
    }

    /// A credential from the token in a dynamic code.
    init(_ token: consuming COSESign1) throws(CodeError) {
        guard token.protected.type == .number(TypeNumber.credential) else {
            throw CodeError(.malformedCode, "the credential's typ is not 293")
        }
        let header = try TokenHeader(token)
        sign1 = token
        algorithm = header.algorithm
        keyID = try sign1.keyName()
        let claims = try TokenClaims(sign1)
        self.claims = try IssuedClaims(claims)
        guard let confirmation = claims.confirmation, confirmation.entries?.count == 1, let key = confirmation[1] else {
            throw CodeError(.malformedCode, "cnf is not one COSE_Key")
        }
        holderKey = try reading { () throws(COSEError) in try COSEKey(key) }
        clearComponents = claims.components.map(\.key)
        digests = try Self.digests(required(claims.redacted?.elements, "simple(59)"))
        disclosures = try Self.disclosures(sign1.unprotected)
    }

    private static func digests(_ elements: CBORItem.Elements) throws(CodeError) -> [Digest32] {
        var digests: [Digest32] = []
        digests.reserveCapacity(ComponentKey.allCases.count)
        for element in elements {
            guard let bytes = element.bytes, let digest = Digest32(bytes) else {
                throw CodeError(.malformedCode, "a digest is not 32 bytes")
            }
            // Equal ones are for the disclosure that matches both to fail.
            if let last = digests.last, digest < last { throw CodeError(.malformedCode, "the digests are not sorted") }
            digests.append(digest)
        }
        guard digests.count == ComponentKey.allCases.count else {
            throw CodeError(.malformedCode, "\(digests.count) digests, expected 5")
        }
        return digests
    }

    private static func disclosures(_ unprotected: CBORItem) throws(CodeError) -> [Disclosure] {
        guard var entries = unprotected.entries, let (label, value) = entries.next() else { return [] }
        guard label.integer == HeaderLabel.disclosures, entries.count == 0 else {
            throw CodeError(.malformedCode, "an unprotected header other than sd_claims")
        }
        guard let elements = value.elements, elements.count > 0 else {
            throw CodeError(.disclosureInvalid, "sd_claims is not a list of at least one")
        }
        var disclosures: [Disclosure] = []
        disclosures.reserveCapacity(min(elements.count, 8))
        for element in elements {
            guard let disclosure = try reading({ () throws(COSEError) in try Disclosure(element) }) else {
                throw CodeError(.disclosureInvalid, "a disclosure is not a byte string")
            }
            disclosures.append(disclosure)
        }
        return disclosures
    }

    /// The credential as verified where the signature is this key's and `alg` one of the key's; else `nil`.
    public func verified(by issuer: some SignatureVerifier) -> VerifiedCredential? {
        guard sign1.isSigned(by: issuer) else { return nil }
        return VerifiedCredential(self)
    }
}
