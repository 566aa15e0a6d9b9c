// SPDX-License-Identifier: Apache-2.0

import COSE

/// What an issuer signs in every token, credential or printed code (wire-format.md §3, §6).
///
/// An immutable class, since every check asks for it.
public final class IssuedClaims: Sendable {
    /// The UTF-8 bytes of the issuer's name; these are compared, never strings.
    public let issuerBytes: ArraySlice<UInt8>
    /// The UTF-8 bytes of the subject, random per credential.
    public let subjectBytes: ArraySlice<UInt8>
    /// `iat`, in seconds since 1970 UTC.
    public let issuedAt: Int64
    /// `nbf`, where there is one.
    public let notBefore: Int64?
    /// `exp`: the first second at which the token is expired.
    public let expiration: Int64
    /// `cti`.
    public let id: CredentialID
    /// Where its status stands.
    public let status: StatusReference

    /// The issuer's name.
    public var issuer: String { String(decoding: issuerBytes, as: UTF8.self) }
    /// The subject.
    public var subject: String { String(decoding: subjectBytes, as: UTF8.self) }

    init(_ claims: borrowing TokenClaims) throws(CodeError) {
        issuerBytes = try required(claims.issuer?.textBytes, "iss")
        subjectBytes = try required(claims.subject?.textBytes, "sub")
        issuedAt = try required(claims.issuedAt, "iat")
        notBefore = claims.notBefore
        expiration = try required(claims.expiration, "exp")
        id = try required(claims.id?.bytes.flatMap { CWTID($0) }, "cti")
        status = try required(claims.status.flatMap { StatusReference(item: $0) }, "status")
    }

    /// The first of the draft's rules among the token's own times that is broken, `nil` where all hold.
    public var brokenTimeRule: String? {
        if issuedAt >= expiration { return "iat is not before exp" }
        if let notBefore {
            if notBefore > issuedAt { return "nbf is after iat" }
            if notBefore >= expiration { return "nbf is not before exp" }
        }
        return nil
    }
}
