// SPDX-License-Identifier: Apache-2.0

public import COSE

extension HeldCredential {
    /// How long a code is good unless told otherwise, in seconds (wire-format.md §4).
    public static let defaultLifetime: Int64 = 60

    /// A dynamic code 动态码 of this credential.
    ///
    /// - Parameters:
    ///   - disclosing: which components it shows.
    ///   - audience: for whom: a deployment's base, or one terminal's name from its challenge.
    ///   - nonce: the nonce of the challenge it answers, 16 bytes.
    ///   - now: the holder's clock, in seconds since 1970 UTC.
    ///   - lifetime: how many seconds it is good.
    ///   - signer: the holder's key.
    ///   - random: gives as many unpredictable bytes as asked for.
    /// - Returns: the text for the symbol.
    /// - Throws: ``CredentialError`` with a `credential.` code, or what the signer throws.
    public func dynamicCode(
        disclosing: Set<ComponentKey> = ComponentKey.disclosedByDefault,
        audience: String,
        nonce: [UInt8]? = nil,
        now: Int64,
        lifetime: Int64 = HeldCredential.defaultLifetime,
        signer: some Signer,
        random: (Int) -> [UInt8]
    ) throws -> String {
        let claims = try bindingClaims(audience, nonce, now, lifetime, random)
        return try sign(
            claims,
            type: TypeNumber.dynamic,
            others: [(.integer(HeaderLabel.credential), .encoded(try presented(disclosing)))],
            by: signer
        )
    }

    /// A reference code 简码 of this credential.
    ///
    /// - Parameters:
    ///   - showing: which components may be shown of it; `nil` leaves it to the verifier's rules.
    ///   - audience: for whom: a deployment's base, or one terminal's name from its challenge.
    ///   - nonce: the nonce of the challenge it answers, 16 bytes.
    ///   - now: the holder's clock, in seconds since 1970 UTC.
    ///   - lifetime: how many seconds it is good.
    ///   - signer: the holder's key.
    ///   - random: gives as many unpredictable bytes as asked for.
    /// - Returns: the text for the symbol.
    /// - Throws: ``CredentialError`` with a `credential.` code, or what the signer throws.
    public func referenceCode(
        showing: Set<ComponentKey>? = nil,
        audience: String,
        nonce: [UInt8]? = nil,
        now: Int64,
        lifetime: Int64 = HeldCredential.defaultLifetime,
        signer: some Signer,
        random: (Int) -> [UInt8]
    ) throws -> String {
        var claims = try bindingClaims(audience, nonce, now, lifetime, random)
        if let showing {
            guard !showing.isEmpty else { throw CredentialError(.request, "an empty list of what may be shown") }
            let keys = ComponentKey.allCases.filter(showing.contains)
            claims.append((.integer(UnverifiedReferenceCode.shownClaim), .array(keys.map { .integer($0.rawValue) })))
        }
        return try sign(claims, type: TypeNumber.reference, keyID: id.bytes, by: signer)
    }

    private func bindingClaims(
        _ audience: String,
        _ nonce: [UInt8]?,
        _ now: Int64,
        _ lifetime: Int64,
        _ random: (Int) -> [UInt8]
    ) throws(CredentialError) -> [(key: CBOR, value: CBOR)] {
        guard !audience.isEmpty else { throw CredentialError(.request, "the audience is empty") }
        guard nonce == nil || nonce?.count == KeyBinding.nonceLength else {
            throw CredentialError(.request, "a nonce has \(KeyBinding.nonceLength) bytes")
        }
        guard lifetime > 0 else { throw CredentialError(.request, "a code lives for a second at least") }
        let issuedAt = max(now, self.claims.issuedAt)
        guard issuedAt < self.claims.expiration else {
            throw CredentialError(.expired, "the credential is past its expiration time")
        }
        let remaining = self.claims.expiration - issuedAt
        var claims: [(key: CBOR, value: CBOR)] = [
            (.integer(ClaimKey.audience), .text(audience)),
            (.integer(ClaimKey.expiration), .integer(issuedAt + min(lifetime, remaining))),
            (.integer(ClaimKey.issuedAt), .integer(issuedAt)),
            (.integer(ClaimKey.cwtID), .bytes(try randomBytes(8, from: random))),
        ]
        if let nonce { claims.append((.integer(ClaimKey.nonce), .bytes(nonce))) }
        return claims
    }

    /// The credential with some of its disclosures and without the others, tag 18 included; its signature stays good.
    ///
    /// - Throws: ``CredentialError`` `credential.component-missing`.
    public func presented(_ keys: Set<ComponentKey>) throws(CredentialError) -> [UInt8] {
        var chosen: [CBOR] = []
        for key in ComponentKey.allCases where keys.contains(key) {
            guard let disclosure = disclosures[key] else {
                throw CredentialError(.componentMissing, "the credential has no \(key.name)")
            }
            chosen.append(.encoded(Array(disclosure)))
        }
        let sign1 = credential.sign1
        let unprotected: CBOR = chosen.isEmpty ? [:] : [.integer(HeaderLabel.disclosures): .array(chosen)]
        return
            CBOR.tagged(
                COSESign1.tag,
                .array([
                    .bytes(Array(sign1.protectedBytes)), unprotected, .bytes(Array(sign1.payload)),
                    .bytes(Array(sign1.signature)),
                ])
            )
            .encoded
    }

    private func sign(
        _ claims: [(key: CBOR, value: CBOR)],
        type: UInt64,
        keyID: [UInt8]? = nil,
        others: [(key: CBOR, value: CBOR)] = [],
        by signer: some Signer
    ) throws -> String {
        guard signer.publicKey.isSamePoint(as: holderKey) else {
            throw CredentialError(.notHolder, "the key is not the one that the credential names")
        }
        let bytes = try COSESign1.sign(
            CBOR.map(claims).encoded,
            protected: ProtectedHeader.encode(
                algorithm: holderKey.curve.algorithm,
                keyID: keyID,
                type: .number(type),
                others: others
            ),
            by: signer
        )
        return UnverifiedCode.text(of: bytes)
    }
}
