// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import COSE

extension PrivateKey {
    /// The key as encrypted PKCS#8 in PEM (RFC 5958; PBES2 of RFC 8018 with scrypt, RFC 7914, and AES-256-CBC), as
    /// `openssl pkey -in` reads it.
    ///
    /// - Throws: `signing.bad-passphrase`; `signing.bad-cost` for a cost that readers by default refuse
    ///   (128·N·r over 32 MiB); `signing.library-failed`.
    public func encryptedPEM(
        passphrase: SecretBytes,
        cost: ScryptCost = .keyFile
    ) throws(SigningError) -> String {
        try Passphrase.check(passphrase)
        let key = try libcryptoKey()
        guard let plain = unsafe EVP_PKEY2PKCS8(key.pointer) else { throw Libcrypto.failure("PKCS#8") }
        // Wipes the key that it holds.
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(plain) }
        guard
            let scheme = unsafe PKCS5_pbe2_set_scrypt(
                EVP_aes_256_cbc(),
                nil,
                16,
                nil,
                UInt64(cost.n),
                UInt64(cost.r),
                UInt64(cost.p)
            )
        else {
            Libcrypto.forgetErrors()
            throw SigningError(.badCost, "scrypt's memory is over what readers of PKCS#8 allow")
        }
        let encrypted = unsafe passphrase.withPointer { bytes in
            unsafe PKCS8_set0_pbe(
                UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self),
                Int32(passphrase.count),
                plain,
                scheme
            )
        }
        guard let encrypted = unsafe encrypted else {
            unsafe X509_ALGOR_free(scheme)
            throw Libcrypto.failure("PKCS#8 encryption")
        }
        defer { unsafe X509_SIG_free(encrypted) }
        var der: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509_SIG(encrypted, &der)
        defer { unsafe CRYPTO_free(der, nil, 0) }
        guard count > 0, let der = unsafe der else { throw Libcrypto.failure("PKCS#8") }
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: der, count: Int(count)))
        return try PEM(label: PEM.encryptedPrivateKey, der: bytes).text
    }

    /// A key from encrypted PKCS#8 in PEM, ours or that of `openssl genpkey -aes-256-cbc`.
    ///
    /// PBES2 does not authenticate. For P-256 and SM2 the public half inside tells a damaged key; a damaged seed of
    /// Ed25519 is just another key, which its `kid` shows.
    ///
    /// - Throws: `signing.wrong-passphrase`, also where the ciphertext is damaged; `signing.not-encrypted`;
    ///   `signing.unsupported-encryption` for another scheme than PBES2 or an unbounded cost;
    ///   `signing.unsupported-curve`; `signing.not-a-key` for all else, half a file included.
    public init(encryptedPEM text: [UInt8], passphrase: SecretBytes) throws(SigningError) {
        try Passphrase.check(passphrase)
        let pem = try PEM(text)
        guard pem.label == PEM.encryptedPrivateKey else {
            guard pem.label.hasSuffix(PEM.privateKey) else {
                throw SigningError(.notAKey, "the file is no PEM of a private key")
            }
            throw SigningError(
                .notEncrypted,
                "the private key is not encrypted",
                hint: "encrypt it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000"
            )
        }
        defer { Libcrypto.forgetErrors() }
        var structure: OpaquePointer?
        let isWhole = unsafe pem.der.withUnsafeBufferPointer { der in
            guard let start = der.baseAddress else { return false }
            var rest: UnsafePointer<UInt8>? = unsafe start
            unsafe structure = d2i_X509_SIG(nil, &rest, der.count)
            return unsafe rest == start + der.count
        }
        defer { unsafe X509_SIG_free(structure) }
        guard isWhole, let encrypted = unsafe structure else {
            throw SigningError(.notAKey, "the PEM holds no encrypted private key")
        }
        guard unsafe heyima_encryption_is_bounded(encrypted) else {
            throw SigningError(.unsupportedEncryption, "the encryption is not PBES2 at a cost of seconds")
        }
        Libcrypto.forgetErrors()
        let plain = unsafe passphrase.withPointer { bytes in
            unsafe PKCS8_decrypt(
                encrypted,
                UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self),
                Int32(passphrase.count)
            )
        }
        guard let plain = unsafe plain else {
            guard heyima_decryption_was_tried() else {
                throw SigningError(.unsupportedEncryption, "libcrypto has not the cipher of the private key")
            }
            throw SigningError(.wrongPassphrase, "the passphrase does not open the private key")
        }
        // Wipes the key that it holds.
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(plain) }
        guard let key = unsafe LibcryptoKey(EVP_PKCS82PKEY(plain)) else {
            throw SigningError(.notAKey, "what was encrypted is no private key")
        }
        try self.init(key)
    }

    /// Writes the key to a new file, mode 0600, encrypted.
    ///
    /// - Throws: `signing.file-exists`, `signing.file-failed`, and what ``encryptedPEM(passphrase:cost:)`` throws.
    public func write(
        to path: String,
        passphrase: SecretBytes,
        cost: ScryptCost = .keyFile
    ) throws(SigningError) {
        try PrivateFile.create(path, [UInt8](encryptedPEM(passphrase: passphrase, cost: cost).utf8))
    }

    /// A key from a file that nobody but its owner can get at.
    ///
    /// - Throws: `signing.file-missing`, `signing.file-permissions`, `signing.file-too-large`, `signing.file-failed`,
    ///   and what ``init(encryptedPEM:passphrase:)`` throws.
    public init(contentsOf path: String, passphrase: SecretBytes) throws(SigningError) {
        try self.init(encryptedPEM: PrivateFile.read(path, limit: 16_384), passphrase: passphrase)
    }

    /// The key for libcrypto, from which PKCS#8 is made.
    private func libcryptoKey() throws(SigningError) -> LibcryptoKey {
        let secret = try secret
        let point = publicKey.encodedPoint
        let key = unsafe secret.withPointer { bytes in
            switch curve {
            case .ed25519:
                return unsafe LibcryptoKey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes, secret.count))
            default:
                guard let scalar = unsafe BigNumber(UnsafeRawBufferPointer(start: bytes, count: secret.count)) else {
                    return nil
                }
                return curve == .sm2
                    ? unsafe LibcryptoKey(heyima_key_pair("SM2", "SM2", scalar.pointer, point, point.count))
                    : unsafe LibcryptoKey(heyima_key_pair("EC", "prime256v1", scalar.pointer, point, point.count))
            }
        }
        guard let key else { throw Libcrypto.failure("PKCS#8") }
        return key
    }

    /// A key that libcrypto read.
    private init(_ key: LibcryptoKey) throws(SigningError) {
        guard key.isConsistent else { throw SigningError(.notAKey, "the halves of the key do not belong together") }
        if unsafe EVP_PKEY_is_a(key.pointer, "ED25519") == 1 {
            var count = 32
            let secret = try unsafe SecretBytes(capacity: 32) { buffer throws(SigningError) in
                let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                guard unsafe EVP_PKEY_get_raw_private_key(key.pointer, start, &count) == 1 else {
                    throw Libcrypto.failure("private key")
                }
                return count
            }
            try self.init(curve: .ed25519, secret: secret)
        } else if let curve = key.curve {
            try self.init(curve: curve, secret: key.scalar(count: curve.coordinateLength))
        } else {
            throw SigningError(.unsupportedCurve, "the private key is not of P-256, Ed25519 or SM2")
        }
    }
}

extension LibcryptoKey {
    /// The curve of an EC2 key by its name, where private keys of it are used here.
    fileprivate var curve: Curve? {
        var name = [CChar](repeating: 0, count: 32)
        var count = 0
        guard unsafe EVP_PKEY_get_group_name(pointer, &name, name.count, &count) == 1 else { return nil }
        return switch String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) {
        case "prime256v1": .p256
        case "SM2": .sm2
        default: nil
        }
    }
}
