// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

@Suite struct PrivateKeyTests {
    static let curves: [Curve] = [.p256, .ed25519, .sm2]

    @Test(arguments: curves)
    func `what a fresh key signs its public key verifies, full or compressed`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve)
        let message = [UInt8]("合一码".utf8)
        let signature = try key.sign(message)
        #expect(signature.count == 64)
        for publicKey in [key.publicKey, key.publicKey.compressed] {
            let verifier = try SystemCryptography().verifier(for: publicKey)
            #expect(verifier.publicKey == key.publicKey)
            #expect(verifier.isValidSignature(signature[...], over: message))
            #expect(!verifier.isValidSignature(signature[...], over: message + [0]))
            #expect(!verifier.isValidSignature(signature.reversed()[...], over: message))
        }
    }

    @Test(arguments: curves)
    func `every bit flip of a signature is refused`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve)
        let verifier = try SystemCryptography().verifier(for: key.publicKey)
        let message: [UInt8] = [1, 2, 3]
        let signature = try key.sign(message)
        for bit in 0..<(64 * 8) {
            var wrong = signature
            wrong[bit / 8] ^= 1 << (bit % 8)
            #expect(!verifier.isValidSignature(wrong[...], over: message), "bit \(bit)")
        }
    }

    @Test func `P-384 keys are not made here`() {
        expectCode(.unsupportedCurve) { _ = try PrivateKey.generate(.p384) }
    }

    @Test(arguments: curves)
    func `a key's name does not depend on the form of y`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve).publicKey
        let crypto = SystemCryptography()
        #expect(try crypto.keyID(of: key) == crypto.keyID(of: key.compressed))
    }

    @Test(arguments: curves)
    func `neither a key nor its description shows what is secret`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve)
        var text = "\(key)"
        dump(key, to: &text)
        #expect(text.contains("private key"))
        #expect(!text.contains("material"))
    }

    @Test(arguments: curves)
    func `a key made again from its secret bytes is the same key`(curve: Curve) throws {
        let key = try PrivateKey.generate(curve)
        let secret = try key.secret
        #expect(secret.count == 32)
        #expect(try PrivateKey(curve: curve, secret: secret).publicKey == key.publicKey)
        // Giving the secret out leaves the key itself as it was.
        let message: [UInt8] = [1, 2, 3]
        let verifier = try SystemCryptography().verifier(for: key.publicKey)
        #expect(verifier.isValidSignature(try key.sign(message)[...], over: message))
    }

    @Test func `secrets of another length or out of the curve's range are no keys`() throws {
        let zero = [UInt8](repeating: 0, count: 32)
        let p256Order = hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")
        let sm2Order = hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123")
        func below(_ number: [UInt8], by distance: UInt8) -> [UInt8] {
            number.dropLast() + [number[number.count - 1] - distance]
        }
        let outOfRange: [(Curve, [UInt8])] = [
            (.p256, zero), (.p256, p256Order), (.p256, [UInt8](repeating: 0xFF, count: 32)),
            // GB/T 32918.1 §6.1: d is at most n − 2, since signing divides by 1 + d.
            (.sm2, zero), (.sm2, below(sm2Order, by: 1)), (.sm2, sm2Order), (.sm2, [UInt8](repeating: 0xFF, count: 32)),
            (.p256, []), (.p256, [UInt8](repeating: 1, count: 31)), (.p256, [UInt8](repeating: 1, count: 33)),
            (.sm2, [UInt8](repeating: 1, count: 31)), (.ed25519, [UInt8](repeating: 1, count: 33)),
        ]
        for (curve, secret) in outOfRange {
            expectCode(.notAKey) { _ = try PrivateKey(curve: curve, secret: SecretBytes(copying: secret)) }
        }
        expectCode(.unsupportedCurve) { _ = try PrivateKey(curve: .p384, secret: SecretBytes(copying: zero)) }
        _ = try PrivateKey(curve: .p256, secret: SecretBytes(copying: below(p256Order, by: 1)))
        _ = try PrivateKey(curve: .sm2, secret: SecretBytes(copying: below(sm2Order, by: 2)))
    }

    @Test func `the key of the SM2 standard's example has the published point`() throws {
        let key = try PrivateKey(
            curve: .sm2,
            secret: SecretBytes(copying: hex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"))
        )
        #expect(key.publicKey.x == hex("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"))
        #expect(
            key.publicKey.y == .full(hex("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"))
        )
    }
}
