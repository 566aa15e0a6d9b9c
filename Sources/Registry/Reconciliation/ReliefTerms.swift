// SPDX-License-Identifier: Apache-2.0

/// What a row of the roster says of the months that money is due for.
protocol ReliefTerms {
    /// 救助类别.
    var category: ReliefCategory { get }
    /// 状态.
    var state: RosterState { get }
    /// 保障起始日期.
    var validFrom: CalendarDay { get }
    /// 保障截止日期, nil where it has no end.
    var validUntil: CalendarDay? { get }
    /// 发放起始月.
    var paidFrom: Period? { get }
    /// 停发起始月.
    var unpaidFrom: Period? { get }
    /// 死亡日期.
    var diedOn: CalendarDay? { get }
    /// 状态变更日期.
    var stateChangedOn: CalendarDay? { get }
}

extension ReliefEntry: ReliefTerms {}

extension Ledger.Relief: ReliefTerms {}

extension ReliefTerms {
    /// The first month that money is due for.
    var firstMonth: Period { paidFrom ?? validFrom.period }

    /// Whether nothing more is due for a month, since the row had ended before it began.
    ///
    /// What ended on a day that nobody noted down has ended for every month.
    func hasEnded(before period: Period) -> Bool {
        let first = period.firstDay
        if let unpaidFrom, unpaidFrom <= period { return true }
        if let validUntil, validUntil < first { return true }
        if let death, death < first { return true }
        guard state == .ended || state == .moved else { return false }
        guard let stateChangedOn else { return unpaidFrom == nil }
        return stateChangedOn < first
    }

    /// When the person died, nil while alive.
    var death: CalendarDay? {
        guard state == .deceased || diedOn != nil else { return nil }
        return diedOn ?? stateChangedOn ?? validUntil ?? CalendarDay(days: Int(Int32.min))
    }

    /// Whether money is due on the row for a month.
    func isEntitled(in period: Period) -> Bool {
        firstMonth <= period && validFrom.period <= period && !hasEnded(before: period)
    }

    /// The kind of money that the category gets, nil where it gets none: month by month, but 临时救助 once, in its first month.
    var kind: SubsidyKind? {
        switch category {
        case .urbanDibao, .ruralDibao, .dibao: .dibao
        case .dispersedTekun, .institutionalTekun: .tekun
        case .temporaryRelief: .temporaryRelief
        default: nil
        }
    }
}
