// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
public import Issuance
public import Registry
public import Signing
import Storage
public import Trust

/// A deployment whose secrets are open: where people's data are read and credentials issued.
public struct Desk: Sendable {
    /// The deployment.
    public let deployment: Deployment
    /// What is known about people.
    public let registry: PersonRegistry
    /// Who issues.
    public let issuer: Issuer

    private let passphrase: SecretBytes

    init(deployment: Deployment, seal: PersonalDataSeal, passphrase: SecretBytes) {
        self.deployment = deployment
        self.passphrase = passphrase
        registry = PersonRegistry(
            store: deployment.store,
            sealer: seal,
            catalogue: deployment.catalogue,
            restoredAt: deployment.restoredAt
        )
        issuer = Issuer(
            profile: deployment.settings.profile,
            store: deployment.store,
            registry: registry,
            sealer: seal,
            crypto: Deployment.crypto,
            random: SecureRandom.bytes
        )
    }

    /// The key that signs something now: the youngest of the published trust list whose private half is here.
    ///
    /// - Throws: ``DeploymentError`` `deployment.no-signing-key`, or `SigningError`.
    public func signer(for use: KeyUse, at now: Int64) throws -> PrivateKey {
        let entry = try deployment.trustList().entries
            .filter { entry in
                entry.uses.contains(use) && entry.issuer == deployment.settings.issuer && entry.revocation == nil
                    && (entry.notBefore...entry.notAfter).contains(now) && hasPrivateHalf(entry.keyID)
            }
            .max { ($0.notBefore, $0.notAfter) < ($1.notBefore, $1.notAfter) }
        guard let entry else {
            throw DeploymentError(
                .noSigningKey,
                "no published key may sign as \(use) now",
                hint: "heyima keys rotate, then heyima keys publish"
            )
        }
        let path = deployment.files.privateKey(entry.keyID.description).path(percentEncoded: false)
        return try PrivateKey(contentsOf: path, passphrase: passphrase)
    }

    private func hasPrivateHalf(_ keyID: KeyID) -> Bool {
        (try? deployment.keyRing())?[keyID.description]?.isOwn == true
    }

    /// Brings status lists in step with the registry and signs those that changed or are due.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    /// - Returns: how many slots changed.
    /// - Throws: what the store or the signing key throws.
    @discardableResult
    public func settle(at now: Int64) throws -> Int {
        let changed = try issuer.followRegistry(at: now)
        let lists = try deployment.store.read { try $0.statusLists() }
        let isDue = lists.isEmpty || lists.contains { issuer.isDue($0, at: now) }
        if isDue { _ = try issuer.publishStatusLists(signer: signer(for: .statusList, at: now), at: now) }
        return changed
    }
}
