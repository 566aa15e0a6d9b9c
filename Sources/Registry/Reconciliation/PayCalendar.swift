// SPDX-License-Identifier: Apache-2.0

/// When money of a month is due, where no paylist says so, and for how long after it nothing counts as late.
///
/// Places pay on days of their own (domain.md §5), so that the calendar is data.
public struct PayCalendar: Hashable, Sendable {
    /// A pay day.
    public struct PayDay: Hashable, Sendable {
        /// How many months after the month that the money is for.
        public let monthsLater: Int
        /// The day of that month, 1 to 28.
        public let day: Int

        /// A pay day.
        public init(monthsLater: Int, day: Int) {
            self.monthsLater = monthsLater
            self.day = min(max(day, 1), 28)
        }
    }

    /// Pay days by the leading digits of a region; the longest that fits counts.
    public var regions: [String: PayDay]
    /// The pay day of all other regions.
    public var usual: PayDay
    /// Days after 应发日期 in which nothing is late.
    public var graceDays: Int

    /// A calendar.
    public init(usual: PayDay, regions: [String: PayDay] = [:], graceDays: Int) {
        self.usual = usual
        self.regions = regions
        self.graceDays = graceDays
    }

    /// The day on which money of a month is due in a district of six digits.
    public func dueDay(of period: Period, district: UInt32) -> CalendarDay {
        let rule = payDay(in: district)
        let month = period.advanced(by: rule.monthsLater)
        return CalendarDay(year: month.year, month: month.month, day: rule.day) ?? period.firstDay
    }

    /// The month whose money is due in a calendar month, in a district of six digits.
    public func month(dueIn month: Period, district: UInt32) -> Period {
        month.advanced(by: -payDay(in: district).monthsLater)
    }

    private func payDay(in district: UInt32) -> PayDay {
        let text = "\(district)"
        return stride(from: text.utf8.count, through: 1, by: -1).lazy
            .compactMap { regions[String(text.prefix($0))] }.first ?? usual
    }
}

extension Period {
    /// The first day of the month.
    var firstDay: CalendarDay { CalendarDay(year: year, month: month, day: 1) ?? CalendarDay(days: 0) }
}
