// SPDX-License-Identifier: Apache-2.0

/// A moment that a file gives in Asia/Shanghai: a date, with a time of day where there is one.
public struct Timestamp: Hashable, Sendable {
    /// The day in Asia/Shanghai.
    public let day: CalendarDay
    /// Seconds since the day's 0:00, nil when only the date was given.
    public let secondOfDay: Int?

    /// A moment from `YYYY-MM-DD` or `YYYYMMDD`, alone or followed by a space or `T` and `HH:MM` or `HH:MM:SS`, or from
    /// `YYYYMMDDHHMMSS`.
    ///
    /// Throws ``RegistryError`` with `value_missing`, `excel_damaged` or `time_invalid`.
    public init(_ text: String) throws(RegistryError) {
        guard !text.isEmpty else { throw RegistryError(.missing, "a time is required") }
        let characters = Array(text.utf8)
        let separator = characters.firstIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "T") }
        let isCompact = separator == nil && characters.count == 14
        let dayEnd = separator ?? (isCompact ? 8 : characters.count)
        guard let day = CalendarDay(characters: characters[..<dayEnd]) else {
            try NumberText.refuseScientific(text)
            throw RegistryError(.time, "a time is written YYYY-MM-DD HH:MM:SS, or as a date alone")
        }
        self.day = day
        guard dayEnd < characters.count else {
            secondOfDay = nil
            return
        }
        let rest = characters[(isCompact ? dayEnd : dayEnd + 1)...]
        guard let second = Self.secondOfDay(rest, isCompact: isCompact) else {
            throw RegistryError(.time, "a time of day is written HH:MM or HH:MM:SS")
        }
        secondOfDay = second
    }

    /// Unix seconds; a date alone counts from its 0:00.
    public var start: Int64 { day.start + Int64(secondOfDay ?? 0) }

    /// Unix seconds; a date alone lasts until its 24:00, as an end does.
    public var end: Int64 { secondOfDay.map { day.start + Int64($0) } ?? day.end }

    private static func secondOfDay(_ text: ArraySlice<UInt8>, isCompact: Bool) -> Int? {
        let parts =
            isCompact
            ? [text.prefix(2), text.dropFirst(2).prefix(2), text.dropFirst(4)]
            : text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count == 2 }),
            let hour = NumberText.value(parts[0], upTo: 23), let minute = NumberText.value(parts[1], upTo: 59)
        else { return nil }
        guard parts.count == 3 else { return hour * 3600 + minute * 60 }
        return NumberText.value(parts[2], upTo: 59).map { hour * 3600 + minute * 60 + $0 }
    }
}
