// SPDX-License-Identifier: Apache-2.0

public import COSE
import Crypto

/// Cryptography by swift-crypto (SHA-256, P-256, P-384, Ed25519) and the system's libcrypto (SM2).
///
/// Keys are checked when they are made ready, so that a ``SignatureVerifier`` always holds a usable point: coordinates
/// below the field's prime, on the curve, and for Ed25519 canonical and not of small order (RFC 8032 §5.1.3, §7).
public struct SystemCryptography: CryptoProvider {
    /// Cryptography of this machine; it has no state.
    public init() {}

    /// The SHA-256 digest of some bytes (FIPS 180-4).
    public func sha256(_ bytes: ArraySlice<UInt8>) -> Digest32 {
        var hash = SHA256()
        unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
        return Digest32(hash.finalize())
    }

    /// A key made ready to verify: P-256, P-384 and SM2 from full or compressed points, or Ed25519.
    ///
    /// - Throws: `cose.key-point` for a point off its curve, of small order or not canonical.
    public func verifier(for key: COSEKey) throws(COSEError) -> any SignatureVerifier {
        switch key.curve {
        case .p256: try P256Verifier(key)
        case .p384: try P384Verifier(key)
        case .ed25519: try Ed25519Verifier(key)
        case .sm2: try SM2Verifier(key)
        }
    }
}

extension Digest32 {
    /// A digest of swift-crypto.
    init(_ digest: SHA256.Digest) {
        self = unsafe digest.withUnsafeBytes { bytes in
            func word(_ index: Int) -> UInt64 {
                unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
            }
            return Digest32(word(0), word(1), word(2), word(3))
        }
    }
}

extension COSEKey {
    /// The point as SEC 1 §2.3.3 writes it: 4 ‖ x ‖ y, or 2 or 3 ‖ x; for Ed25519 the key itself.
    var encodedPoint: [UInt8] {
        switch y {
        case .full(let bytes): [4] + x + bytes
        case .sign(let isOdd): [isOdd ? 3 : 2] + x
        case nil: x
        }
    }

    /// A key from an uncompressed point of the right length.
    init(curve: Curve, uncompressedPoint point: some Collection<UInt8>) throws(COSEError) {
        let coordinates = point.dropFirst()
        try self.init(
            curve: curve,
            x: [UInt8](coordinates.prefix(curve.coordinateLength)),
            y: .full([UInt8](coordinates.dropFirst(curve.coordinateLength)))
        )
    }

    /// The error for coordinates that are no usable point of a curve.
    static func notAPoint(of curve: Curve) -> COSEError {
        COSEError(.keyPoint, "the coordinates are no usable point of the curve of \(curve.algorithm)")
    }
}
