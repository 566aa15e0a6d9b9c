// SPDX-License-Identifier: Apache-2.0

import COSE
import Glibc
public import MergedCode
public import Signing

/// What an issuer gives to a wallet.
public struct Grant: Sendable {
    /// The credential with all its disclosures.
    public let credential: [UInt8]
    /// What the next refresh has to name.
    public let refreshHandle: [UInt8]
    /// The audience base of the deployment.
    public let audienceBase: String

    /// A grant from its parts.
    public init(credential: [UInt8], refreshHandle: [UInt8], audienceBase: String) {
        self.credential = credential
        self.refreshHandle = refreshHandle
        self.audienceBase = audienceBase
    }
}

/// A resident's wallet: one file, encrypted under a passphrase, mode 0600.
///
/// Each change is written before the call returns; the file is replaced whole, so a wallet that is killed has its state
/// of before or of after.
///
/// ```swift
/// var wallet = try HolderWallet(contentsOf: path, passphrase: passphrase)
/// let text = try wallet.entry().code(.dynamic, disclosing: nil, challenge: nil, at: now, random: SecureRandom.bytes)
/// ```
public struct HolderWallet: Sendable {
    private static let version: UInt64 = 1
    private static let maximumLength = 1 << 20
    /// Room for a few credentials.
    private static let trialLength = 1 << 14

    /// Where the file is.
    public let path: String
    /// The credentials, the latest last.
    public private(set) var entries: [HeldEntry]

    private let sealer: PassphraseSealer

    /// A new, empty wallet; its file is written with the first credential.
    ///
    /// - Throws: `SigningError` for an unusable passphrase.
    public init(newAt path: String, passphrase: SecretBytes, cost: ScryptCost = .ownFile) throws {
        self.path = path
        entries = []
        sealer = try PassphraseSealer(passphrase: passphrase, cost: cost)
    }

    /// Makes sure that a credential can be written, before a ticket or a handle is spent for it.
    ///
    /// - Throws: `SigningError` `signing.file-failed`, such as for a full disk.
    public func checkWritable() throws {
        let trial = path + ".trial"
        defer { unsafe unlink(trial) }
        try PrivateFile.replace(trial, [UInt8](repeating: 0, count: Self.trialLength))
    }

    /// The wallet of a file.
    ///
    /// - Throws: `SigningError` `signing.wrong-passphrase`, `signing.file-permissions` and others; ``WalletError``
    ///   `wallet.damaged`.
    public init(contentsOf path: String, passphrase: SecretBytes) throws {
        let file = try PrivateFile.read(path, limit: Self.maximumLength)
        sealer = try PassphraseSealer(of: file, passphrase: passphrase)
        self.path = path
        let plain = try sealer.open(file)
        let bytes = plain.withSpan { span in span.indices.map { span[$0] } }
        guard let item = try? CBORItem(bytes), item[1]?.unsigned == Self.version, let list = item[2]?.elements else {
            throw WalletError(.damaged, "the wallet is not of a version that is known here")
        }
        entries = try list.map { try HeldEntry($0) }
    }

    /// The credential of an id, or the latest.
    ///
    /// - Throws: ``WalletError`` `wallet.no-credential`.
    public func entry(_ id: CredentialID? = nil) throws(WalletError) -> HeldEntry {
        guard let entry = entries.last(where: { id == nil || $0.credential.id == id }) else {
            throw WalletError(.noCredential, "the wallet has no such credential")
        }
        return entry
    }

    /// Takes in what an issuer granted for a key, in place of an earlier credential if one is named, and writes the file.
    ///
    /// - Throws: ``WalletError`` `wallet.bad-grant` for a credential of another key; `SigningError` where the file cannot
    ///   be written, with the wallet unchanged.
    public mutating func accept(
        _ grant: Grant,
        for key: PrivateKey,
        from origin: String,
        replacing id: CredentialID? = nil
    ) throws {
        let credential: HeldCredential
        do { credential = try HeldCredential(grant.credential, crypto: SystemCryptography()) } catch {
            throw WalletError(.badGrant, "what the issuer gave is no credential")
        }
        guard credential.holderKey.compressed == key.publicKey.compressed else {
            throw WalletError(.badGrant, "the credential names another key")
        }
        var changed = entries.filter { $0.credential.id != id }
        changed.append(
            HeldEntry(
                credential: credential,
                key: key,
                refreshHandle: grant.refreshHandle,
                audienceBase: grant.audienceBase,
                origin: origin
            )
        )
        try write(changed)
        entries = changed
    }

    private func write(_ entries: [HeldEntry]) throws {
        var plain = try CBOR.map([(1, .unsigned(Self.version)), (2, .array(entries.map { try $0.cbor() }))]).encoded
        try PrivateFile.replace(path, sealer.seal(SecretBytes(wiping: &plain)))
    }
}
