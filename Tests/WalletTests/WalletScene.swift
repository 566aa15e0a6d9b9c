// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import MergedCode
import Signing
import Wallet

/// An issuer that grants what a wallet asks for, and a file for the wallet.
struct WalletScene: ~Copyable {
    static let now: Int64 = 1_795_000_000

    let directory = FileManager.default.temporaryDirectory.appending(path: "wallet-\(UUID().uuidString)")
    let issuerKey: PrivateKey
    let crypto = SystemCryptography()

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        issuerKey = try PrivateKey.generate(.p256)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var path: String { directory.appending(path: "wallet").path(percentEncoded: false) }
    var passphrase: SecretBytes { SecretBytes(text: "correct horse") }

    func wallet() throws -> HolderWallet {
        try HolderWallet(newAt: path, passphrase: passphrase, cost: .insecureForTests)
    }

    func grant(for key: COSEKey, _ name: String = "陈小明") throws -> Grant {
        try Self.grant(for: key, name, by: issuerKey)
    }

    static func grant(for key: COSEKey, _ name: String = "陈小明", by issuerKey: PrivateKey) throws -> Grant {
        guard let status = StatusReference(uri: "https://example.org/status/0", index: 4) else {
            preconditionFailure("4 is a multiple of 4")
        }
        let held = try CredentialDraft(
            issuer: "issuer",
            issuedAt: now,
            expiration: now + 86_400,
            holderKey: key,
            status: status,
            components: Components(identity: Identity(name: name, idNumber: "440***********0320"))
        )
        .issue(signer: issuerKey, crypto: SystemCryptography(), random: SecureRandom.bytes)
        return Grant(credential: held.encoded, refreshHandle: [1, 2, 3], audienceBase: "urn:heyima:terminal")
    }
}
