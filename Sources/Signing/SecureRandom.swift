// SPDX-License-Identifier: Apache-2.0

import CLibcrypto

/// Random bytes of libcrypto's generator, which the system seeds (NIST SP 800-90A CTR-DRBG).
public enum SecureRandom {
    /// Fresh bytes for salts, nonces, identifiers and tickets; keys come from ``SecretBytes/random(count:)``.
    ///
    /// Traps where the system has no randomness: nothing that is issued without it could be trusted.
    public static func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            guard unsafe RAND_bytes(buffer.baseAddress, Int32(count)) == 1 else {
                preconditionFailure("the system has no randomness")
            }
            written = count
        }
    }
}
