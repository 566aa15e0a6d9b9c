// SPDX-License-Identifier: Apache-2.0

public import COSE
public import Foundation
public import Signing
public import Trust

extension Deployment {
    /// The keys, as the next trust list will have them.
    ///
    /// - Throws: ``DeploymentError`` `deployment.file` or `deployment.damaged`.
    public func keyRing() throws(DeploymentError) -> KeyRing { try PlainFile.decode(KeyRing.self, from: files.keyRing) }

    private func changeKeyRing(_ body: (inout KeyRing) throws(DeploymentError) -> Void) throws(DeploymentError) {
        // Two who change keys at once would each write a ring without the other's.
        let lock = try DirectoryLock(files.keys)
        var ring = try keyRing()
        try body(&ring)
        try PlainFile.write(PlainFile.encode(ring), to: files.keyRing)
        _ = consume lock
    }

    /// Makes a key.
    ///
    /// It may sign once a trust list with it is published.
    ///
    /// - Parameters:
    ///   - use: `credential`, `printed` or `status-list`.
    ///   - curve: of the key.
    ///   - passphrase: what its private half is encrypted under.
    ///   - cost: what a guess of the passphrase costs.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: its record.
    /// - Throws: ``DeploymentError``, or `SigningError`.
    @discardableResult
    public func generateKey(
        use: String,
        curve: Curve,
        passphrase: SecretBytes,
        cost: ScryptCost = .keyFile,
        at now: Int64
    ) throws -> KeyRing.Record {
        let key = try PrivateKey.generate(curve)
        let kid = try Self.crypto.keyID(of: key.publicKey).description
        let record = KeyRing.Record(
            kid: kid,
            publicKey: try key.publicKey.pem,
            uses: [use],
            issuer: settings.issuer,
            notBefore: now,
            notAfter: now + Self.keyLifetime,
            isOwn: true
        )
        try key.write(to: files.privateKey(kid).path(percentEncoded: false), passphrase: passphrase, cost: cost)
        try changeKeyRing { ring throws(DeploymentError) in try ring.add(record) }
        return record
    }

    /// Takes in the public key of another issuer, so that its codes verify here too.
    ///
    /// - Parameters:
    ///   - pem: the public key, SubjectPublicKeyInfo.
    ///   - uses: what it may sign.
    ///   - issuer: `iss` of what it signs; `nil` for this deployment's.
    ///   - attests: the components it may attest; `nil` for all.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: its record.
    /// - Throws: ``DeploymentError`` `deployment.key-known`, or `SigningError` for what is no public key.
    @discardableResult
    public func importKey(
        pem: String,
        uses: [String],
        issuer: String?,
        attests: [Int64]?,
        at now: Int64
    ) throws -> KeyRing.Record {
        let key = try COSEKey(pem: pem)
        let record = KeyRing.Record(
            kid: try Self.crypto.keyID(of: key).description,
            publicKey: try key.pem,
            uses: uses,
            issuer: issuer ?? settings.issuer,
            notBefore: now,
            notAfter: now + Self.keyLifetime,
            attests: attests,
            isOwn: false
        )
        try changeKeyRing { ring throws(DeploymentError) in try ring.add(record) }
        return record
    }

    /// Withdraws a key.
    ///
    /// - Parameters:
    ///   - kid: its name.
    ///   - reason: compromised, and nothing it signed is good any more; or superseded, and what it signed before stays good.
    ///   - now: seconds since 1970 UTC.
    /// - Throws: ``DeploymentError`` `deployment.key-unknown`.
    public func revokeKey(_ kid: String, reason: TrustedKey.Revocation.Reason, at now: Int64) throws(DeploymentError) {
        try changeKeyRing { ring throws(DeploymentError) in
            try ring.change(kid) { record in
                // A key that was compromised stays so, whatever is said of it later.
                guard record.revocationReason != "compromised" else { return }
                record.revokedAt = record.revokedAt ?? now
                record.revocationReason = reason == .compromised ? "compromised" : "superseded"
            }
        }
    }

    /// Makes a key in place of those that have a use.
    ///
    /// What they signed stays good; from the next trust list on the new one signs.
    ///
    /// - Returns: the new key's record.
    /// - Throws: ``DeploymentError``, or `SigningError`.
    @discardableResult
    public func rotateKey(
        use: String,
        curve: Curve,
        passphrase: SecretBytes,
        cost: ScryptCost = .keyFile,
        at now: Int64
    ) throws -> KeyRing.Record {
        let record = try generateKey(use: use, curve: curve, passphrase: passphrase, cost: cost, at: now)
        try changeKeyRing { ring throws(DeploymentError) in
            for other in ring.records where other.isOwn && other.uses == [use] && other.kid != record.kid {
                try ring.change(other.kid) { $0.notAfter = min($0.notAfter, max(now, $0.notBefore)) }
            }
        }
        return record
    }

    /// Signs and publishes the trust list with the keys as they are now.
    ///
    /// - Parameters:
    ///   - rootKey: where the root's private half is, such as on a stick; `nil` for the deployment's own place.
    ///   - passphrase: of the root key.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the list.
    /// - Throws: ``DeploymentError`` `deployment.root-mismatch` among others, `SigningError`, or `TrustError`.
    public func publishTrustList(rootKey: URL?, passphrase: SecretBytes, at now: Int64) throws -> TrustList {
        let path = (rootKey ?? files.rootPrivateKey).path(percentEncoded: false)
        return try publishTrustList(root: PrivateKey(contentsOf: path, passphrase: passphrase), at: now)
    }

    func publishTrustList(root: PrivateKey, at now: Int64) throws -> TrustList {
        let anchor = try anchor()
        guard root.publicKey == anchor.rootKey else {
            throw DeploymentError(
                .rootMismatch,
                "the private key is not the half of \(files.rootPublicKey.lastPathComponent)"
            )
        }
        // Two lists of one number would be a rollback to whoever saw the other.
        let lock = try DirectoryLock(files.keys)
        let current = try? trustList()
        let hasList = FileManager.default.fileExists(atPath: files.trustList.path(percentEncoded: false))
        guard current != nil || !hasList else {
            // Without the number of the last list the next one could be taken for an old one everywhere.
            throw DeploymentError(.damaged, "the published trust list cannot be read, so its sequence is not known")
        }
        let issuedAt = max(now, current?.issuedAt ?? now)
        let list = try TrustList.sign(
            TrustListContents(
                issuer: settings.issuer,
                issuedAt: issuedAt,
                expiresAt: issuedAt + TrustList.maximumLifetime,
                sequence: (current?.sequence ?? 0) + 1,
                entries: try keyRing().entries(),
                statusListPrefixes: [settings.statusListPrefix],
                audienceBase: settings.audienceBase
            ),
            by: root,
            crypto: Self.crypto
        )
        try PlainFile.write(list.bytes, to: files.trustList)
        _ = consume lock
        return list
    }
}
