// SPDX-License-Identifier: Apache-2.0

/// The id of a credential, the replay key's first half.
public typealias CredentialID = CWTID

/// A CWT ID (`cti`, RFC 8392 §3.1.7): here always 8 random bytes (wire-format.md §3, §4).
public struct CWTID: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let value: UInt64

    /// The 8 bytes as a number, the first one the most significant.
    package var bits: UInt64 { value }

    /// An id from its bytes; `nil` unless there are 8.
    public init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 8 else { return nil }
        var value: UInt64 = 0
        for byte in bytes { value = value << 8 | UInt64(byte) }
        self.value = value
    }

    /// An id from 16 hexadecimal digits, as ``description`` writes it.
    public init?(_ text: String) {
        guard text.utf8.count == 16, text.allSatisfy(\.isHexDigit), let value = UInt64(text, radix: 16) else {
            return nil
        }
        self.value = value
    }

    /// The 8 bytes.
    public var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) } }

    /// 16 hexadecimal digits, lower case.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Bytewise order.
    public static func < (left: CWTID, right: CWTID) -> Bool { left.value < right.value }
}
