// SPDX-License-Identifier: Apache-2.0

extension Ledger.Relief {
    /// Whether nothing more is due for a month, since the row had ended before it began.
    ///
    /// What ended on a day that nobody noted down has ended for every month.
    func hasEnded(before period: Period) -> Bool {
        let first = period.firstDay
        if let unpaidFrom, unpaidFrom <= period { return true }
        if let validUntil, validUntil < first { return true }
        if let death, death < first { return true }
        guard state == .ended else { return false }
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
        (paidFrom ?? validFrom.period) <= period && validFrom.period <= period && !hasEnded(before: period)
    }

    /// The kind of money that the category gets month by month, nil where it gets none.
    var kind: SubsidyKind? {
        switch category {
        case .urbanDibao, .ruralDibao, .dibao: .dibao
        case .dispersedTekun, .institutionalTekun: .tekun
        case .temporaryRelief: .temporaryRelief
        default: nil
        }
    }
}

extension Ledger {
    /// The entitlements that follow from the roster, for a month without a paylist.
    ///
    /// 按户: the amount on the head's row, to the head, also where the head has died and others stay. 按人: each row its own
    /// amount. 不发放: to the payee that the row names (供养机构), else nobody. 临时救助 is paid once, in its first month.
    mutating func deriveLines(items: [Catalogue.Item], calendar: PayCalendar) {
        let rowsOfHousehold = RowIndex(count: households.count, rowCount: reliefs.count) { reliefs[$0].household }
        for relief in reliefs where relief.amount > 0 {
            guard let kind = relief.kind, let item = items.first(where: { $0.kind == kind }) else { continue }
            if kind == .temporaryRelief, relief.paidFrom ?? relief.validFrom.period != period { continue }
            if relief.payoutMode == .none, relief.payee < 0 { continue }
            if relief.payoutMode == .household, relief.role == .member { continue }
            let isEntitled =
                relief.isEntitled(in: period)
                || relief.payoutMode == .household && relief.death != nil
                    && rowsOfHousehold[relief.household]
                        .contains { row in
                            let member = reliefs[Int(row)]
                            return member.category == relief.category && member.isEntitled(in: period)
                        }
            guard isEntitled else { continue }
            let word = words.number(of: item.name)
            lines.append(
                Line(
                    key: relief.key.words,
                    person: relief.person,
                    payee: relief.payee >= 0 ? relief.payee : relief.person,
                    household: relief.household,
                    account: -1,
                    purse: Purse(kind: kind, item: word),
                    item: word,
                    nature: .regular,
                    relation: relief.payoutMode == .none ? .institution : relief.payee < 0 ? .oneself : .guardian,
                    period: period,
                    months: period...period,
                    amount: relief.amount,
                    dueOn: calendar.dueDay(of: period, district: relief.district),
                    district: relief.district,
                    isDerived: true
                )
            )
        }
    }
}
