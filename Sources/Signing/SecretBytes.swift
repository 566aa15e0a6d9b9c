// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import FoundationEssentials

// `@unchecked Sendable`: the memory is written in `init` alone, before anyone else has the reference.

/// Bytes that nobody else may see: a passphrase, a key.
///
/// They are overwritten when the last reference goes, and never show in a description or a mirror. What is copied out
/// of them is the caller's to wipe.
@safe
public final class SecretBytes: @unchecked Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let storage: UnsafeMutableRawBufferPointer

    /// The number of bytes.
    public let count: Int

    /// A secret of `capacity` zeroed bytes at most, that `fill` writes and then says how many they are.
    init<Failure: Error>(
        capacity: Int,
        _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(capacity, 1), alignment: 16)
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
        do {
            count = try unsafe fill(UnsafeMutableRawBufferPointer(rebasing: buffer[..<capacity]))
        } catch {
            unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
            unsafe buffer.deallocate()
            throw error
        }
        precondition((0...capacity).contains(count), "a secret is not longer than its memory")
        unsafe storage = buffer
    }

    /// A copy of some bytes; those are the caller's to wipe.
    public convenience init(copying bytes: [UInt8]) {
        unsafe self.init(capacity: bytes.count) { buffer in
            unsafe buffer.copyBytes(from: bytes)
            return bytes.count
        }
    }

    /// Takes bytes over and wipes the array that held them, if no one else has a copy of it.
    public convenience init(wiping bytes: inout [UInt8]) {
        self.init(copying: bytes)
        bytes.wipe()
    }

    /// A text's UTF-8, such as a passphrase typed in.
    public convenience init(text: String) {
        var bytes = [UInt8](text.utf8)
        self.init(wiping: &bytes)
    }

    /// Fresh random bytes of libcrypto's generator for secrets.
    ///
    /// - Throws: `signing.library-failed` when the system has no randomness.
    public static func random(count: Int) throws(SigningError) -> SecretBytes {
        try unsafe SecretBytes(capacity: count) { buffer throws(SigningError) in
            guard unsafe RAND_priv_bytes(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(count)) == 1
            else { throw Libcrypto.failure("random bytes") }
            return count
        }
    }

    deinit {
        unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
        unsafe storage.deallocate()
    }

    /// Lends the bytes for the time of a call.
    public func withSpan<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: storage[..<count])
        return try unsafe body(Span<UInt8>(_unsafeBytes: bytes))
    }

    /// Lends the bytes to C.
    func withPointer<Result, Failure: Error>(
        _ body: (UnsafePointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let address = unsafe storage.baseAddress else { preconditionFailure("at least one byte is allocated") }
        return try unsafe body(UnsafePointer(address.assumingMemoryBound(to: UInt8.self)))
    }

    /// Whether two secrets are equal, in a time that depends on their lengths alone.
    public func isEqual(to other: SecretBytes) -> Bool {
        guard count == other.count else { return false }
        return unsafe CRYPTO_memcmp(storage.baseAddress, other.storage.baseAddress, count) == 0
    }

    /// Only the length.
    public var description: String { "secret of \(count) bytes" }
    /// Only the length.
    public var debugDescription: String { description }
    /// Nothing of the bytes.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretBytes {
    /// A copy of what swift-crypto gave out.
    ///
    /// That is not ours to wipe: the bytes may be the key's own, which wipes them when it goes.
    convenience init(copying data: Data) {
        unsafe self.init(capacity: data.count) { buffer in unsafe data.copyBytes(to: buffer) }
    }
}

extension [UInt8] {
    /// Overwrites the bytes in a way that the optimiser leaves in place.
    mutating func wipe() {
        unsafe withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}
