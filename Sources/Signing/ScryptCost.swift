// SPDX-License-Identifier: Apache-2.0

import CLibcrypto

/// What one guess of a passphrase costs (scrypt, RFC 7914): 128·N·r bytes of memory, p times.
public struct ScryptCost: Hashable, Sendable {
    /// The binary logarithm of N, 10 to 18.
    public let logN: Int
    /// The block size, 1 to 16.
    public let r: Int
    /// The number of repetitions, 1 to 16.
    public let p: Int

    var n: Int { 1 << logN }

    /// A cost within bounds, which are there so that a file cannot ask for hours or gigabytes.
    ///
    /// - Throws: `signing.bad-cost`.
    public init(logN: Int, r: Int = 8, p: Int = 1) throws(SigningError) {
        guard (10...18).contains(logN), (1...16).contains(r), (1...16).contains(p) else {
            throw SigningError(.badCost, "scrypt wants log N 10 to 18, r and p 1 to 16")
        }
        self.init(checked: logN, r, p)
    }

    private init(checked logN: Int, _ r: Int, _ p: Int) {
        self.logN = logN
        self.r = r
        self.p = p
    }

    /// For PKCS#8: 16 MiB five times, since its readers allow no more than 32 MiB.
    public static let keyFile = ScryptCost(checked: 14, 8, 5)
    /// For files of our own form: 128 MiB once, which costs as much (OWASP Password Storage Cheat Sheet).
    public static let ownFile = ScryptCost(checked: 17, 8, 1)
    /// A few milliseconds, for tests: a passphrase under it is soon guessed.
    public static let insecureForTests = ScryptCost(checked: 10, 8, 1)

    /// A key derived from a passphrase.
    ///
    /// - Throws: `signing.bad-passphrase`; `signing.bad-secret-length` for a salt below 16 bytes;
    ///   `signing.library-failed` where the memory is not there.
    public func key(from passphrase: SecretBytes, salt: [UInt8], count: Int = 32) throws(SigningError) -> SecretBytes {
        try Passphrase.check(passphrase)
        guard salt.count >= 16 else {
            throw SigningError(.badSecretLength, "the salt is \(salt.count) bytes, expected 16 or more")
        }
        return try Self.scrypt(passphrase, salt, n: n, r: r, p: p, count: count)
    }

    /// scrypt without bounds of our own.
    static func scrypt(
        _ passphrase: SecretBytes,
        _ salt: [UInt8],
        n: Int,
        r: Int,
        p: Int,
        count: Int
    ) throws(SigningError) -> SecretBytes {
        try unsafe SecretBytes(capacity: count) { buffer throws(SigningError) in
            let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let memory = UInt64(128 * r * (n + p + 2))
            let isDerived = unsafe passphrase.withPointer { bytes in
                unsafe EVP_PBE_scrypt(
                    UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self),
                    passphrase.count,
                    salt,
                    salt.count,
                    UInt64(n),
                    UInt64(r),
                    UInt64(p),
                    memory,
                    start,
                    count
                ) == 1
            }
            guard isDerived else { throw Libcrypto.failure("scrypt") }
            return count
        }
    }
}

/// What a passphrase may be.
enum Passphrase {
    static let lengths = 1...1024

    static func check(_ passphrase: SecretBytes) throws(SigningError) {
        guard lengths.contains(passphrase.count) else {
            throw SigningError(.badPassphrase, "the passphrase is empty or over \(lengths.upperBound) bytes")
        }
    }
}
