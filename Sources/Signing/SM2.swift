// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import COSE

/// SM2 signatures with SM3 (GB/T 32918.2, 32918.5) and the user id `1234567812345678`, always stated.
///
/// libcrypto refuses r and s outside of [1, n − 1] and r + s ≡ 0.
struct SM2Verifier: SignatureVerifier {
    let publicKey: COSEKey
    private let key: LibcryptoKey

    init(_ publicKey: COSEKey) throws(COSEError) {
        guard let key = SM2.publicKey(publicKey.encodedPoint) else { throw COSEKey.notAPoint(of: .sm2) }
        self.key = key
        if case .full = publicKey.y {
            self.publicKey = publicKey
        } else {
            guard let point = key.point else { throw COSEKey.notAPoint(of: .sm2) }
            self.publicKey = try COSEKey(curve: .sm2, uncompressedPoint: point)
        }
    }

    func isValidSignature(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
        guard signature.count == Curve.sm2.signatureLength else { return false }
        let der = SignatureDER.encode(signature)
        let isValid = unsafe heyima_sm2_verify(key.pointer, der, der.count, message, message.count)
        if !isValid { Libcrypto.forgetErrors() }
        return isValid
    }
}

/// Keys on the SM2 curve.
enum SM2 {
    /// Copying a key and giving it another point takes a fifth of the time of building one from parameters.
    private static let template = unsafe LibcryptoKey(heyima_sm2_template())

    /// A public key from an encoded point; `nil` for none of the curve.
    static func publicKey(_ point: [UInt8]) -> LibcryptoKey? {
        guard let template, let key = unsafe LibcryptoKey(EVP_PKEY_dup(template.pointer)),
            unsafe EVP_PKEY_set1_encoded_public_key(key.pointer, point, point.count) == 1
        else {
            Libcrypto.forgetErrors()
            return nil
        }
        return key
    }

    /// A fresh key pair.
    static func generate() throws(SigningError) -> LibcryptoKey {
        var pointer: OpaquePointer?
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "SM2", nil) else {
            throw Libcrypto.failure("SM2 key generation")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_generate(context, &pointer) == 1,
            let key = unsafe LibcryptoKey(pointer)
        else { throw Libcrypto.failure("SM2 key generation") }
        return key
    }

    /// The key pair of a scalar in [1, n − 2] (GB/T 32918.1 §6.1); `nil` for any other.
    static func key(scalar bytes: UnsafeRawBufferPointer) -> LibcryptoKey? {
        defer { Libcrypto.forgetErrors() }
        guard let scalar = unsafe BigNumber(bytes), let group = unsafe EC_GROUP_new_by_curve_name(NID_sm2) else {
            return nil
        }
        defer { unsafe EC_GROUP_free(group) }
        guard let point = unsafe EC_POINT_new(group) else { return nil }
        defer { unsafe EC_POINT_clear_free(point) }
        guard unsafe EC_POINT_mul(group, point, scalar.pointer, nil, nil, nil) == 1 else { return nil }
        var encoded = [UInt8](repeating: 0, count: 65)
        guard
            unsafe EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, &encoded, encoded.count, nil)
                == encoded.count,
            let key = unsafe LibcryptoKey(
                heyima_key_pair("SM2", "SM2", scalar.pointer, encoded, encoded.count)
            ), key.isConsistent
        else { return nil }
        return key
    }

    /// r‖s over the message.
    static func sign(_ message: [UInt8], with key: LibcryptoKey) throws(SigningError) -> [UInt8] {
        var count = 80
        var isSigned = false
        let der = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            isSigned = unsafe heyima_sm2_sign(key.pointer, buffer.baseAddress, &count, message, message.count)
            written = isSigned ? count : 0
        }
        guard isSigned, let signature = SignatureDER.decode(der, coordinateLength: Curve.sm2.coordinateLength) else {
            throw Libcrypto.failure("SM2 signature")
        }
        return signature
    }
}
