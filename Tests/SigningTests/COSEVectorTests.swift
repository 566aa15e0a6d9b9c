// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

struct COSEKeyVector: Decodable, Sendable, CustomTestStringConvertible {
    let title, curve, x, coseKey, coseKeyWithKid, thumbprint: String
    let y, coseKeyWithSign: String?

    var testDescription: String { "\(title) (\(curve))" }
}

struct Sign1Vector: Decodable, Sendable, CustomTestStringConvertible {
    let title, curve, x, externalAAD, cbor, toBeSigned, expected: String
    let y, refusal: String?

    var testDescription: String { title }
}

/// Keys of RFC 9052, appendix C.7, thumbprints of RFC 9679, messages of the COSE working group.
@Suite struct COSEVectorTests {
    static let keys = (try? Fixtures.json("vectors/cose-keys.json", as: [COSEKeyVector].self)) ?? []
    static let messages = (try? Fixtures.json("vectors/cose-wg-sign1.json", as: [Sign1Vector].self)) ?? []

    let crypto = SystemCryptography()

    @Test func `the vectors are there`() {
        #expect(Self.keys.count == 5)
        #expect(Self.messages.count == 13)
    }

    @Test(arguments: keys.filter { $0.curve != "P-521" })
    func `a key has its published thumbprint, however y is written`(vector: COSEKeyVector) throws {
        let key = try COSEKey(CBORItem(hex(vector.coseKey)))
        let input = try #require(key.thumbprintInput)
        #expect(hexText(crypto.sha256(input[...]).bytes) == vector.thumbprint)
        #expect(key.cbor.encoded == input)
        let keyID = try crypto.keyID(of: key)
        #expect(keyID.description == String(vector.thumbprint.prefix(16)))
        #expect(try crypto.verifier(for: key).publicKey == key)
        if let text = vector.coseKeyWithSign {
            let compressed = try COSEKey(CBORItem(hex(text)))
            #expect(compressed == key.compressed)
            #expect(compressed.thumbprintInput == nil)
            #expect(try crypto.keyID(of: compressed) == keyID)
            #expect(try crypto.verifier(for: compressed).publicKey == key)
        }
    }

    @Test(arguments: keys)
    func `a key with a kid, and one of another curve, is refused`(vector: COSEKeyVector) throws {
        #expect { try COSEKey(CBORItem(hex(vector.coseKeyWithKid))) } throws: { ($0 as? COSEError)?.code == .key }
        if vector.curve == "P-521" {
            #expect { try COSEKey(CBORItem(hex(vector.coseKey))) } throws: { ($0 as? COSEError)?.code == .key }
        }
    }

    @Test(arguments: messages)
    func `a message is accepted where the publisher and the profile both accept it`(vector: Sign1Vector) throws {
        let curves: [String: Curve] = ["P-256": .p256, "P-384": .p384, "Ed25519": .ed25519]
        let curve = try #require(curves[vector.curve])
        let key = try COSEKey(curve: curve, x: hex(vector.x), y: vector.y.map { .full(hex($0)) })
        let verifier = try crypto.verifier(for: key)
        guard let message = try? COSESign1(hex(vector.cbor)) else {
            #expect(vector.refusal != nil)
            return
        }
        let aad = hex(vector.externalAAD)
        let isSigned = message.isSigned(by: verifier, externalAAD: aad)
        #expect(isSigned == (vector.refusal == nil))
        guard vector.refusal == nil else { return }
        #expect(vector.expected == "pass")
        #expect(message.signatureInput(externalAAD: aad) == hex(vector.toBeSigned))
        let isSignedWithMore = message.isSigned(by: verifier, externalAAD: aad + [0])
        #expect(!isSignedWithMore)
        let stranger = try crypto.verifier(for: PrivateKey.generate(curve == .p384 ? .p256 : curve).publicKey)
        let isSignedByStranger = message.isSigned(by: stranger, externalAAD: aad)
        #expect(!isSignedByStranger)
    }
}
