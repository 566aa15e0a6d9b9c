// SPDX-License-Identifier: Apache-2.0

public import COSE
import Crypto
import FoundationEssentials

/// A private key in memory: P-256, Ed25519 or SM2. The libraries that hold it overwrite it when it goes.
public struct PrivateKey: Signer, CustomStringConvertible, CustomReflectable {
    enum Material: Sendable {
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
        case sm2(LibcryptoKey)
    }

    let material: Material

    /// The public half, EC2 points with `y` in full.
    public let publicKey: COSEKey

    init(_ material: Material) throws(SigningError) {
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

    /// A signature of 64 bytes: r‖s, or R‖S for Ed25519. ECDSA and SM2 signatures differ from call to call.
    ///
    /// - Throws: `signing.library-failed` when there is no memory or randomness.
    public func sign(_ message: [UInt8]) throws(SigningError) -> [UInt8] {
        do {
            switch material {
            case .p256(let key): return [UInt8](try key.signature(for: SHA256.hash(data: message)).rawRepresentation)
            case .ed25519(let key): return [UInt8](try key.signature(for: message))
            case .sm2(let key): return try SM2Signer(key).sign(message)
            }
        } catch {
            throw Libcrypto.failure("\(publicKey.curve.algorithm) signature")
        }
    }

    /// Only the algorithm.
    public var description: String { "private key of \(publicKey.curve.algorithm)" }
    /// Nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
