// SPDX-License-Identifier: Apache-2.0

import CLibcrypto

/// What all calls into libcrypto share.
enum Libcrypto {
    /// An error for something that always works, with libcrypto's error queue emptied.
    static func failure(_ what: String) -> SigningError {
        forgetErrors()
        return SigningError(.libraryFailed, "libcrypto failed: \(what)")
    }

    /// Empties the thread's error queue, so that a later call does not find what an earlier one left.
    static func forgetErrors() { ERR_clear_error() }
}

/// A key of libcrypto.
// `@unchecked Sendable`: nothing changes the key after `init`, and libcrypto lets many threads use one.
@safe final class LibcryptoKey: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes a key over; `nil` for no key.
    init?(_ pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// Whether the private half is in range and the public half belongs to it.
    var isConsistent: Bool {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, pointer, nil) else { return false }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        return unsafe EVP_PKEY_check(context) == 1
    }

    /// The private scalar of an EC2 key, padded on the left.
    func scalar(count: Int) throws(SigningError) -> SecretBytes {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(pointer, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1,
            let scalar = unsafe BigNumber(taking: number)
        else { throw Libcrypto.failure("private scalar") }
        return try unsafe SecretBytes(capacity: count) { buffer throws(SigningError) in
            guard
                unsafe BN_bn2binpad(
                    scalar.pointer,
                    buffer.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    Int32(count)
                ) == count
            else { throw Libcrypto.failure("private scalar") }
            return count
        }
    }

    /// The public point, uncompressed: 4 ‖ x ‖ y; `nil` for a key that has none.
    var point: [UInt8]? {
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 + 2 * 66) { buffer, written in
            let done = unsafe EVP_PKEY_get_octet_string_param(
                pointer,
                OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY,
                buffer.baseAddress,
                buffer.count,
                &count
            )
            written = done == 1 ? count : 0
        }
        return bytes.first == 4 ? bytes : nil
    }
}

/// A big number of libcrypto, wiped when it goes.
@safe struct BigNumber: ~Copyable {
    let pointer: OpaquePointer

    /// A number from big-endian bytes.
    init?(_ bytes: UnsafeRawBufferPointer) {
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard let pointer = unsafe BN_bin2bn(start, Int32(bytes.count), nil) else { return nil }
        unsafe self.pointer = pointer
    }

    /// A number from big-endian bytes.
    init?(_ bytes: [UInt8]) {
        guard let pointer = unsafe BN_bin2bn(bytes, Int32(bytes.count), nil) else { return nil }
        unsafe self.pointer = pointer
    }

    /// Takes a number over; `nil` for none.
    init?(taking pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe BN_clear_free(pointer) }
}
