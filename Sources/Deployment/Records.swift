// SPDX-License-Identifier: Apache-2.0

public import Issuance
public import MergedCode
public import Registry
public import Signing
public import Storage

/// What a verifier looks people up in: the registry and what was issued, with the key that opens personal data and no key
/// that signs.
public struct Records: Sendable {
    /// The database.
    public let store: any RecordStore
    /// What is known about people.
    public let registry: PersonRegistry
    private let sealer: any PersonalDataSealer

    init(store: any RecordStore, sealer: any PersonalDataSealer, catalogue: Catalogue) {
        self.store = store
        self.sealer = sealer
        registry = PersonRegistry(store: store, sealer: sealer, catalogue: catalogue)
    }

    /// A credential with all its disclosures, as it was issued, for whoever judges a reference code.
    ///
    /// - Returns: `nil` for a printed code, and where nothing of this id was kept.
    /// - Throws: what the store or the sealer throws.
    public func content(of id: CredentialID, in store: any IssuanceReading) throws -> UnverifiedCredential? {
        try store.sealedCredential(id).map { try UnverifiedCredential(bytes: sealer.open($0, context: id.bytes)) }
    }
}

extension Deployment {
    /// Opens what people are looked up in; the passphrase is not kept.
    ///
    /// A database on a server is opened once more: no verdict waits as long as an import may, or for its connections.
    ///
    /// - Throws: `SigningError` `signing.wrong-passphrase` among others, ``DeploymentError``, or what the store throws.
    public func records(passphrase: SecretBytes) throws -> Records {
        let sealer = try seal(passphrase: passphrase)
        self.store.expect(sealMark: sealer.mark)
        guard let database else { return Records(store: store, sealer: sealer, catalogue: catalogue) }
        let store = try PostgreSQLStore(database, statementTimeout: 10, busyTimeout: 10)
        store.expect(sealMark: sealer.mark)
        return Records(store: store, sealer: sealer, catalogue: catalogue)
    }
}
