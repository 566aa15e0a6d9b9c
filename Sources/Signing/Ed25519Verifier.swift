// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import COSE
import Crypto

/// Ed25519 (RFC 8032 §5.1.7, without cofactor).
///
/// BoringSSL refuses S not below the group's order.
struct Ed25519Verifier: SignatureVerifier {
    let publicKey: COSEKey
    private let key: Curve25519.Signing.PublicKey

    init(_ publicKey: COSEKey) throws(COSEError) {
        // swift-crypto looks at the length alone.
        guard Ed25519Point.isUsable(publicKey.x),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey.x)
        else { throw COSEKey.notAPoint(of: .ed25519) }
        self.key = key
        self.publicKey = publicKey
    }

    func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
        signature.count == 64 && key.isValidSignature(signature, for: message)
    }
}

/// The encoding of a point of edwards25519: y in little-endian order, the top bit the sign of x (RFC 8032 §5.1.2).
enum Ed25519Point {
    /// Whether an encoding is canonical, on the curve and not one of the eight points of small order.
    static func isUsable(_ encoding: [UInt8]) -> Bool {
        guard encoding.count == 32 else { return false }
        var bigEndian = [UInt8](encoding.reversed())
        bigEndian[0] &= 0x7F
        guard bigEndian.lexicographicallyPrecedes(prime), !smallOrder.contains(bigEndian) else { return false }
        return isOnCurve(y: bigEndian)
    }

    /// 2²⁵⁵ − 19.
    private static let prime: [UInt8] = [0x7F] + [UInt8](repeating: 0xFF, count: 30) + [0xED]

    /// The y coordinates of the points of order 1, 2, 4 and 8, each with both signs of x.
    private static let smallOrder: [[UInt8]] = [
        [UInt8](repeating: 0, count: 31) + [1],
        prime.dropLast() + [0xEC],
        [UInt8](repeating: 0, count: 32),
        [
            0x05, 0xFC, 0x53, 0x6D, 0x88, 0x02, 0x38, 0xB1, 0x39, 0x33, 0xC6, 0xD3, 0x05, 0xAC, 0xDF, 0xD5,
            0xF0, 0x98, 0xEF, 0xF2, 0x89, 0xF4, 0xC3, 0x45, 0xB0, 0x27, 0xB2, 0xC2, 0x8F, 0x95, 0xE8, 0x26,
        ],
        [
            0x7A, 0x03, 0xAC, 0x92, 0x77, 0xFD, 0xC7, 0x4E, 0xC6, 0xCC, 0x39, 0x2C, 0xFA, 0x53, 0x20, 0x2A,
            0x0F, 0x67, 0x10, 0x0D, 0x76, 0x0B, 0x3C, 0xBA, 0x4F, 0xD8, 0x4D, 0x3D, 0x70, 0x6A, 0x17, 0xC7,
        ],
    ]

    /// d of −x² + y² = 1 + d·x²·y² (RFC 8032 §5.1).
    private static let d: [UInt8] = [
        0x52, 0x03, 0x6C, 0xEE, 0x2B, 0x6F, 0xFE, 0x73, 0x8C, 0xC7, 0x40, 0x79, 0x77, 0x79, 0xE8, 0x98,
        0x00, 0x70, 0x0A, 0x4D, 0x41, 0x41, 0xD8, 0xAB, 0x75, 0xEB, 0x4D, 0xCA, 0x13, 0x59, 0x78, 0xA3,
    ]

    /// Whether x² = (y² − 1) / (d·y² + 1) has a root.
    ///
    /// The divisor is never zero, and a quotient is a square where the product is.
    private static func isOnCurve(y: [UInt8]) -> Bool {
        guard let context = unsafe BN_CTX_new() else { return false }
        defer { unsafe BN_CTX_free(context) }
        guard let p = BigNumber(prime), let d = BigNumber(d), let u = BigNumber(y), let v = BigNumber([]) else {
            return false
        }
        return unsafe BN_mod_sqr(u.pointer, u.pointer, p.pointer, context) == 1
            && BN_mod_mul(v.pointer, u.pointer, d.pointer, p.pointer, context) == 1
            && BN_add_word(v.pointer, 1) == 1
            && BN_sub_word(u.pointer, 1) == 1
            && BN_mod_mul(v.pointer, u.pointer, v.pointer, p.pointer, context) == 1
            && BN_kronecker(v.pointer, p.pointer, context) == 1
    }
}
