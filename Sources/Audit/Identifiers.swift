// SPDX-License-Identifier: Apache-2.0

/// The name of one record, which a verdict is given out with (`auditID`): 16 random bytes.
public struct AuditID: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes it has.
    public static let length = 16

    /// The bytes.
    public let bytes: [UInt8]

    /// An id from its bytes; `nil` unless there are 16.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = Array(bytes)
    }

    /// An id that nobody has yet; `random` gives as many random bytes as it is asked for.
    public init(random: (Int) -> [UInt8]) {
        bytes = random(Self.length)
        precondition(bytes.count == Self.length, "as many bytes as asked for")
    }

    /// An id from 32 hexadecimal digits, as ``description`` writes it.
    public init?(_ text: String) {
        guard let bytes = Hex.bytes(of: text) else { return nil }
        self.init(bytes)
    }

    /// 32 hexadecimal digits, lower case.
    public var description: String { Hex.text(of: bytes) }
}

/// The name of a chain of records, one for each run of a process that writes: 8 random bytes.
public struct ChainID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// How many bytes it has.
    public static let length = 8

    /// The bytes.
    public let bytes: [UInt8]

    /// An id from its bytes; `nil` unless there are 8.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = Array(bytes)
    }

    /// An id from 16 hexadecimal digits, as ``description`` writes it.
    public init?(_ text: String) {
        guard let bytes = Hex.bytes(of: text) else { return nil }
        self.init(bytes)
    }

    /// 16 hexadecimal digits, lower case.
    public var description: String { Hex.text(of: bytes) }

    /// Bytewise order.
    public static func < (left: ChainID, right: ChainID) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
