// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A printed code 纸质码 about to be issued (wire-format.md §6).
public struct PrintedCodeDraft: Sendable {
    /// `iss`, as the trust list names it.
    public var issuer: String
    /// `iat`, in seconds since 1970 UTC.
    public var issuedAt: Int64
    /// `exp`, at most 366 days later.
    public var expiration: Int64
    /// The four status list entries that it owns, apart from the credential's.
    public var status: StatusReference
    /// What it says: identity, card and relief are taken, the given name masked; health and payment never.
    public var components: Components

    /// A draft.
    public init(
        issuer: String,
        issuedAt: Int64,
        expiration: Int64,
        status: StatusReference,
        components: Components
    ) {
        self.issuer = issuer
        self.issuedAt = issuedAt
        self.expiration = expiration
        self.status = status
        self.components = components
    }

    /// Signs the code.
    ///
    /// - Parameters:
    ///   - signer: an issuer's key of use 2 (wire-format.md §7).
    ///   - crypto: for the key's name.
    ///   - random: gives as many unpredictable bytes as asked for.
    /// - Returns: the text for the symbol, and the code's id.
    /// - Throws: ``CredentialError`` `credential.claim` or `credential.random`, or what the signer throws.
    public func issue(
        signer: some Signer,
        crypto: some CryptoProvider,
        random: (Int) -> [UInt8]
    ) throws -> (text: String, id: CredentialID) {
        var components = components.restricted(to: UnverifiedPrintedCode.allowedComponents)
        components.identity = components.identity?.withGivenNameMasked
        try components.checkForIssuing()
        let envelope = IssuingEnvelope(
            issuer: issuer,
            issuedAt: issuedAt,
            notBefore: nil,
            expiration: expiration,
            status: status
        )
        var claims = try envelope.claims(random: random)
        guard expiration - issuedAt <= UnverifiedPrintedCode.maximumLifetime else {
            throw CredentialError(.claim, "a printed code lives for at most 366 days")
        }
        for key in ComponentKey.allCases {
            if let value = components.cbor(key) { claims.append((.integer(key.rawValue), value)) }
        }
        let bytes = try COSESign1.sign(
            CBOR.map(claims).encoded,
            protected: ProtectedHeader.encode(
                algorithm: signer.publicKey.curve.algorithm,
                keyID: try crypto.keyID(of: signer.publicKey).bytes,
                type: .number(TypeNumber.printed)
            ),
            by: signer
        )
        // Reading back what goes to print finds a value that no reader would take before a resident does.
        guard case .printed(let code) = try UnverifiedCode(bytes: bytes) else {
            throw CredentialError(.claim, "not a printed code")
        }
        return (UnverifiedCode.text(of: bytes), code.id)
    }
}
