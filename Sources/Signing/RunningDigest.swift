// SPDX-License-Identifier: Apache-2.0

public import COSE
import Crypto

/// The SHA-256 digest (FIPS 180-4) of bytes that come piece by piece.
public struct RunningDigest {
    private var hash = SHA256()

    /// Of nothing yet.
    public init() {}

    /// Takes in the next piece.
    public mutating func update(_ piece: [UInt8]) {
        unsafe piece.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    }

    /// The digest of all pieces so far.
    public var digest: Digest32 { Digest32(hash.finalize()) }
}
