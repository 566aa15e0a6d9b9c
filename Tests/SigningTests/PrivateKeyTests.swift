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
}

/// Runs a call that has to throw a ``SigningError`` of the code.
func expectCode(
    _ code: SigningError.Code,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () throws -> Void
) {
    do {
        try call()
        Issue.record("nothing was thrown, expected \(code)", sourceLocation: sourceLocation)
    } catch let error as SigningError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("\(error) was thrown, expected \(code)", sourceLocation: sourceLocation)
    }
}
