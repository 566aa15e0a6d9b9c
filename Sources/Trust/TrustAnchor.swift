// SPDX-License-Identifier: Apache-2.0

public import COSE

/// What a verifier is told to believe before anything is signed: a root key, and whom it speaks for.
public struct TrustAnchor: Hashable, Sendable {
    /// The public key that signs trust lists.
    public let rootKey: COSEKey
    /// The `iss` that its lists must name; `nil` where only the key is known, as from a `root.pem`.
    public let issuer: String?

    /// An anchor from a root key, bound to an issuer where one is known.
    public init(rootKey: COSEKey, issuer: String? = nil) {
        self.rootKey = rootKey
        self.issuer = issuer
    }
}

/// The pair that a verifier's memory is kept by: root key and issuer (wire-format.md §7).
public struct AnchorIdentity: Hashable, Sendable {
    /// The name of the root key.
    public let rootKeyID: KeyID
    /// The UTF-8 bytes of `iss`; two texts are one issuer when these are equal.
    let issuerBytes: [UInt8]

    /// The identity of a root key and the issuer it speaks for.
    public init(rootKeyID: KeyID, issuer: String) {
        self.rootKeyID = rootKeyID
        issuerBytes = Array(issuer.utf8)
    }

    /// `iss` of the lists.
    public var issuer: String { String(decoding: issuerBytes, as: UTF8.self) }
}
