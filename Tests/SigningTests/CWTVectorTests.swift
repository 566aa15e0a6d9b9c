// SPDX-License-Identifier: Apache-2.0

import COSE
import Signing
import TestSupport
import Testing

struct CWTVector: Decodable, Sendable {
    let title, kind, cbor: String
    let plaintext: String?
}

/// The examples of RFC 8392, appendix A.
@Suite struct CWTVectorTests {
    static let vectors = (try? Fixtures.json("vectors/rfc8392-cwt.json", as: [CWTVector].self)) ?? []

    private func vector(_ title: String) throws -> [UInt8] {
        hex(try #require(Self.vectors.first { $0.title == title }).cbor)
    }

    /// The key of A.2.3 without kid, algorithm and private part, as a public key travels here.
    private func issuerKey() throws -> COSEKey {
        let item = try CBORItem(vector("ECDSA P-256 key"))
        let (x, y) = (try #require(item[-2]?.bytes), try #require(item[-3]?.bytes))
        return try COSEKey(curve: .p256, x: Array(x), y: .full(Array(y)))
    }

    @Test func `the claims set reads as printed`() throws {
        let claims = try CBORItem(vector("CWT claims set"))
        #expect(claims[ClaimKey.issuer]?.text == "coap://as.example.com")
        #expect(claims[ClaimKey.subject]?.text == "erikw")
        #expect(claims[ClaimKey.audience]?.text == "coap://light.example.com")
        #expect(claims[ClaimKey.expiration]?.unsigned == 1_444_064_944)
        #expect(claims[ClaimKey.notBefore]?.unsigned == 1_443_944_944)
        #expect(claims[ClaimKey.issuedAt]?.unsigned == 1_443_944_944)
        #expect(claims[ClaimKey.cwtID]?.bytes.map(Array.init) == [0x0B, 0x71])
    }

    @Test func `the signed CWT verifies, and is of the claims set`() throws {
        let token = try COSESign1(vector("signed CWT"))
        let verifier = try SystemCryptography().verifier(for: issuerKey())
        #expect(token.protected.algorithm == .es256)
        #expect(verifier.isValidSignature(token.signature, over: token.signatureInput()))
        #expect(try Array(token.payload) == vector("CWT claims set"))
    }

    @Test func `no changed bit of the signed CWT's payload or signature verifies`() throws {
        let bytes = try vector("signed CWT")
        let verifier = try SystemCryptography().verifier(for: issuerKey())
        for bit in 0..<(8 * bytes.count) {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let token = try? COSESign1(changed) else { continue }
            // The unprotected header is not signed; the profile allows none of it.
            guard token.unprotected.encoded == (try COSESign1(bytes)).unprotected.encoded else { continue }
            #expect(!verifier.isValidSignature(token.signature, over: token.signatureInput()), "bit \(bit)")
        }
    }

    @Test func `a key with its private part, or a symmetric one, is refused`() throws {
        for title in ["ECDSA P-256 key", "128-bit symmetric key", "256-bit symmetric key"] {
            #expect { try COSEKey(CBORItem(vector(title))) } throws: { ($0 as? COSEError)?.code == .key }
        }
    }

    @Test(arguments: ["MACed CWT", "encrypted CWT", "nested CWT", "MACed CWT with a floating-point value"])
    func `what is no COSE_Sign1 is refused as one`(title: String) throws {
        #expect { try COSESign1(vector(title)) } throws: { ($0 as? COSEError)?.code == .notSign1 }
    }

    @Test func `the CWT inside the nested one is signed by the same key`() throws {
        let nested = try #require(Self.vectors.first { $0.title == "nested CWT" })
        let token = try COSESign1(hex(try #require(nested.plaintext)))
        let verifier = try SystemCryptography().verifier(for: issuerKey())
        #expect(verifier.isValidSignature(token.signature, over: token.signatureInput()))
    }
}
