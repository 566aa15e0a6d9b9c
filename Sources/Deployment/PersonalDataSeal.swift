// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Registry
import Signing

/// The keys that personal data are sealed and found under: `keys/sealing.key`, outside of the database.
///
/// It holds the key that seals, and the keys that digests are made with: the first makes them, and each that was added by a
/// rotation makes them anew from what the one before gave. So digests can be rotated whose values nobody has any more, and
/// whoever knows the former keys alone can compute none of those that are in use.
struct PersonalDataSeal: PersonalDataSealer {
    private static let keyLength = 32
    /// What was given out under a digest, or follows from one that nobody keeps, stays as it was.
    private static let lasting: Set = ["licence", "first-handle", "next-handle"]

    private let sealer: Sealer
    let digests: [KeyedDigest]
    /// What a database that is sealed under it notes down: nothing under the first key of a deployment, else the key's name.
    let mark: String

    /// New keys, written to a file under a passphrase.
    static func create(at url: URL, passphrase: SecretBytes, cost: ScryptCost) throws {
        let keys = try SecretBytes.random(count: 2 * keyLength)
        let file = try PassphraseSealer(passphrase: passphrase, cost: cost).seal(keys)
        try PrivateFile.create(url.path(percentEncoded: false), file)
    }

    /// The keys that take the place of a file's, written to another one: a new key that seals, and one more for digests.
    static func createNext(at next: URL, from url: URL, passphrase: SecretBytes) throws {
        let (former, passphraseSealer) = try read(url, passphrase)
        let fresh = try SecretBytes.random(count: 2 * keyLength)
        var bytes: [UInt8] = []
        fresh.withSpan { span in for index in 0..<keyLength { bytes.append(span[index]) } }
        former.withSpan { span in for index in keyLength..<span.count { bytes.append(span[index]) } }
        fresh.withSpan { span in for index in keyLength..<2 * keyLength { bytes.append(span[index]) } }
        let keys = SecretBytes(wiping: &bytes)
        try PrivateFile.create(next.path(percentEncoded: false), passphraseSealer.seal(keys))
    }

    /// The keys of a file.
    init(contentsOf url: URL, passphrase: SecretBytes) throws {
        let (keys, _) = try Self.read(url, passphrase)
        func part(_ number: Int) throws -> SecretBytes {
            var bytes = keys.withSpan { span in
                (number * Self.keyLength..<(number + 1) * Self.keyLength).map { span[$0] }
            }
            return SecretBytes(wiping: &bytes)
        }
        let sealing = try SealingKey(part(0))
        sealer = Sealer(sealing)
        digests = try (1..<keys.count / Self.keyLength).map { try KeyedDigest(key: part($0)) }
        mark =
            digests.count == 1
            ? "" : sealing.id.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func read(_ url: URL, _ passphrase: SecretBytes) throws -> (SecretBytes, PassphraseSealer) {
        let file = try PrivateFile.read(url.path(percentEncoded: false), limit: 4096)
        let sealer = try PassphraseSealer(of: file, passphrase: passphrase)
        let keys = try sealer.open(file)
        guard keys.count >= 2 * keyLength, keys.count.isMultiple(of: keyLength) else {
            throw DeploymentError(.damaged, "the sealing key has a wrong length")
        }
        return (keys, sealer)
    }

    func seal(_ plaintext: [UInt8], context: [UInt8]) throws -> [UInt8] {
        try sealer.seal(plaintext, associatedData: context)
    }

    func open(_ sealed: [UInt8], context: [UInt8]) throws -> [UInt8] {
        try sealer.open(sealed, associatedData: context)
    }

    func digest(_ value: [UInt8], domain: String) throws -> [UInt8] {
        var digest = try digests[0].digest(value, domain: domain).bytes
        guard digests.count > 1, !Self.lasting.contains(domain) else { return digest }
        for key in digests.dropFirst() { digest = try Self.remade(digest, by: key) }
        return digest
    }

    func formerDigests(_ value: [UInt8], domain: String) throws -> [[UInt8]] {
        guard digests.count > 1 else { return [] }
        var former = [try digests[0].digest(value, domain: domain).bytes]
        for key in digests.dropFirst().dropLast() { former.append(try Self.remade(former[former.count - 1], by: key)) }
        return former.reversed()
    }

    /// Whether these keys were made to take the place of others.
    func follows(_ former: PersonalDataSeal) throws -> Bool {
        try digests.count == former.digests.count + 1
            && formerDigests([], domain: "heyima seal").first == former.digest([], domain: "heyima seal")
    }

    /// The way from the seal before this one.
    func resealing(from former: PersonalDataSeal) -> Resealing {
        let key = digests[digests.count - 1]
        return Resealing(from: former, to: self) { try Self.remade($0, by: key) }
    }

    /// Of a digest its first half counts, which is all that a database has of most.
    private static func remade(_ digest: [UInt8], by key: KeyedDigest) throws -> [UInt8] {
        try key.digest(Array(digest.prefix(16)), domain: "anew").bytes
    }
}
