// SPDX-License-Identifier: Apache-2.0

public import COSE

extension TrustList {
    /// The list that some bytes are, by the root of an anchor.
    ///
    /// - Throws: ``TrustError`` with a `trust-list.` code where the bytes break any rule of wire-format.md §7; whether
    ///   the list is still current is not judged.
    public static func verified(
        _ bytes: [UInt8],
        anchor: TrustAnchor,
        crypto: some CryptoProvider
    ) throws(TrustError) -> TrustList {
        guard bytes.count <= maximumLength else {
            throw TrustError(.trustListTooLarge, "\(bytes.count) bytes, expected at most \(maximumLength)")
        }
        let token: COSESign1
        do { token = try COSESign1(bytes) } catch { throw TrustError(.trustListMalformed, error.message) }
        guard token.unprotected.entries?.count == 0, token.protected.critical.isEmpty,
            token.protected[HeaderLabel.cwtClaims] == nil
        else { throw TrustError(.trustListMalformed, "an unprotected or a critical parameter, or claims in a header") }
        guard token.protected.type == .mediaType(mediaType) else {
            throw TrustError(.trustListType, "typ is not \(mediaType)")
        }
        let root: any SignatureVerifier
        let rootKeyID: KeyID
        do {
            root = try crypto.verifier(for: anchor.rootKey)
            rootKeyID = try crypto.keyID(of: root.publicKey)
        } catch { throw TrustError(.unknownRoot, "the anchor's key is no usable point") }
        guard let keyID = token.protected.keyID, KeyID(keyID) == rootKeyID else {
            throw TrustError(.unknownRoot, "kid is not \(rootKeyID), the anchor's")
        }
        guard token.isSigned(by: root) else {
            throw TrustError(.trustListSignature, "not signed by root \(rootKeyID)")
        }
        var contents = try TrustListContents(payload: token.payload)
        if let issuer = anchor.issuer, !issuer.utf8.elementsEqual(contents.issuer.utf8) {
            throw TrustError(.trustListIssuer, "iss is not the anchor's")
        }
        let keys = try named(&contents.entries, root: rootKeyID, crypto: crypto)
        return TrustList(
            contents: contents,
            keys: keys,
            rootKeyID: rootKeyID,
            bytes: bytes,
            digest: crypto.sha256(bytes[...])
        )
    }

    /// The entries by their keys, which are checked against their names and completed to full points.
    private static func named(
        _ entries: inout [TrustedKey],
        root: KeyID,
        crypto: some CryptoProvider
    ) throws(TrustError) -> [KeyID: NamedKey] {
        var keys: [KeyID: NamedKey] = [:]
        for index in entries.indices {
            let entry = entries[index]
            // By the name alone: the name is proved to be the key's below.
            guard entry.keyID != root else { throw TrustError(.rootAsEntry, "the root stands among the entries") }
            let verifier: any SignatureVerifier
            let keyID: KeyID
            do {
                verifier = try crypto.verifier(for: entry.key)
                keyID = try crypto.keyID(of: verifier.publicKey)
            } catch { throw TrustError(.entryKey, "entry \(entry.keyID): \(error.message)") }
            guard keyID == entry.keyID else {
                throw TrustError(.entryKeyID, "entry \(entry.keyID) holds the key \(keyID)")
            }
            var named = keys[keyID] ?? NamedKey(verifier: verifier)
            // A kid is 8 bytes, so two keys can be made that share one; which of them signed would be a guess.
            guard named.verifier.publicKey == verifier.publicKey else {
                throw TrustError(.entryKeyID, "kid \(keyID) names two keys")
            }
            entries[index] = entry.with(key: verifier.publicKey)
            named.add(entries[index])
            keys[keyID] = named
        }
        return keys
    }

    /// Signs a list, which is then read as every verifier will read it: what this returns is valid.
    ///
    /// - Parameters:
    ///   - contents: what to sign.
    ///   - root: the root key.
    ///   - crypto: digests, and the check of the result.
    /// - Returns: the list; its ``bytes`` are what to publish.
    /// - Throws: ``TrustError`` for contents that no verifier would accept, or what the signer throws.
    public static func sign(
        _ contents: TrustListContents,
        by root: some Signer,
        crypto: some CryptoProvider
    ) throws -> TrustList {
        let protected = ProtectedHeader.encode(
            algorithm: root.publicKey.curve.algorithm,
            keyID: try crypto.keyID(of: root.publicKey).bytes,
            type: .mediaType(mediaType)
        )
        let bytes = try COSESign1.sign(contents.payload.encoded, protected: protected, by: root)
        return try verified(
            bytes,
            anchor: TrustAnchor(rootKey: root.publicKey, issuer: contents.issuer),
            crypto: crypto
        )
    }
}

extension TrustedKey {
    fileprivate func with(key: COSEKey) -> TrustedKey {
        TrustedKey(
            keyID: keyID,
            key: key,
            uses: uses,
            issuer: issuer,
            notBefore: notBefore,
            notAfter: notAfter,
            revocation: revocation,
            attestableClaims: attestableClaims
        )
    }
}
