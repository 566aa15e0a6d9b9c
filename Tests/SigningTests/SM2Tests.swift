// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

@Suite struct SM2Tests {
    /// A row of gbt32918-sm2-signature.json.
    struct Row: Decodable, CustomTestStringConvertible {
        let title, x, y, userID, message, signature, expected: String
        let za, digest: String?
        var testDescription: String { title }

        func verifier() throws -> any SignatureVerifier {
            try SystemCryptography().verifier(for: COSEKey(curve: .sm2, x: hex(x), y: .full(hex(y))))
        }
    }

    /// The rows for the default user id, which is the only one that the verifier has; `OpenSSLTests` has the others.
    static func rows() throws -> [Row] {
        try Fixtures.json("vectors/gbt32918-sm2-signature.json", as: [Row].self)
            .filter { hex($0.userID) == [UInt8]("1234567812345678".utf8) }
    }

    /// The signature of GB/T 32918.5-2017, appendix A.
    static func published() throws -> Row { try #require(rows().first) }

    @Test(arguments: try rows())
    func `the standard's signature is valid and what is derived from it is not`(row: Row) throws {
        let isValid = try row.verifier().isValidSignature(hex(row.signature)[...], over: hex(row.message))
        #expect(isValid == (row.expected == "valid"))
    }

    @Test func `the digests of the standard's example come out of SM3`() throws {
        let row = try Self.published()
        let (za, message) = (hex(try #require(row.za)), hex(row.message))
        #expect(try SM3.digest(za + message).bytes == hex(try #require(row.digest)))
    }

    @Test func `every bit flip of the standard's signature is refused`() throws {
        let row = try Self.published()
        let (verifier, message) = (try row.verifier(), hex(row.message))
        for bit in 0..<(64 * 8) {
            var signature = hex(row.signature)
            signature[bit / 8] ^= 1 << (bit % 8)
            #expect(!verifier.isValidSignature(signature[...], over: message), "bit \(bit)")
        }
    }

    @Test(arguments: [0, 1, 32, 63, 65, 70, 96, 128])
    func `a signature of another length is refused`(count: Int) throws {
        let row = try Self.published()
        let signature = hex(row.signature + row.signature).prefix(count)
        #expect(!(try row.verifier().isValidSignature(signature, over: hex(row.message))))
    }

    @Test func `a signature inside of a longer buffer is found by its slice`() throws {
        let row = try Self.published()
        let (verifier, message) = (try row.verifier(), hex(row.message))
        let buffer = [1, 2, 3] + hex(row.signature) + [4]
        #expect(verifier.isValidSignature(buffer[3..<67], over: message))
        #expect(!verifier.isValidSignature(buffer[2..<66], over: message))
    }

    @Test func `the compressed point gives the same verifier, with y in full`() throws {
        let row = try Self.published()
        let key = try row.verifier().publicKey
        let verifier = try SystemCryptography().verifier(for: key.compressed)
        #expect(verifier.publicKey == key)
        #expect(verifier.isValidSignature(hex(row.signature)[...], over: hex(row.message)))
    }

    /// A row of gbt32918-sm2-points.json.
    struct Point: Decodable, CustomTestStringConvertible {
        let title, x, y, expected: String
        var testDescription: String { title }
    }

    @Test(arguments: try Fixtures.json("vectors/gbt32918-sm2-points.json", as: [Point].self))
    func `only points of the curve become verifiers`(point: Point) throws {
        let key = try COSEKey(curve: .sm2, x: hex(point.x), y: .full(hex(point.y)))
        if point.expected == "valid" {
            #expect(try SystemCryptography().verifier(for: key).publicKey == key)
            #expect(try SystemCryptography().verifier(for: key.compressed).publicKey == key)
        } else {
            #expect(throws: COSEError(.keyPoint, "")) { try SystemCryptography().verifier(for: key) }
        }
    }

    @Test func `a compressed x not below p or of no point is refused`() throws {
        let p = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF")
        for x in [p, [UInt8](repeating: 0xFF, count: 32)] {
            for sign in [true, false] {
                let key = try COSEKey(curve: .sm2, x: x, y: .sign(sign))
                #expect(throws: COSEError(.keyPoint, "")) { try SystemCryptography().verifier(for: key) }
            }
        }
        var refused = 0
        for low in 0..<UInt8(64) {
            let key = try COSEKey(curve: .sm2, x: [UInt8](repeating: 7, count: 31) + [low], y: .sign(false))
            do { _ = try SystemCryptography().verifier(for: key) } catch { refused += 1 }
        }
        // Half of all x have a point; which ones is settled by the curve, so the count is the same on every run.
        #expect((20...44).contains(refused))
    }
}
