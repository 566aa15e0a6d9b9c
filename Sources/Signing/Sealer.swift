// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import COSE

/// A key of a ``Sealer``: 32 bytes and the name that sealed values carry.
public struct SealingKey: Sendable {
    /// The first 8 bytes of a keyed digest of the key, so that a name can belong to no other key.
    public let id: [UInt8]
    let secret: SecretBytes

    /// A key from its 32 bytes.
    ///
    /// - Throws: `signing.bad-secret-length`.
    public init(_ secret: SecretBytes) throws(SigningError) {
        guard secret.count == 32 else {
            throw SigningError(.badSecretLength, "a sealing key is \(secret.count) bytes, expected 32")
        }
        self.secret = secret
        id = [UInt8](try KeyedDigest(key: secret).digest([], domain: "heyima sealing key").bytes.prefix(8))
    }
}

/// Authenticated encryption of values at rest: AES-256-GCM (NIST SP 800-38D) under a random nonce of 96 bits.
///
/// A sealed value is key id (8) ‖ nonce (12) ‖ ciphertext ‖ tag (16). One key may seal 2³² values (SP 800-38D §8.3);
/// then, or when it may be known, a fresh one becomes the first and the old ones still open what they sealed.
public struct Sealer: Sendable {
    /// Bytes that sealing adds.
    public static let overhead = 8 + 12 + 16

    private let keys: [SealingKey]

    /// A sealer that seals under one key and opens under that and earlier ones.
    public init(_ key: SealingKey, earlier: [SealingKey] = []) { keys = [key] + earlier }

    /// Encrypts and authenticates a plaintext.
    ///
    /// - Parameters:
    ///   - plaintext: what to hide.
    ///   - associatedData: what is authenticated beside it, such as whose value it is; needed again to open.
    /// - Returns: the plaintext's length and ``overhead``.
    /// - Throws: `signing.library-failed`.
    public func seal(_ plaintext: [UInt8], associatedData: [UInt8]) throws(SigningError) -> [UInt8] {
        let key = keys[0]
        let nonce = SecureRandom.bytes(12)
        let head = key.id + nonce
        var isSealed = false
        let sealed = unsafe [UInt8](unsafeUninitializedCapacity: plaintext.count + Self.overhead) { buffer, count in
            _ = unsafe buffer.update(fromContentsOf: head)
            isSealed = unsafe key.secret.withPointer { secret in
                unsafe heyima_gcm_seal(
                    secret,
                    nonce,
                    associatedData,
                    associatedData.count,
                    plaintext,
                    plaintext.count,
                    buffer.baseAddress.map { unsafe $0 + head.count }
                )
            }
            count = isSealed ? buffer.count : 0
        }
        guard isSealed else { throw Libcrypto.failure("AES-256-GCM") }
        return sealed
    }

    /// Opens what ``seal(_:associatedData:)`` gave.
    ///
    /// - Throws: `signing.not-sealed` for too few bytes; `signing.unknown-sealing-key`; `signing.cannot-open` where a
    ///   byte of the value or the associated data is another.
    public func open(_ sealed: [UInt8], associatedData: [UInt8]) throws(SigningError) -> [UInt8] {
        let (key, nonce) = try parts(of: sealed)
        let ciphertext = [UInt8](sealed[20...])
        var isOpen = false
        let plaintext = unsafe [UInt8](unsafeUninitializedCapacity: ciphertext.count) { buffer, count in
            isOpen = unsafe key.open(ciphertext, nonce, associatedData, into: buffer.baseAddress)
            count = isOpen ? ciphertext.count - 16 : 0
        }
        guard isOpen else { throw Self.altered() }
        return plaintext
    }

    /// As ``open(_:associatedData:)``, for what has to be wiped, such as keys.
    public func openSecret(_ sealed: [UInt8], associatedData: [UInt8]) throws(SigningError) -> SecretBytes {
        let (key, nonce) = try parts(of: sealed)
        let ciphertext = [UInt8](sealed[20...])
        return try unsafe SecretBytes(capacity: ciphertext.count) { buffer throws(SigningError) in
            let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard unsafe key.open(ciphertext, nonce, associatedData, into: start) else { throw Self.altered() }
            return ciphertext.count - 16
        }
    }

    private func parts(of sealed: [UInt8]) throws(SigningError) -> (key: SealingKey, nonce: [UInt8]) {
        guard sealed.count >= Self.overhead else {
            throw SigningError(.notSealed, "\(sealed.count) bytes, expected \(Self.overhead) or more")
        }
        guard let key = keys.first(where: { sealed.starts(with: $0.id) }) else {
            throw SigningError(.unknownSealingKey, "the value was sealed under a key that is not here")
        }
        return (key, [UInt8](sealed[8..<20]))
    }

    private static func altered() -> SigningError {
        Libcrypto.forgetErrors()
        return SigningError(.cannotOpen, "the sealed value or its associated data was altered")
    }
}

extension SealingKey {
    fileprivate func open(
        _ ciphertext: [UInt8],
        _ nonce: [UInt8],
        _ associatedData: [UInt8],
        into output: UnsafeMutablePointer<UInt8>?
    ) -> Bool {
        unsafe secret.withPointer { secret in
            unsafe heyima_gcm_open(
                secret,
                nonce,
                associatedData,
                associatedData.count,
                ciphertext,
                ciphertext.count,
                output
            )
        }
    }
}
