// SPDX-License-Identifier: Apache-2.0

/// A day of the calendar in Asia/Shanghai, counted from 1970-01-01 as RFC 8943 does.
///
/// A day begins at its 0:00 and lasts until its 24:00 in Asia/Shanghai, which is UTC+8 throughout.
public struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Four bytes: reconciliation keeps some million days in memory.
    private let number: Int32

    /// Days since 1970-01-01, negative before.
    public var days: Int { Int(number) }

    /// A day from its distance to 1970-01-01; what is further away than any calendar reaches is the furthest there is.
    public init(days: Int) { number = Int32(clamping: days) }

    /// A day of the Gregorian calendar, nil where there is none; years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year)
        else {
            return nil
        }
        // Years begin in March, so that the leap day is the last one (Hinnant, "chrono-compatible low-level date algorithms").
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        self.init(days: era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }

    /// The day in Asia/Shanghai at a moment in unix seconds.
    public init(containing seconds: Int64) {
        self.init(days: Int((seconds + Self.offset).quotientFloored(by: 86400)))
    }

    /// A day from `YYYY-MM-DD` or `YYYYMMDD`.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `excel_damaged` or `date_invalid`.
    public init(_ text: String) throws(RegistryError) {
        guard !text.isEmpty else { throw RegistryError(.missing, "a date is required") }
        guard let day = Self(characters: Array(text.utf8)[...]) else {
            try NumberText.refuseScientific(text)
            throw RegistryError(.date, "a date is written YYYY-MM-DD or YYYYMMDD")
        }
        self = day
    }

    /// A day from the characters of either form, nil for anything else.
    init?(characters: ArraySlice<UInt8>) {
        let hasHyphens = characters.count == 10
        guard hasHyphens || characters.count == 8 else { return nil }
        var date = 0
        for (place, character) in characters.enumerated() {
            if hasHyphens, place == 4 || place == 7 {
                guard character == UInt8(ascii: "-") else { return nil }
            } else {
                guard character.isDigit else { return nil }
                date = date * 10 + Int(character & 15)
            }
        }
        self.init(year: date / 10000, month: date / 100 % 100, day: date % 100)
    }

    /// The first second of the day, in unix seconds.
    public var start: Int64 { Int64(days) * 86400 - Self.offset }

    /// The first second after the day, in unix seconds: what lasts until this day is over from then on.
    public var end: Int64 { start + 86400 }

    /// Year, month and day.
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = Int(Int64(shifted).quotientFloored(by: 146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = (shiftedMonth + 2) % 12 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The month the day lies in.
    public var period: Period {
        let (year, month, _) = components
        return Period(monthsSinceYearZero: year * 12 + month - 1)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        return "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))"
    }

    /// Orders by time.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.days < right.days }

    /// Asia/Shanghai before UTC, in seconds.
    static let offset: Int64 = 8 * 3600

    /// A number with leading zeros.
    static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        let missing = width - digits.utf8.count
        return missing > 0 ? String(repeating: "0", count: missing) + digits : digits
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity.
    fileprivate func quotientFloored(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
