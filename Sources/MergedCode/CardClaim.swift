// SPDX-License-Identifier: Apache-2.0

/// The person's social security card 社会保障卡 (claim -65538, wire-format.md §3).
public struct CardClaim: Hashable, Sendable {
    /// Where it was issued 发卡地区划: six digits of GB/T 2260.
    public var region: RegionCode
    /// The last four characters of the card number.
    public var last4: String
    /// The last day on which it is valid.
    public var validUntil: Day

    /// A card.
    public init(region: RegionCode, last4: String, validUntil: Day) {
        self.region = region
        self.last4 = last4
        self.validUntil = validUntil
    }
}

/// An administrative division 行政区划代码: six digits of GB/T 2260, as a number.
public struct RegionCode: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The six digits as a number.
    public let rawValue: UInt32

    /// A region from its number; `nil` unless it has six digits.
    public init?(rawValue: UInt32) {
        guard (100_000...999_999).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// The six digits.
    public var description: String { String(rawValue) }

    /// By number.
    public static func < (left: RegionCode, right: RegionCode) -> Bool { left.rawValue < right.rawValue }
}
