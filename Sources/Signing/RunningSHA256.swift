// SPDX-License-Identifier: Apache-2.0

public import COSE
import Crypto

/// A SHA-256 digest (FIPS 180-4) of bytes that come in pieces, such as a file larger than memory.
public struct RunningSHA256: Sendable {
    private var hash = SHA256()

    /// A digest of nothing yet.
    public init() {}

    /// Takes the next piece.
    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    }

    /// The digest of all pieces so far.
    public var digest: Digest32 { Digest32(hash.finalize()) }
}
