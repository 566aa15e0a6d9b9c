// SPDX-License-Identifier: Apache-2.0

import COSE
import Foundation
import Signing
import TestSupport
import Testing

/// The example of GB/T 32918.5-2017, annex A.2 (GM/T 0003.5), for the default user id.
enum StandardExample {
    static let x = hex("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020")
    static let y = hex("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13")
    static let message = [UInt8]("message digest".utf8)
    static let signature = hex(
        """
        F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
        B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
        """
    )

    static func key() throws -> COSEKey { try COSEKey(curve: .sm2, x: x, y: .full(y)) }
    static func verifier() throws -> any SignatureVerifier { try SystemCryptography().verifier(for: key()) }
}

/// n of GB/T 32918.5.
let sm2Order = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123")
/// p of GB/T 32918.5.
let sm2Prime = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF")

@Suite struct SM2Tests {
    @Test func `the signature of the standard's example is valid`() throws {
        #expect(
            try StandardExample.verifier()
                .isValidSignature(
                    StandardExample.signature[...],
                    over: StandardExample.message
                )
        )
    }

    @Test func `a signature inside of a longer buffer is found by its slice`() throws {
        let buffer = [1, 2, 3] + StandardExample.signature + [4]
        let verifier = try StandardExample.verifier()
        #expect(verifier.isValidSignature(buffer[3..<67], over: StandardExample.message))
        #expect(!verifier.isValidSignature(buffer[2..<66], over: StandardExample.message))
    }

    @Test func `every bit flip of the standard's signature is refused`() throws {
        let verifier = try StandardExample.verifier()
        for bit in 0..<(64 * 8) {
            var signature = StandardExample.signature
            signature[bit / 8] ^= 1 << (bit % 8)
            #expect(!verifier.isValidSignature(signature[...], over: StandardExample.message), "bit \(bit)")
        }
    }

    @Test func `another message, key or an empty message is refused`() throws {
        let verifier = try StandardExample.verifier()
        #expect(!verifier.isValidSignature(StandardExample.signature[...], over: [UInt8]("message digesT".utf8)))
        #expect(!verifier.isValidSignature(StandardExample.signature[...], over: []))
        let other = try SystemCryptography().verifier(for: PrivateKey.generate(.sm2).publicKey)
        #expect(!other.isValidSignature(StandardExample.signature[...], over: StandardExample.message))
    }

    @Test(arguments: [0, 1, 32, 63, 65, 70, 96, 128])
    func `a signature of another length is refused`(count: Int) throws {
        let signature = (StandardExample.signature + StandardExample.signature).prefix(count)
        #expect(!(try StandardExample.verifier().isValidSignature(signature, over: StandardExample.message)))
    }

    @Test func `r and s outside of 1 to n − 1 and r + s = n are refused`() throws {
        let verifier = try StandardExample.verifier()
        let (r, s) = (StandardExample.signature.prefix(32), StandardExample.signature.suffix(32))
        let zero = [UInt8](repeating: 0, count: 32)
        let highest = [UInt8](repeating: 0xFF, count: 32)
        let rest = subtract(sm2Order, [UInt8](r))
        let forged: [[UInt8]] = [
            zero + s, r + zero, zero + zero, sm2Order + s, r + sm2Order, sm2Order + sm2Order, highest + s, r + highest,
            r + rest,
        ]
        for signature in forged {
            #expect(!verifier.isValidSignature(signature[...], over: StandardExample.message))
        }
    }

    @Test func `the compressed point gives the same verifier, with y in full`() throws {
        let verifier = try SystemCryptography().verifier(for: StandardExample.key().compressed)
        #expect(verifier.publicKey == (try StandardExample.key()))
        #expect(verifier.isValidSignature(StandardExample.signature[...], over: StandardExample.message))
    }

    @Test func `points off the curve and coordinates not below p are refused`() throws {
        let (x, y) = (StandardExample.x, StandardExample.y)
        let zero = [UInt8](repeating: 0, count: 32)
        var offCurve: [COSEKey] = [
            try COSEKey(curve: .sm2, x: y, y: .full(x)), try COSEKey(curve: .sm2, x: zero, y: .full(zero)),
            try COSEKey(curve: .sm2, x: sm2Prime, y: .full(y)), try COSEKey(curve: .sm2, x: x, y: .full(sm2Prime)),
            try COSEKey(curve: .sm2, x: sm2Prime, y: .sign(true)),
            try COSEKey(curve: .sm2, x: [UInt8](repeating: 0xFF, count: 32), y: .sign(false)),
        ]
        for byte in 0..<32 {
            var wrong = y
            wrong[byte] ^= 1
            offCurve.append(try COSEKey(curve: .sm2, x: x, y: .full(wrong)))
        }
        for key in offCurve {
            #expect(throws: COSEError(.keyPoint, "")) { try SystemCryptography().verifier(for: key) }
        }
    }

    @Test func `half of the x coordinates belong to no point`() throws {
        var refused = 0
        for low in 0..<UInt8(64) {
            let key = try COSEKey(curve: .sm2, x: [UInt8](repeating: 7, count: 31) + [low], y: .sign(false))
            do { _ = try SystemCryptography().verifier(for: key) } catch { refused += 1 }
        }
        #expect((12...52).contains(refused))
    }
}

/// a − b of big-endian numbers of one length, a the larger.
func subtract(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    var difference = a
    var borrow = 0
    for index in a.indices.reversed() {
        let value = Int(a[index]) - Int(b[index]) - borrow
        difference[index] = UInt8(truncatingIfNeeded: value)
        borrow = value < 0 ? 1 : 0
    }
    return difference
}
