// SPDX-License-Identifier: Apache-2.0

import COSE
import Crypto
import FoundationEssentials

/// ECDSA on P-256 with SHA-256.
///
/// BoringSSL refuses r and s outside of [1, n − 1]. A class, since a verifier is handed on more often than it is asked.
final class P256Verifier: SignatureVerifier {
    let curve = Curve.p256

    private let given: COSEKey
    private let key: P256.Signing.PublicKey

    // Made when asked for: verifying does without, and it takes a third of the time of decompressing.
    var publicKey: COSEKey {
        guard case .sign = given.y else { return given }
        return (try? COSEKey(curve: .p256, uncompressedPoint: key.x963Representation)) ?? given
    }

    init(_ publicKey: COSEKey) throws(COSEError) {
        do {
            switch publicKey.y {
            case .full(let y):
                key = try P256.Signing.PublicKey(rawRepresentation: publicKey.x + y)
            default:
                key = try P256.Signing.PublicKey(compressedRepresentation: publicKey.encodedPoint)
            }
            given = publicKey
        } catch {
            throw COSEKey.notAPoint(of: .p256)
        }
    }

    func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
        return key.isValidSignature(signature, for: SHA256.hash(data: message))
    }
}

/// ECDSA on P-384 with SHA-384, for verifying only.
final class P384Verifier: SignatureVerifier {
    let curve = Curve.p384

    private let given: COSEKey
    private let key: P384.Signing.PublicKey

    var publicKey: COSEKey {
        guard case .sign = given.y else { return given }
        return (try? COSEKey(curve: .p384, uncompressedPoint: key.x963Representation)) ?? given
    }

    init(_ publicKey: COSEKey) throws(COSEError) {
        do {
            switch publicKey.y {
            case .full(let y):
                key = try P384.Signing.PublicKey(rawRepresentation: publicKey.x + y)
            default:
                key = try P384.Signing.PublicKey(compressedRepresentation: publicKey.encodedPoint)
            }
            given = publicKey
        } catch {
            throw COSEKey.notAPoint(of: .p384)
        }
    }

    func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
        guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
        return key.isValidSignature(signature, for: SHA384.hash(data: message))
    }
}
