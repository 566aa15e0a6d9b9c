// SPDX-License-Identifier: Apache-2.0

/// An amount of money in fen (分).
public struct Amount: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Hundredths of a yuan; below zero only for what a bank took back.
    public let fen: Int64

    /// An amount in fen.
    public init(fen: Int64) { self.fen = fen }

    /// An amount in yuan: `850`, `850.5`, `1,850.00`, `-850.00`; at most two decimals, below ten billion yuan.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `excel_damaged` or `amount_invalid`.
    public init(_ text: String) throws(RegistryError) {
        guard !text.isEmpty else { throw RegistryError(.missing, "an amount is required") }
        try NumberText.refuseScientific(text)
        guard let fen = Self.fen(text.utf8) else {
            throw RegistryError(.amount, "an amount in yuan has at most two decimals, such as 1,850.00")
        }
        self.fen = fen
    }

    /// Yuan with two decimals.
    public var description: String {
        let magnitude = fen.magnitude
        return "\(fen < 0 ? "-" : "")\(magnitude / 100).\(CalendarDay.padded(Int(magnitude % 100), to: 2))"
    }

    /// Yuan with two decimals and a comma before every three digits, as people read sums: `1,850.00`.
    public var grouped: String {
        let text = description
        let digits = text.dropLast(3).drop { $0 == "-" }
        let groups = stride(from: digits.count, to: 0, by: -3)
            .map { digits.prefix($0).suffix(3) }
            .reversed()
        return (fen < 0 ? "-" : "") + groups.joined(separator: ",") + text.suffix(3)
    }

    /// Orders by value.
    public static func < (left: Amount, right: Amount) -> Bool { left.fen < right.fen }

    private static func fen(_ text: String.UTF8View) -> Int64? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = text.dropFirst(isNegative ? 1 : 0)
        let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.endIndex
        guard let yuan = yuan(digits[..<point]) else { return nil }
        var hundredths = 0
        if point < digits.endIndex {
            let decimals = digits[point...].dropFirst()
            guard (1...2).contains(decimals.count), let value = NumberText.value(decimals, upTo: 99) else { return nil }
            hundredths = decimals.count == 1 ? value * 10 : value
        }
        let fen = Int64(yuan * 100 + hundredths)
        return isNegative ? -fen : fen
    }

    /// Either no separators, or one to three digits and then groups of three.
    private static func yuan(_ text: Substring.UTF8View) -> Int? {
        let maximum = 9_999_999_999
        guard text.contains(UInt8(ascii: ",")) else { return NumberText.value(text, upTo: maximum) }
        let groups = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        return NumberText.value(groups.joined(), upTo: maximum)
    }
}
