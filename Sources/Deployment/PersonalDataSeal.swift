// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Registry
import Signing

/// The keys that personal data are sealed and found under: `keys/sealing.key`, outside of the database.
struct PersonalDataSeal: PersonalDataSealer {
    private static let keyLength = 32

    private let sealer: Sealer
    private let digests: KeyedDigest

    /// New keys, written to a file under a passphrase.
    static func create(at url: URL, passphrase: SecretBytes, cost: ScryptCost) throws {
        let keys = try SecretBytes.random(count: 2 * keyLength)
        let file = try PassphraseSealer(passphrase: passphrase, cost: cost).seal(keys)
        try PrivateFile.create(url.path(percentEncoded: false), file)
    }

    /// The keys of a file.
    init(contentsOf url: URL, passphrase: SecretBytes) throws {
        let file = try PrivateFile.read(url.path(percentEncoded: false), limit: 4096)
        let keys = try PassphraseSealer(of: file, passphrase: passphrase).open(file)
        guard keys.count == 2 * Self.keyLength else {
            throw DeploymentError(.damaged, "the sealing key has a wrong length")
        }
        func part(_ range: Range<Int>) -> SecretBytes {
            var bytes = keys.withSpan { span in range.map { span[$0] } }
            return SecretBytes(wiping: &bytes)
        }
        sealer = Sealer(try SealingKey(part(0..<Self.keyLength)))
        digests = try KeyedDigest(key: part(Self.keyLength..<(2 * Self.keyLength)))
    }

    func seal(_ plaintext: [UInt8], context: [UInt8]) throws -> [UInt8] {
        try sealer.seal(plaintext, associatedData: context)
    }

    func open(_ sealed: [UInt8], context: [UInt8]) throws -> [UInt8] {
        try sealer.open(sealed, associatedData: context)
    }

    func digest(_ value: [UInt8], domain: String) throws -> [UInt8] {
        try digests.digest(value, domain: domain).bytes
    }
}
