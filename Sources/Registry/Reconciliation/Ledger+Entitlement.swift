// SPDX-License-Identifier: Apache-2.0

extension Ledger {
    /// The entitlements that follow from the roster, for a month without a paylist.
    ///
    /// 按户: the amount on the head's row, to the head, also where the head has died and others stay. 按人: each row its own
    /// amount. 不发放: to the payee that the row names (供养机构), else nobody. 临时救助 is paid once, in its first month.
    mutating func deriveLines(items: [Catalogue.Item], calendar: PayCalendar) {
        let rowsOfHousehold = RowIndex(count: households.count, rowCount: reliefs.count) { reliefs[$0].household }
        for relief in reliefs where relief.amount > 0 {
            guard let kind = relief.kind, let item = items.first(where: { $0.kind == kind }) else { continue }
            if kind == .temporaryRelief, relief.firstMonth != period { continue }
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
