// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
public import COSE
import Crypto
import FoundationEssentials

/// A private key in memory: P-256, Ed25519 or SM2.
///
/// The libraries that hold it overwrite it when it goes. How it is kept in a file: `PrivateKey+File.swift`.
public struct PrivateKey: Signer, CustomStringConvertible, CustomReflectable {
    private enum Material: Sendable {
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
        case sm2(LibcryptoKey)
    }

    private let material: Material

    /// The public half, EC2 points with `y` in full.
    public let publicKey: COSEKey

    /// The curve.
    public var curve: Curve { publicKey.curve }

    private init(_ material: Material) throws(SigningError) {
        self.material = material
        do throws(COSEError) {
            publicKey =
                switch material {
                case .p256(let key): try COSEKey(curve: .p256, uncompressedPoint: key.publicKey.x963Representation)
                case .ed25519(let key):
                    try COSEKey(curve: .ed25519, x: [UInt8](key.publicKey.rawRepresentation), y: nil)
                case .sm2(let key): try COSEKey(curve: .sm2, uncompressedPoint: key.point ?? [])
                }
        } catch {
            throw SigningError(.notAKey, "the key has no public half")
        }
    }

    /// A fresh key.
    ///
    /// - Throws: `signing.unsupported-curve` for P-384, which is here for verifying only; `signing.library-failed`.
    public static func generate(_ curve: Curve) throws(SigningError) -> PrivateKey {
        switch curve {
        case .p256: try PrivateKey(.p256(P256.Signing.PrivateKey()))
        case .ed25519: try PrivateKey(.ed25519(Curve25519.Signing.PrivateKey()))
        case .sm2: try PrivateKey(.sm2(SM2.generate()))
        case .p384: throw SigningError(.unsupportedCurve, "P-384 is for verifying only")
        }
    }

    /// A key from its 32 secret bytes: the scalar, big-endian, or the seed of Ed25519 (RFC 8032 §5.1.5).
    ///
    /// - Throws: `signing.not-a-key` for another length or a scalar out of range; `signing.unsupported-curve`.
    public init(curve: Curve, secret: SecretBytes) throws(SigningError) {
        guard curve != .p384 else { throw SigningError(.unsupportedCurve, "P-384 is for verifying only") }
        guard secret.count == 32 else {
            throw SigningError(.notAKey, "the secret is \(secret.count) bytes, expected 32")
        }
        let material: Material? = unsafe secret.withPointer { pointer in
            let bytes = unsafe UnsafeRawBufferPointer(start: pointer, count: 32)
            return switch curve {
            case .p256: unsafe (try? P256.Signing.PrivateKey(rawRepresentation: bytes)).map { .p256($0) }
            case .ed25519:
                unsafe (try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)).map { .ed25519($0) }
            case .sm2: unsafe SM2.key(scalar: bytes).map { .sm2($0) }
            case .p384: nil
            }
        }
        guard let material else { throw SigningError(.notAKey, "the secret is out of the curve's range") }
        try self.init(material)
    }

    /// The 32 secret bytes, as ``init(curve:secret:)`` takes them.
    ///
    /// - Throws: `signing.library-failed`.
    public var secret: SecretBytes {
        get throws(SigningError) {
            switch material {
            case .p256(let key): return SecretBytes(copying: key.rawRepresentation)
            case .ed25519(let key): return SecretBytes(copying: key.rawRepresentation)
            case .sm2(let key): return try key.scalar(count: 32)
            }
        }
    }

    /// A signature of 64 bytes: r‖s, or R‖S for Ed25519.
    ///
    /// Signatures of P-256 and SM2 differ from call to call.
    ///
    /// - Throws: `signing.library-failed` when there is no memory or randomness.
    public func sign(_ message: [UInt8]) throws(SigningError) -> [UInt8] {
        do {
            switch material {
            case .p256(let key): return [UInt8](try key.signature(for: SHA256.hash(data: message)).rawRepresentation)
            case .ed25519(let key): return [UInt8](try key.signature(for: message))
            case .sm2(let key): return try SM2.sign(message, with: key)
            }
        } catch {
            throw Libcrypto.failure("\(curve.algorithm) signature")
        }
    }

    /// Only the algorithm.
    public var description: String { "private key of \(curve.algorithm)" }
    /// Nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
