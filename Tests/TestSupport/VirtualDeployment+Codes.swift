// SPDX-License-Identifier: Apache-2.0

public import COSE
public import MergedCode
public import Signing

extension VirtualDeployment {
    /// A credential of the holder.
    public func credential(
        _ components: Components = .virtual,
        index: UInt64 = index,
        uri: String = statusURI,
        issuer: String = issuerName,
        issuedAt: Int64 = now - 10 * day,
        notBefore: Int64? = nil,
        expiration: Int64 = now + 80 * day,
        holder: PrivateKey? = nil,
        by signer: PrivateKey? = nil
    ) throws -> HeldCredential {
        guard let status = StatusReference(uri: uri, index: index) else { throw VirtualError.notAnIndex }
        return try CredentialDraft(
            issuer: issuer,
            issuedAt: issuedAt,
            notBefore: notBefore,
            expiration: expiration,
            holderKey: (holder ?? self.holder).publicKey,
            status: status,
            components: components
        )
        .issue(signer: signer ?? self.issuer, crypto: crypto, random: random.bytes)
    }

    /// A dynamic code, made just now unless told otherwise.
    public func dynamic(
        _ credential: HeldCredential? = nil,
        disclosing keys: Set<ComponentKey> = Set(ComponentKey.allCases),
        audience: String = audience,
        nonce: [UInt8]? = nil,
        at time: Int64 = now,
        lifetime: Int64 = HeldCredential.defaultLifetime,
        by signer: PrivateKey? = nil
    ) throws -> String {
        try (credential ?? self.credential())
            .dynamicCode(
                disclosing: keys,
                audience: audience,
                nonce: nonce,
                now: time,
                lifetime: lifetime,
                signer: signer ?? holder,
                random: random.bytes
            )
    }

    /// A reference code, made just now unless told otherwise.
    public func reference(
        _ credential: HeldCredential,
        showing keys: Set<ComponentKey>? = nil,
        audience: String = audience,
        nonce: [UInt8]? = nil,
        at time: Int64 = now,
        lifetime: Int64 = HeldCredential.defaultLifetime
    ) throws -> String {
        try credential.referenceCode(
            showing: keys,
            audience: audience,
            nonce: nonce,
            now: time,
            lifetime: lifetime,
            signer: holder,
            random: random.bytes
        )
    }

    /// A printed code.
    public func printed(
        _ components: Components = .virtual,
        index: UInt64 = index,
        issuer: String = issuerName,
        issuedAt: Int64 = now - 10 * day,
        expiration: Int64 = now + 80 * day,
        by signer: PrivateKey? = nil
    ) throws -> String {
        guard let status = StatusReference(uri: Self.statusURI, index: index) else { throw VirtualError.notAnIndex }
        return try PrintedCodeDraft(
            issuer: issuer,
            issuedAt: issuedAt,
            expiration: expiration,
            status: status,
            components: components
        )
        .issue(signer: signer ?? printer, crypto: crypto, random: random.bytes).text
    }

    /// A code with some of its claims and protected headers replaced or, for `nil`, left out, and signed anew.
    public func resigned(
        _ text: String,
        claims: [Int64: CBOR?] = [:],
        headers: [Int64: CBOR?] = [:],
        by signer: PrivateKey? = nil
    ) throws -> String {
        UnverifiedCode.text(
            of: try resigned(UnverifiedCode.bytes(of: text), claims: claims, headers: headers, by: signer ?? holder)
        )
    }

    /// A credential changed likewise, signed anew by the issuer.
    public func resigned(
        _ credential: HeldCredential,
        claims: [Int64: CBOR?] = [:],
        headers: [Int64: CBOR?] = [:],
        by signer: PrivateKey? = nil
    ) throws -> HeldCredential {
        try HeldCredential(
            resigned(credential.encoded, claims: claims, headers: headers, by: signer ?? issuer),
            crypto: crypto
        )
    }

    private func resigned(
        _ bytes: [UInt8],
        claims: [Int64: CBOR?],
        headers: [Int64: CBOR?],
        by signer: PrivateKey
    ) throws -> [UInt8] {
        let token = try COSESign1(bytes)
        return try COSESign1.sign(
            Self.changed(Array(token.payload), claims),
            protected: Self.changed(Array(token.protectedBytes), headers),
            unprotected: .encoded(Array(token.unprotected.encoded)),
            by: signer
        )
    }

    private static func changed(_ map: [UInt8], _ changes: [Int64: CBOR?]) throws -> [UInt8] {
        var parts: [(key: CBOR, value: CBOR)] = []
        guard let entries = try CBORItem(map).entries else { throw VirtualError.notAMap }
        for (key, value) in entries where key.integer.map({ changes[$0] == nil }) ?? true {
            parts.append((.encoded(Array(key.encoded)), .encoded(Array(value.encoded))))
        }
        for case (let key, let value?) in changes { parts.append((.integer(key), value)) }
        return CBOR.map(parts).encoded
    }
}

/// What a test asked for that cannot be.
public enum VirtualError: Error {
    /// An index that is no multiple of 4.
    case notAnIndex
    /// A payload or header that is no map.
    case notAMap
}
