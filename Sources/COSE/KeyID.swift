// SPDX-License-Identifier: Apache-2.0

/// The name of a key: the first 8 bytes of its SHA-256 COSE Key Thumbprint (RFC 9679; wire-format.md §2).
public struct KeyID: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let value: UInt64

    /// The name that a thumbprint gives.
    public init(thumbprint: Digest32) {
        value = thumbprint.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A name from its bytes; `nil` unless there are 8.
    public init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 8 else { return nil }
        value = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A name from 16 hexadecimal digits, as ``description`` writes it.
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
    public static func < (left: KeyID, right: KeyID) -> Bool { left.value < right.value }
}
