// SPDX-License-Identifier: Apache-2.0

/// A month that a payment is for (所属期).
public struct Period: Hashable, Sendable, Comparable, Strideable, CustomStringConvertible {
    /// Months since the year zero, so that months can be counted.
    private let months: Int32

    /// A month of a year from 1900 to 2199, nil otherwise.
    public init?(year: Int, month: Int) {
        guard (1900...2199).contains(year), (1...12).contains(month) else { return nil }
        months = Int32(year * 12 + month - 1)
    }

    /// A month from its number as the wire format has it, such as 202610; nil where there is none.
    public init?(number: Int) { self.init(year: number / 100, month: number % 100) }

    /// A month from `YYYYMM`, or from `YYYY-MM` as people write it.
    ///
    /// Throws ``RegistryError`` with `value_missing` or `period_invalid`.
    public init(_ text: String) throws(RegistryError) {
        guard !text.isEmpty else { throw RegistryError(.missing, "a period is required") }
        var digits = Array(text.utf8)
        if digits.count == 7, digits[4] == UInt8(ascii: "-") { digits.remove(at: 4) }
        guard digits.count == 6, let number = NumberText.value(digits, upTo: 999_999), let period = Self(number: number)
        else { throw RegistryError(.period, "a period is written YYYYMM") }
        self = period
    }

    /// A month from months since the year zero.
    init(monthsSinceYearZero months: Int) { self.months = Int32(clamping: months) }

    /// The year.
    public var year: Int { Int(months) / 12 }
    /// The month, 1 to 12.
    public var month: Int { Int(months) % 12 + 1 }
    /// YYYYMM, as the wire format has it (wire-format.md §3).
    public var number: Int { year * 100 + month }
    /// `YYYY-MM`.
    public var description: String { "\(CalendarDay.padded(year, to: 4))-\(CalendarDay.padded(month, to: 2))" }

    /// The month so many months later.
    public func advanced(by count: Int) -> Period { Period(monthsSinceYearZero: Int(months) + count) }
    /// The months from one to another, nil where one is missing or they are the wrong way round.
    static func range(_ from: Period?, _ to: Period?) -> ClosedRange<Period>? {
        guard let from, let to, from <= to else { return nil }
        return from...to
    }
    /// How many months `other` is later.
    public func distance(to other: Period) -> Int { Int(other.months - months) }
    /// Orders by time.
    public static func < (left: Period, right: Period) -> Bool { left.months < right.months }
}
