// SPDX-License-Identifier: Apache-2.0

/// A digest of 32 bytes, ordered bytewise.
public struct Digest32: Hashable, Comparable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A digest from its bytes; `nil` unless there are 32.
    public init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 32 else { return nil }
        let span = bytes.span
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for index in 0..<8 {
            words.0 = words.0 << 8 | UInt64(span[index])
            words.1 = words.1 << 8 | UInt64(span[8 + index])
            words.2 = words.2 << 8 | UInt64(span[16 + index])
            words.3 = words.3 << 8 | UInt64(span[24 + index])
        }
        self.words = words
    }

    /// A digest from four words, the first eight bytes first, each word big-endian.
    public init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        words = (first, second, third, fourth)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: words.0 >> shift)) }
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: words.1 >> shift)) }
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: words.2 >> shift)) }
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: words.3 >> shift)) }
        return bytes
    }

    /// The bytes in hexadecimal, lower case, as `sha256sum` writes them.
    public var hex: String {
        [words.0, words.1, words.2, words.3]
            .map { word in
                let digits = String(word, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }
            .joined()
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
