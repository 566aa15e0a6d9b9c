// SPDX-License-Identifier: Apache-2.0

import COSE
import Glibc
public import MergedCode
public import Signing

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
    /// A request for a credential that was begun, and written down before it was sent.
    ///
    /// Where no answer comes the wallet asks again with it, and the issuer knows it from the request of a copy.
    public struct Request: Sendable {
        /// 16 random bytes.
        public let id: [UInt8]
        /// The key that the credential is for.
        public let key: PrivateKey
        /// The credential that it is to take the place of; `nil` for an enrolment.
        public let replaced: CredentialID?
    }

    private static let version: UInt64 = 1
    /// Room for a few credentials.
    private static let maximumLength = 1 << 20

    /// Where the file is.
    public let path: String
    /// The credentials, the latest last.
    public private(set) var entries: [HeldEntry]
    /// The request that was begun and not answered yet.
    public private(set) var request: Request?
    /// How far this machine's clock was from the issuer's when a credential came last.
    public private(set) var clockDeviation: ClockDeviation?

    private let sealer: PassphraseSealer

    /// A new, empty wallet; its file is written with the first credential.
    ///
    /// - Throws: `SigningError` for an unusable passphrase.
    public init(newAt path: String, passphrase: SecretBytes, cost: ScryptCost = .ownFile) throws {
        self.path = path
        entries = []
        sealer = try PassphraseSealer(passphrase: passphrase, cost: cost)
    }

    /// Begins a request, or goes on with the one that was begun for the same purpose, and writes it down.
    ///
    /// Since the file is written, it is also known that the answer can be.
    ///
    /// - Parameters:
    ///   - id: the credential to replace; `nil` to enrol.
    ///   - makeKey: makes the key of a new request.
    /// - Returns: the request to send.
    /// - Throws: `SigningError` where the file cannot be written.
    public mutating func begin(replacing id: CredentialID?, key makeKey: () throws -> PrivateKey) throws -> Request {
        if let request, request.replaced == id { return request }
        let begun = Request(id: SecureRandom.bytes(16), key: try makeKey(), replaced: id)
        try write(entries, begun, clockDeviation)
        request = begun
        return begun
    }

    /// Forgets the request, since the issuer has refused it.
    ///
    /// - Throws: `SigningError` where the file cannot be written.
    public mutating func abandonRequest() throws {
        guard request != nil else { return }
        if entries.isEmpty { unsafe unlink(path) } else { try write(entries, nil, clockDeviation) }
        request = nil
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
        request = try item[3].map { try Request($0) }
        clockDeviation = item[4]?.integer.map(ClockDeviation.init(seconds:))
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

    /// Takes in what an issuer granted for the request, which is answered by it, and writes the file.
    ///
    /// - Parameters:
    ///   - grant: what the issuer gave.
    ///   - request: what it was asked.
    ///   - place: where the issuer is.
    ///   - deviation: how far the clock here is from the issuer's, where that is known.
    /// - Throws: ``WalletError`` `wallet.bad-grant` for a credential of another key; `SigningError` where the file cannot
    ///   be written, with the wallet unchanged.
    public mutating func accept(
        _ grant: Grant,
        for request: Request,
        from place: String,
        clock deviation: ClockDeviation? = nil
    ) throws {
        let credential: HeldCredential
        do { credential = try HeldCredential(grant.credential, crypto: SystemCryptography()) } catch {
            throw WalletError(.badGrant, "what the issuer gave is no credential")
        }
        guard credential.holderKey.compressed == request.key.publicKey.compressed else {
            throw WalletError(.badGrant, "the credential names another key")
        }
        var changed = entries.filter { $0.credential.id != request.replaced }
        changed.append(
            HeldEntry(
                credential: credential,
                key: request.key,
                refreshHandle: grant.refreshHandle,
                audienceBase: grant.audienceBase,
                origin: place
            )
        )
        try write(changed, nil, deviation)
        entries = changed
        self.request = nil
        clockDeviation = deviation
    }

    private func write(_ entries: [HeldEntry], _ request: Request?, _ deviation: ClockDeviation?) throws {
        var parts: [(key: CBOR, value: CBOR)] = [
            (1, .unsigned(Self.version)), (2, .array(try entries.map { try $0.cbor() })),
        ]
        if let request { parts.append((3, try request.cbor())) }
        if let deviation { parts.append((4, .integer(deviation.seconds))) }
        var plain = CBOR.map(parts).encoded
        try PrivateFile.replace(path, sealer.seal(SecretBytes(wiping: &plain)))
    }
}
