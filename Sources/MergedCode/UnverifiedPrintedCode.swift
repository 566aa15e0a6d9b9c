// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A printed code 纸质码, its signature not checked: components without a holder's key (typ 61; wire-format.md §6).
public final class UnverifiedPrintedCode: Sendable {
    /// How long one can be good, from `iat` to `exp`, in seconds: 366 days.
    public static let maximumLifetime: Int64 = 366 * 86400

    /// What one can carry: never health or payment.
    public static let allowedComponents: Set<ComponentKey> = [.identity, .card, .relief]

    /// The signed object.
    public let sign1: COSESign1
    /// `alg`: supported, though not compared with the issuer's key yet.
    public let algorithm: Algorithm
    /// `kid`: the name of the issuer's key.
    public let keyID: KeyID
    /// The claims that every issued token has.
    public let claims: IssuedClaims

    fileprivate let components: Components

    /// The code's id.
    public var id: CredentialID { claims.id }

    init(_ token: consuming COSESign1) throws(CodeError) {
        let header = try TokenHeader(token)
        guard token.hasNoUnprotected else { throw CodeError(.malformedCode, "an unprotected header") }
        sign1 = token
        algorithm = header.algorithm
        keyID = try sign1.keyName()
        let claims = try TokenClaims(sign1)
        self.claims = try IssuedClaims(claims)
        guard claims.confirmation == nil, claims.redacted == nil else {
            throw CodeError(.malformedCode, "cnf or redacted claims in a printed code")
        }
        // Both are within a range that keeps the difference from overflowing.
        guard self.claims.expiration - self.claims.issuedAt <= Self.maximumLifetime else {
            throw CodeError(.malformedCode, "a printed code that lives for more than 366 days")
        }
        var components = Components()
        for (key, value) in claims.components {
            guard Self.allowedComponents.contains(key) else {
                throw CodeError(.malformedCode, "a component that no printed code carries")
            }
            guard components.read(value, as: key), !SDCWT.containsRedaction(value) else {
                throw CodeError(.malformedCode, "a component is not of its form")
            }
        }
        self.components = components
    }

    /// The first of the draft's rules among the code's times that is broken, `nil` where all hold.
    public var brokenTimeRule: String? { claims.brokenTimeRule }

    /// The code as verified where the signature is this key's and `alg` one of the key's; else `nil`.
    public func verified(by issuer: some SignatureVerifier) -> VerifiedPrintedCode? {
        guard sign1.isSigned(by: issuer) else { return nil }
        return VerifiedPrintedCode(code: self)
    }
}

/// A printed code whose issuer's signature was checked; only ``UnverifiedPrintedCode/verified(by:)`` makes one.
public struct VerifiedPrintedCode: Sendable {
    fileprivate let code: UnverifiedPrintedCode

    /// `kid`: the name of the issuer's key.
    public var keyID: KeyID { code.keyID }
    /// The claims that every issued token has.
    public var claims: IssuedClaims { code.claims }
    /// What it says about the person.
    public var components: Components { code.components }
}
