// SPDX-License-Identifier: Apache-2.0

/// A digest of 32 bytes, ordered bytewise.
public struct Digest32: Hashable, Comparable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A digest from its bytes; `nil` unless there are 32.
    public init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 32 else { return nil }
        func word(_ index: Int) -> UInt64 {
            bytes[(bytes.startIndex + 8 * index)...].prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// A digest from four words, the first eight bytes first, each word big-endian.
    public init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        words = (first, second, third, fourth)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3]
            .flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
            }
    }

    /// Whether all bytes are equal.
    public static func == (left: Digest32, right: Digest32) -> Bool { left.words == right.words }

    /// Bytewise lexicographic order.
    public static func < (left: Digest32, right: Digest32) -> Bool { left.words < right.words }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
