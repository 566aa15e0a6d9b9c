// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

@Suite struct EllipticCurveTests {
    /// A row of a Wycheproof file.
    struct Row: Decodable, CustomTestStringConvertible {
        let id: Int
        let comment: String
        let flags: [String]
        let x: String
        let y: String?
        let message, signature, expected: String
        var testDescription: String { "\(id) \(comment)" }

        func isValid(_ curve: Curve) throws -> Bool {
            let key = try COSEKey(curve: curve, x: hex(x), y: y.map { .full(hex($0)) })
            return try SystemCryptography().verifier(for: key)
                .isValidSignature(hex(signature)[...], over: hex(message))
        }
    }

    @Test(arguments: try Fixtures.json("vectors/wycheproof-ecdsa-p256.json", as: [Row].self))
    func `Wycheproof, P-256`(row: Row) throws {
        #expect(try row.isValid(.p256) == (row.expected == "valid"))
    }

    @Test(arguments: try Fixtures.json("vectors/wycheproof-ecdsa-p384.json", as: [Row].self))
    func `Wycheproof, P-384`(row: Row) throws {
        #expect(try row.isValid(.p384) == (row.expected == "valid"))
    }

    @Test(arguments: try Fixtures.json("vectors/wycheproof-ed25519.json", as: [Row].self))
    func `Wycheproof, Ed25519`(row: Row) throws {
        switch (row.expected, row.flags) {
        case (_, ["SmallOrderPublicKey"]):
            #expect(throws: COSEError(.keyPoint, "")) { try row.isValid(.ed25519) }
        case ("acceptable", _):
            _ = try row.isValid(.ed25519)
        default:
            #expect(try row.isValid(.ed25519) == (row.expected == "valid"))
        }
    }

    /// A row of rfc8032-ed25519.json.
    struct Published: Decodable, CustomTestStringConvertible {
        let title, privateKey, x, message, signature: String
        var testDescription: String { title }
    }

    @Test(arguments: try Fixtures.json("vectors/rfc8032-ed25519.json", as: [Published].self))
    func `RFC 8032, section 7_1`(row: Published) throws {
        let key = try PrivateKey(curve: .ed25519, secret: SecretBytes(copying: hex(row.privateKey)))
        #expect(key.publicKey.x == hex(row.x))
        let verifier = try SystemCryptography().verifier(for: key.publicKey)
        #expect(verifier.isValidSignature(hex(row.signature)[...], over: hex(row.message)))
        #expect(!verifier.isValidSignature(hex(row.signature)[...], over: hex(row.message) + [0]))
    }

    /// A row of ed25519-points.json.
    struct Point: Decodable, CustomTestStringConvertible {
        let title, x, expected: String
        var testDescription: String { title }
    }

    @Test(arguments: try Fixtures.json("vectors/ed25519-points.json", as: [Point].self))
    func `points off the curve, of small order or not canonical become no Ed25519 verifier`(point: Point) throws {
        let key = try COSEKey(curve: .ed25519, x: hex(point.x), y: nil)
        if point.expected == "valid" {
            #expect(try SystemCryptography().verifier(for: key).publicKey == key)
        } else {
            #expect(throws: COSEError(.keyPoint, "")) { try SystemCryptography().verifier(for: key) }
        }
    }

    /// p of FIPS 186-4, D.1.2.
    static let primes: [Curve: [UInt8]] = [
        .p256: hex("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"),
        .p384: hex(
            """
            FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF
            """
        ),
    ]

    @Test(arguments: [Curve.p256, .p384])
    func `coordinates off the curve or not below p become no verifier`(curve: Curve) throws {
        let rows = try Fixtures.json(
            curve == .p256 ? "vectors/wycheproof-ecdsa-p256.json" : "vectors/wycheproof-ecdsa-p384.json",
            as: [Row].self
        )
        let row = try #require(rows.first)
        let (x, y, p) = (hex(row.x), hex(try #require(row.y)), try #require(Self.primes[curve]))
        let zero = [UInt8](repeating: 0, count: x.count)
        var wrong = y
        wrong[y.count - 1] ^= 1
        let keys = [
            try COSEKey(curve: curve, x: x, y: .full(wrong)), try COSEKey(curve: curve, x: y, y: .full(x)),
            try COSEKey(curve: curve, x: zero, y: .full(zero)), try COSEKey(curve: curve, x: p, y: .full(y)),
            try COSEKey(curve: curve, x: x, y: .full(p)), try COSEKey(curve: curve, x: p, y: .sign(true)),
            try COSEKey(curve: curve, x: p, y: .sign(false)),
        ]
        for key in keys {
            #expect(throws: COSEError(.keyPoint, "")) { try SystemCryptography().verifier(for: key) }
        }
        let key = try COSEKey(curve: curve, x: x, y: .full(y))
        #expect(try SystemCryptography().verifier(for: key.compressed).publicKey == key)
    }
}
