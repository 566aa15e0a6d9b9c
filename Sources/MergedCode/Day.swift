// SPDX-License-Identifier: Apache-2.0

public import COSE

/// A calendar day of Asia/Shanghai, UTC+8 all year: tag 100, days since 1970-01-01 (RFC 8943).
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number of the tag (RFC 8943 §1.1).
    public static let tag: UInt64 = 100

    /// The days that can be written as YYYY-MM-DD: 0001-01-01 to 9999-12-31.
    public static let range: ClosedRange<Int64> = -719_162...2_932_896

    /// Days since 1970-01-01.
    public let number: Int64

    /// A day from its number; `nil` outside of ``range``.
    public init?(number: Int64) {
        guard Self.range.contains(number) else { return nil }
        self.number = number
    }

    /// The day of a moment in seconds since 1970 UTC, as a calendar in Asia/Shanghai shows it; `nil` outside of
    /// ``range``.
    public init?(at time: Int64) {
        let (shifted, overflow) = time.addingReportingOverflow(8 * 3600)
        guard !overflow else { return nil }
        let (days, seconds) = shifted.quotientAndRemainder(dividingBy: 86400)
        self.init(number: seconds < 0 ? days - 1 : days)
    }

    /// A day of the Gregorian calendar; `nil` for one that does not exist.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        // Years are counted from March, so that a leap day is the last of its year.
        let marchYear = Int64(month <= 2 ? year - 1 : year)
        let era = marchYear / 400
        let yearOfEra = marchYear % 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(number: era * 146_097 + dayOfEra - 719_468)
        guard components == (year, month, day) else { return nil }
    }

    /// A day from `YYYY-MM-DD`, as ``description`` writes it.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// A day from an item: tag 100 around an integer.
    init?(item: CBORItem) {
        guard let number = item.content(ofTag: Self.tag)?.integer else { return nil }
        self.init(number: number)
    }

    /// Year, month and day of the Gregorian calendar.
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month), Int(day))
    }

    /// When the day begins, 00:00 in Asia/Shanghai, in seconds since 1970 UTC.
    public var start: Int64 { number * 86400 - 8 * 3600 }

    /// When the day is over, its 24:00 in Asia/Shanghai, in seconds since 1970 UTC: the first second outside of it.
    public var end: Int64 { start + 86400 }

    /// The day as a value to embed.
    public var cbor: CBOR { .tagged(Self.tag, .integer(number)) }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        func digit(_ number: Int) -> UInt8 { UInt8(ascii: "0") + UInt8(number % 10) }
        let dash = UInt8(ascii: "-")
        let characters = [
            digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), dash,
            digit(month / 10), digit(month), dash,
            digit(day / 10), digit(day),
        ]
        return String(decoding: characters, as: UTF8.self)
    }

    /// Earlier first.
    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}
