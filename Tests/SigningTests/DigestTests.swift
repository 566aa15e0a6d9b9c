// SPDX-License-Identifier: Apache-2.0

import COSE
@testable import Signing
import TestSupport
import Testing

@Suite struct DigestTests {
    /// A row of gbt32905-sm3.json.
    struct Row: Decodable, CustomTestStringConvertible {
        let title, message, digest: String
        var testDescription: String { title }
    }

    @Test(arguments: try Fixtures.json("vectors/gbt32905-sm3.json", as: [Row].self))
    func `SM3 gives the published digests`(row: Row) throws {
        #expect(try SM3.digest(hex(row.message)).bytes == hex(row.digest))
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the digests of FIPS 180-4's examples`(text: String, digest: String) throws {
        let padded = [0xFF] + [UInt8](text.utf8) + [0xFF]
        #expect(SystemCryptography().sha256(padded.dropFirst().dropLast()).bytes == hex(digest))
    }

    /// A block of SM3 has 64 bytes; longer keys are digested first.
    @Test(arguments: [16, 32, 63, 64, 65, 200])
    func `the keyed digest is HMAC-SM3 over the domain's length, the domain and the value`(keyCount: Int) throws {
        let key = (0..<keyCount).map { UInt8($0 + 1) }
        let input: [UInt8] = [0, 0, 0, 6] + "person".utf8 + "44060419550315002".utf8
        let result = try Tool("openssl")
            .run(
                ["dgst", "-sm3", "-mac", "HMAC", "-macopt", "hexkey:" + hexText(key), "-binary"],
                input: input
            )
        let digest = try KeyedDigest(key: SecretBytes(copying: key))
            .digest([UInt8]("44060419550315002".utf8), domain: "person")
        #expect(digest.bytes == result.output)
    }

    @Test func `another key, domain or value gives another digest, and no boundary between the two can be moved`()
        throws
    {
        let (one, other) = (SecretBytes(copying: [UInt8](1...32)), SecretBytes(copying: [UInt8](2...33)))
        let digest = try KeyedDigest(key: one)
        let digests = Set([
            try digest.digest([1], domain: "a"), try digest.digest([1], domain: "b"),
            try digest.digest([2], domain: "a"), try digest.digest([], domain: "a\u{1}"),
            try KeyedDigest(key: other).digest([1], domain: "a"),
        ])
        #expect(digests.count == 5)
        #expect(try digest.digest([1], domain: "a") == KeyedDigest(key: one).digest([1], domain: "a"))
    }

    @Test func `a key below 16 bytes is refused`() throws {
        expectCode(.badSecretLength) { _ = try KeyedDigest(key: SecretBytes(copying: [UInt8](1...15))) }
        _ = try KeyedDigest(key: SecretBytes(copying: [UInt8](1...16)))
    }

    /// A row of rfc7914-scrypt.json.
    struct Derivation: Decodable {
        let password, salt, derived: String
        let n, r, p: Int
    }

    @Test(arguments: try Fixtures.json("vectors/rfc7914-scrypt.json", as: [Derivation].self).prefix(3))
    func `scrypt derives the keys of RFC 7914, section 12`(row: Derivation) throws {
        let key = try ScryptCost.scrypt(
            SecretBytes(text: row.password),
            [UInt8](row.salt.utf8),
            n: row.n,
            r: row.r,
            p: row.p,
            count: 64
        )
        #expect(key.isEqual(to: SecretBytes(copying: hex(row.derived))))
    }

    @Test func `costs out of bounds, short salts and empty or endless passphrases are refused`() throws {
        for (logN, r, p) in [(9, 8, 1), (19, 8, 1), (14, 0, 1), (14, 17, 1), (14, 8, 0), (14, 8, 17), (-1, 8, 1)] {
            expectCode(.badCost) { _ = try ScryptCost(logN: logN, r: r, p: p) }
        }
        let (cost, salt) = (ScryptCost.insecureForTests, [UInt8](repeating: 1, count: 16))
        expectCode(.badSecretLength) { _ = try cost.key(from: SecretBytes(text: "p"), salt: [UInt8](salt.dropLast())) }
        expectCode(.badPassphrase) { _ = try cost.key(from: SecretBytes(text: ""), salt: salt) }
        let long = String(repeating: "p", count: 1024)
        #expect(try cost.key(from: SecretBytes(text: long), salt: salt).count == 32)
        expectCode(.badPassphrase) { _ = try cost.key(from: SecretBytes(text: long + "p"), salt: salt) }
    }
}
