// SPDX-License-Identifier: Apache-2.0

import COSE

/// What a holder signs in a dynamic or a reference code: for whom, when, and once (wire-format.md §4, §5).
///
/// An immutable class, since every check asks for it.
public final class KeyBinding: Sendable {
    /// How many bytes a nonce has.
    public static let nonceLength = 16

    /// The UTF-8 bytes of `aud`; compare with ``Audience``.
    public let audienceBytes: ArraySlice<UInt8>
    /// `iat`, in seconds since 1970 UTC.
    public let issuedAt: Int64
    /// `exp`: the first second at which the code is expired.
    public let expiration: Int64
    /// `cti`: with the credential's id the key of the replay memory.
    public let id: CWTID
    /// `cnonce`: the nonce of the challenge that the code answers, where there is one.
    public let nonce: [UInt8]?

    /// `nbf`, which emitters do not write.
    let notBefore: Int64?

    /// `aud` as text.
    public var audience: String { String(decoding: audienceBytes, as: UTF8.self) }

    init(_ claims: borrowing TokenClaims) throws(CodeError) {
        guard claims.issuer == nil, claims.subject == nil else {
            throw CodeError(.malformedCode, "iss or sub in a key binding token")
        }
        audienceBytes = try required(claims.audience?.textBytes, "aud")
        issuedAt = try required(claims.issuedAt, "iat")
        expiration = try required(claims.expiration, "exp")
        id = try required(claims.id?.bytes.flatMap { CWTID($0) }, "cti")
        notBefore = claims.notBefore
        nonce = try claims.nonce.map { (item) throws(CodeError) in [UInt8](try required(item.bytes, "cnonce")) }
    }

    /// The first of the draft's rules among the code's own times that is broken, `nil` where all hold.
    public var brokenTimeRule: String? {
        if issuedAt >= expiration { return "iat is not before exp" }
        if let notBefore, notBefore > issuedAt { return "nbf is after iat" }
        return nil
    }

    /// The first of the draft's rules between the code's times and its credential's that is broken, those of each alone
    /// included; `nil` where all hold.
    ///
    /// There is no skew between tokens (wire-format.md §11). Such a code is `malformed_code` only where no other reason
    /// about time says it already.
    public func brokenTimeRule(with credential: IssuedClaims) -> String? {
        if let rule = brokenTimeRule ?? credential.brokenTimeRule { return rule }
        if issuedAt < credential.issuedAt { return "iat is before the credential's iat" }
        if let start = credential.notBefore, issuedAt < start { return "iat is before the credential's nbf" }
        if issuedAt >= credential.expiration { return "iat is not before the credential's exp" }
        if expiration > credential.expiration { return "exp is after the credential's exp" }
        if let notBefore, let start = credential.notBefore, notBefore < start {
            return "nbf is before the credential's nbf"
        }
        return nil
    }
}
