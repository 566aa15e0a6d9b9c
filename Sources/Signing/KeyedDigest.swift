// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
public import COSE

// `@unchecked Sendable`: once `init` is over the states are only copied, which libcrypto does without writing to them.

/// HMAC-SM3 (RFC 2104 with GB/T 32905): pseudonyms under which personal data is found and logged.
///
/// SM3 rather than SHA-256, because GB/T 39786 asks for approved algorithms where personal data is protected.
@safe public final class KeyedDigest: @unchecked Sendable {
    /// SM3 behind the key's block of the inner and of the outer digest.
    private let inner: OpaquePointer
    private let outer: OpaquePointer

    /// A digest under a key of 16 bytes or more.
    ///
    /// - Throws: `signing.bad-secret-length`, `signing.library-failed`.
    public init(key: SecretBytes) throws(SigningError) {
        guard key.count >= 16 else {
            throw SigningError(.badSecretLength, "a key of \(key.count) bytes, expected 16 or more")
        }
        let inner = unsafe key.withPointer { unsafe heyima_hmac_sm3($0, key.count, 0x36) }
        let outer = unsafe key.withPointer { unsafe heyima_hmac_sm3($0, key.count, 0x5C) }
        guard let inner = unsafe inner, let outer = unsafe outer else {
            unsafe EVP_MD_CTX_free(inner)
            unsafe EVP_MD_CTX_free(outer)
            throw Libcrypto.failure("HMAC-SM3")
        }
        unsafe (self.inner, self.outer) = (inner, outer)
    }

    deinit {
        unsafe EVP_MD_CTX_free(inner)
        unsafe EVP_MD_CTX_free(outer)
    }

    /// The digest of a value in a domain: the same value gives unrelated digests in different domains.
    ///
    /// It is HMAC(key, length of the domain's UTF-8 as 4 bytes ‖ domain ‖ value).
    ///
    /// - Throws: `signing.library-failed`.
    public func digest(_ value: [UInt8], domain: String) throws(SigningError) -> Digest32 {
        var input: [UInt8] = []
        let domain = domain.utf8
        input.reserveCapacity(4 + domain.count + value.count)
        for shift in [24, 16, 8, 0] { input.append(UInt8(truncatingIfNeeded: domain.count >> shift)) }
        input += domain
        input += value
        defer { input.wipe() }
        var output = [UInt8](repeating: 0, count: 32)
        guard unsafe heyima_hmac_sm3_digest(inner, outer, input, input.count, &output),
            let digest = Digest32(output[...])
        else { throw Libcrypto.failure("HMAC-SM3") }
        return digest
    }
}

/// SM3 (GB/T 32905-2016).
public enum SM3 {
    /// The digest of some bytes.
    ///
    /// - Throws: `signing.library-failed`.
    public static func digest(_ bytes: [UInt8]) throws(SigningError) -> Digest32 {
        var output = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        guard unsafe EVP_Digest(bytes, bytes.count, &output, &count, EVP_sm3(), nil) == 1,
            let digest = Digest32(output.prefix(Int(count)))
        else { throw Libcrypto.failure("SM3") }
        return digest
    }
}
