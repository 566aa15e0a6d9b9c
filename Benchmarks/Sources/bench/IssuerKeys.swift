// SPDX-License-Identifier: Apache-2.0

import COSE
import CPeers
import Crypto
import Signing

/// An issuer's key, ready to verify with swift-crypto alone.
struct P256IssuerKey {
    private let key: P256.Signing.PublicKey

    init(_ key: COSEKey) throws {
        guard case .full(let y) = key.y else { throw WrongResult("a key without y") }
        self.key = try P256.Signing.PublicKey(rawRepresentation: key.x + y)
    }

    func isValid(_ proof: Sample.Proof) -> Bool { proof.isValid(by: key) }
}

/// An issuer's key, ready to verify with libcrypto alone.
@safe final class SM2IssuerKey {
    private let key: UnsafeMutableRawPointer

    init(_ key: COSEKey) throws {
        guard case .full(let y) = key.y else { throw WrongResult("a key without y") }
        let point = [4] + key.x + y
        guard let made = unsafe peer_sm2_key(point, point.count) else { throw WrongResult("libcrypto refuses the key") }
        unsafe self.key = made
    }

    deinit { unsafe peer_sm2_free(key) }

    func isValid(_ proof: Sample.Proof) -> Bool {
        unsafe peer_sm2_verify(key, proof.signature, proof.signature.count, proof.message, proof.message.count)
    }
}
