// SPDX-License-Identifier: Apache-2.0

/// The month that a payment is for, written `YYYY-MM`.
public struct PaymentMonth: Hashable, Sendable, Decodable, CustomStringConvertible {
    /// YYYYMM.
    public let number: UInt32

    /// A month from its number, YYYYMM.
    public init(number: UInt32) { self.number = number }

    /// `YYYY-MM`.
    public var description: String {
        let month = String(number % 100)
        return "\(number / 100)-\(month.count == 1 ? "0" : "")\(month)"
    }

    /// Reads `YYYY-MM`.
    public init(from decoder: any Decoder) throws {
        number = try decoder.singleValue("a month") { text in
            let parts = text.split(separator: "-")
            guard parts.map(\.utf8.count) == [4, 2] else { return nil }
            return UInt32(parts[0] + parts[1])
        }
    }
}

/// The amount of a payment, written in yuan with two decimals.
public struct PaymentAmount: Hashable, Sendable, Decodable, CustomStringConvertible {
    /// Fen, a hundredth of a yuan.
    public let fen: UInt64

    /// An amount in fen.
    public init(fen: UInt64) { self.fen = fen }

    /// Yuan with two decimals.
    public var description: String {
        let cents = String(fen % 100)
        return "\(fen / 100).\(cents.count == 1 ? "0" : "")\(cents)"
    }

    /// Reads yuan with two decimals.
    public init(from decoder: any Decoder) throws {
        fen = try decoder.singleValue("an amount in yuan") { text in
            let parts = text.split(separator: ".")
            guard parts.count == 2, parts[1].utf8.count == 2 else { return nil }
            return UInt64(parts[0] + parts[1])
        }
    }
}
