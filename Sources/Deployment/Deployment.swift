// SPDX-License-Identifier: Apache-2.0

public import COSE
public import Foundation
import Issuance
public import Registry
public import Signing
public import Storage
public import Trust

/// A data directory: settings, keys, trust list and database of one issuer.
///
/// Opening it shows what is public. Whatever touches people's data or signs needs ``unlock(passphrase:)``.
///
/// ```swift
/// let deployment = try Deployment(directory: directory)
/// let desk = try deployment.unlock(passphrase: passphrase)
/// let ticket = try desk.issuer.ticket(for: idNumber, at: now)
/// ```
public struct Deployment: Sendable {
    /// How long a new key may sign, in seconds: two years.
    static let keyLifetime: Int64 = 730 * 86_400

    /// Where everything lies.
    public let files: DeploymentFiles
    /// Names, addresses and spans of time.
    public let settings: DeploymentSettings
    /// The words that departments use: `catalogue.json`, or Foshan's where there is none.
    public let catalogue: Catalogue
    /// The database, where it is PostgreSQL's; `nil` for the files of the deployment.
    public let database: DatabaseAddress?
    /// The registry and what was issued.
    public let store: any RecordStore
    /// When the deployment was brought back from a backup, seconds since 1970 UTC; `nil` where it never was.
    ///
    /// Which codes were used before that is not known.
    public let restoredAt: Int64?

    static let crypto = SystemCryptography()

    /// Opens the deployment in a directory.
    ///
    /// - Parameters:
    ///   - directory: the directory.
    ///   - database: a PostgreSQL database; `nil` for the one of the settings, or the deployment's files where they name
    ///     none.
    /// - Throws: ``DeploymentError``, `RegistryError` `catalogue_invalid`, or what the store throws.
    public init(directory: URL, database: DatabaseAddress? = nil) throws {
        files = DeploymentFiles(directory: directory)
        let path = files.settings.path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path) else {
            throw DeploymentError(
                .notADeployment,
                "there is no deployment in \(directory.path(percentEncoded: false))",
                hint: "heyima init --data DIR makes one"
            )
        }
        settings = try PlainFile.decode(DeploymentSettings.self, from: files.settings)
        try settings.check()
        restoredAt =
            FileManager.default.fileExists(atPath: files.restoration.path(percentEncoded: false))
            ? try PlainFile.decode(Restoration.self, from: files.restoration).restoredAt : nil
        catalogue = try Self.catalogue(files.catalogue)
        self.database = try database ?? settings.database.map { try DatabaseAddress($0) }
        store =
            if let database = self.database {
                try PostgreSQLStore(database)
            } else {
                try SQLiteStore(path: files.database.path(percentEncoded: false))
            }
    }

    private static func catalogue(_ file: URL) throws -> Catalogue {
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else { return .foshan }
        return try Catalogue(json: PlainFile.read(file))
    }

    /// Makes a new deployment: keys, the first trust list and status list, an empty database.
    ///
    /// It is built beside its place and moved there when it is whole, so a directory holds a deployment or nothing.
    ///
    /// - Parameters:
    ///   - directory: where; must be absent or empty.
    ///   - settings: names, addresses and spans of time.
    ///   - database: an empty PostgreSQL database, which the settings remember without its password; `nil` for files of
    ///     the directory.
    ///   - curve: of root, issuer and status keys.
    ///   - passphrase: what private keys and the sealing key are encrypted under.
    ///   - cost: what a guess of the passphrase costs.
    ///   - now: seconds since 1970 UTC.
    /// - Returns: the deployment, opened.
    /// - Throws: ``DeploymentError``, or what keys or the store throw.
    public static func create(
        at directory: URL,
        settings: DeploymentSettings,
        database: DatabaseAddress? = nil,
        curve: Curve,
        passphrase: SecretBytes,
        cost: ScryptCost = .keyFile,
        now: Int64
    ) throws -> Deployment {
        try settings.check()
        var settings = settings
        settings.database = database?.description
        try NewDirectory.make(directory) { try fill($0, settings, database, curve, passphrase, cost, now) }
        return try Deployment(directory: directory, database: database)
    }

    private static func fill(
        _ directory: URL,
        _ settings: DeploymentSettings,
        _ database: DatabaseAddress?,
        _ curve: Curve,
        _ passphrase: SecretBytes,
        _ cost: ScryptCost,
        _ now: Int64
    ) throws {
        let files = DeploymentFiles(directory: directory)
        try PlainFile.makeDirectory(files.keys, mode: 0o700)
        try PlainFile.write(PlainFile.encode(settings), to: files.settings)
        try PersonalDataSeal.create(at: files.sealingKey, passphrase: passphrase, cost: cost)
        let root = try PrivateKey.generate(curve)
        try root.write(to: files.rootPrivateKey.path(percentEncoded: false), passphrase: passphrase, cost: cost)
        try PlainFile.write(Array(root.publicKey.pem.utf8), to: files.rootPublicKey)
        try PlainFile.write(PlainFile.encode(KeyRing()), to: files.keyRing)
        let deployment = try Deployment(directory: directory, database: database)
        let isEmpty = try deployment.store.read { people, issued in
            try issued.statusLists().isEmpty && people.people(after: nil, limit: 1).isEmpty
        }
        guard isEmpty else {
            throw DeploymentError(.databaseNotEmpty, "the database holds a deployment already")
        }
        for use in KeyRing.uses {
            try deployment.generateKey(use: use.name, curve: curve, passphrase: passphrase, cost: cost, at: now)
        }
        _ = try deployment.publishTrustList(root: root, at: now)
        try deployment.unlock(passphrase: passphrase).settle(at: now)
    }

    /// Opens what is sealed.
    ///
    /// - Throws: `SigningError` `signing.wrong-passphrase` among others, or ``DeploymentError``.
    public func unlock(passphrase: SecretBytes) throws -> Desk {
        let seal = try seal(passphrase: passphrase)
        store.expect(sealMark: seal.mark)
        return Desk(deployment: self, seal: seal, passphrase: passphrase)
    }

    /// The anchor that verifiers of this deployment trust.
    ///
    /// - Throws: ``DeploymentError`` `deployment.file`, or `SigningError` for what is no public key.
    public func anchor() throws -> TrustAnchor {
        let pem = String(decoding: try PlainFile.read(files.rootPublicKey), as: UTF8.self)
        return TrustAnchor(rootKey: try COSEKey(pem: pem), issuer: settings.issuer)
    }

    /// The trust list as published.
    ///
    /// - Throws: ``DeploymentError`` `deployment.file`, or `TrustError`.
    public func trustList() throws -> TrustList {
        try TrustList.verified(PlainFile.read(files.trustList), anchor: anchor(), crypto: Self.crypto)
    }

    /// Writes what an offline verifier needs: `root.pem`, `trust-list.cwt`, `status/N.cwt`.
    ///
    /// - Returns: how many status lists there are.
    /// - Throws: ``DeploymentError``, or what the store throws.
    public func writeBundle(to directory: URL) throws -> Int {
        let status = directory.appending(path: "status")
        try PlainFile.makeDirectory(status)
        let lists = try store.read { try $0.statusLists() }
        // The status lists go first: whoever copies at the same time gets lists that are newer than the rest, not older.
        for list in lists {
            guard let signed = list.signed else { continue }
            try PlainFile.write(signed, to: status.appending(path: "\(list.number).cwt"))
        }
        try PlainFile.write(PlainFile.read(files.trustList), to: directory.appending(path: "trust-list.cwt"))
        try PlainFile.write(PlainFile.read(files.rootPublicKey), to: directory.appending(path: "root.pem"))
        return lists.count { $0.signed != nil }
    }
}
