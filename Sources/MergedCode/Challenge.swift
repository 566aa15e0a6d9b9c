// SPDX-License-Identifier: Apache-2.0

import COSE

/// What a terminal shows so that a code is made for it alone, once: `HYMQ1:` and Base45 (wire-format.md §4).
public struct Challenge: Hashable, Sendable {
    /// What the text begins with.
    public static let prefix = "HYMQ1:"
    /// How many characters a text can have after trimming.
    public static let maximumLength = 2048
    /// How long a challenge is good, in seconds.
    public static let lifetime: Int64 = 120

    /// The terminal's own name as an audience.
    public let audience: String
    /// The first second at which it is expired, since 1970 UTC.
    public let expiration: Int64
    /// 16 random bytes.
    public let nonce: [UInt8]

    /// A challenge.
    ///
    /// - Throws: ``CredentialError`` `credential.challenge` for an empty audience, a time out of range or a nonce of
    ///   another length.
    public init(audience: String, expiration: Int64, nonce: [UInt8]) throws(CredentialError) {
        guard !audience.isEmpty, TokenTime.range.contains(expiration), nonce.count == KeyBinding.nonceLength else {
            throw CredentialError(.challenge, "an audience, a time and 16 bytes are needed")
        }
        self.audience = audience
        self.expiration = expiration
        self.nonce = nonce
    }

    /// A challenge from its text, white space around it trimmed.
    ///
    /// - Throws: ``CredentialError`` `credential.challenge`.
    public init(text: String) throws(CredentialError) {
        guard let digits = PrefixedText.digits(of: text, prefix: Self.prefix, maximumLength: Self.maximumLength) else {
            throw CredentialError(.challenge, "not \(Self.prefix) with Base45")
        }
        do {
            let item = try CBORItem(Base45.decode(text.utf8.span.extracting(digits)))
            guard let audience = item[ClaimKey.audience]?.text,
                let expiration = item[ClaimKey.expiration].flatMap(TokenTime.read),
                let nonce = item[ClaimKey.nonce]?.bytes
            else { throw CredentialError(.challenge, "aud, exp or nonce is missing or of another type") }
            try self.init(audience: audience, expiration: expiration, nonce: Array(nonce))
        } catch let error as CredentialError {
            throw error
        } catch { throw CredentialError(.challenge, "\(error)") }
    }

    /// The text for the symbol.
    public var text: String {
        let claims: CBOR = [
            .integer(ClaimKey.audience): .text(audience), .integer(ClaimKey.expiration): .integer(expiration),
            .integer(ClaimKey.nonce): .bytes(nonce),
        ]
        return Self.prefix + Base45.encode(claims.encoded)
    }
}
