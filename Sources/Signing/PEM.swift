// SPDX-License-Identifier: Apache-2.0

import CLibcrypto

/// One block of PEM (RFC 7468), as libcrypto reads and writes it.
struct PEM {
    static let publicKey = "PUBLIC KEY"
    static let privateKey = "PRIVATE KEY"
    static let encryptedPrivateKey = "ENCRYPTED PRIVATE KEY"

    /// What stands behind `BEGIN`.
    let label: String
    /// The content.
    let der: [UInt8]

    init(label: String, der: [UInt8]) {
        self.label = label
        self.der = der
    }

    /// The first block of a text.
    ///
    /// - Throws: `signing.not-a-key` where there is none, or only part of one.
    init(_ text: String) throws(SigningError) {
        try self.init([UInt8](text.utf8))
    }

    init(_ text: [UInt8]) throws(SigningError) {
        var label: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        let isRead = unsafe text.withUnsafeBytes { text in
            guard let input = unsafe BIO_new_mem_buf(text.baseAddress, Int32(clamping: text.count)) else {
                return false
            }
            defer { unsafe BIO_free(input) }
            return unsafe PEM_read_bio(input, &label, &header, &bytes, &count) == 1
        }
        defer {
            unsafe CRYPTO_free(label, nil, 0)
            unsafe CRYPTO_free(header, nil, 0)
            unsafe CRYPTO_free(bytes, nil, 0)
        }
        guard isRead, let label = unsafe label, let bytes = unsafe bytes else {
            Libcrypto.forgetErrors()
            throw SigningError(.notAKey, "the text is no PEM, or only part of one")
        }
        self.label = unsafe String(cString: label)
        der = unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    }

    /// The block with its lines.
    var text: String {
        get throws(SigningError) {
            guard let output = unsafe BIO_new(BIO_s_mem()) else { throw Libcrypto.failure("PEM") }
            defer { unsafe BIO_free(output) }
            guard unsafe PEM_write_bio(output, label, "", der, der.count) > 0 else { throw Libcrypto.failure("PEM") }
            let capacity = Int(unsafe BIO_ctrl_pending(output))
            var count = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, written in
                guard unsafe BIO_read_ex(output, buffer.baseAddress, buffer.count, &count) == 1 else { return }
                written = count
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
