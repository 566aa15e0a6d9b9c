// SPDX-License-Identifier: Apache-2.0

/// Seals personal data for storage and makes the digests that find it again, with keys that stay outside the database.
///
/// The registry calls it inside of a transaction, many times per second; it may be called from several threads at once.
public protocol PersonalDataSealer: Sendable {
    /// Encrypts and authenticates a plaintext (AEAD); opening needs the same context.
    func seal(_ plaintext: [UInt8], context: [UInt8]) throws -> [UInt8]

    /// Opens what ``seal(_:context:)`` gave; throws when a byte of either is another.
    func open(_ sealed: [UInt8], context: [UInt8]) throws -> [UInt8]

    /// A keyed digest (HMAC or better) of at least 16 bytes; the same value gives different digests in different domains.
    func digest(_ value: [UInt8], domain: String) throws -> [UInt8]

    /// The digests of a value under the keys that were in use before, the latest first: what cannot be written anew has them.
    func formerDigests(_ value: [UInt8], domain: String) throws -> [[UInt8]]
}

extension PersonalDataSealer {
    /// None: the key is the first one.
    public func formerDigests(_ value: [UInt8], domain: String) -> [[UInt8]] { [] }
}
