// SPDX-License-Identifier: Apache-2.0

extension Ledger {
    /// Rows as a store reads them, some hundred at a time: whom and which account they name are keys, not yet numbered.
    package struct Rows: Sendable {
        var cards: [(person: PersonKey, account: AccountKey, row: Card)] = []
        var reliefs: [(person: PersonKey, household: HouseholdKey, payee: PersonKey?, row: Relief)] = []
        var lines: [(person: PersonKey, payee: PersonKey, household: HouseholdKey?, account: AccountKey, row: Line)] =
            []
        /// The last month is nil where undecided, or where the item has none.
        var payments: [(account: AccountKey, lastMonth: Period?, row: Payment)] = []

        /// No rows yet.
        package init() {}

        /// How many rows there are.
        package var count: Int { cards.count + reliefs.count + lines.count + payments.count }

        /// Adds an account that a card has or had; the bank is a word of the ledger.
        package mutating func addCard(
            account: AccountKey,
            of person: PersonKey,
            bank: Int32,
            status: CardStatus,
            accountStatus: AccountStatus?,
            enabledOn: CalendarDay?,
            disabledOn: CalendarDay?,
            validUntil: CalendarDay?,
            nameKey: AccountNameKey?,
            isCurrent: Bool
        ) {
            let row = Card(
                bank: bank,
                isCurrent: isCurrent,
                status: status,
                accountStatus: accountStatus,
                enabledOn: enabledOn,
                disabledOn: disabledOn,
                validUntil: validUntil,
                nameKey: isCurrent ? nameKey : nil
            )
            cards.append((person, account, row))
        }

        /// Adds a row of the roster.
        package mutating func addRelief(
            _ key: ReliefKey,
            of person: PersonKey,
            household: HouseholdKey,
            category: ReliefCategory,
            role: HouseholdRole,
            validFrom: CalendarDay,
            validUntil: CalendarDay?,
            district: UInt32,
            payoutMode: PayoutMode,
            amount: Int64,
            state: RosterState,
            paidFrom: Period?,
            unpaidFrom: Period?,
            diedOn: CalendarDay?,
            stateChangedOn: CalendarDay?,
            payee: PersonKey?
        ) {
            let row = Relief(
                key: key,
                category: category,
                role: role,
                payoutMode: payoutMode,
                state: state,
                amount: amount,
                validFrom: validFrom,
                validUntil: validUntil,
                paidFrom: paidFrom,
                unpaidFrom: unpaidFrom,
                diedOn: diedOn,
                stateChangedOn: stateChangedOn,
                district: district
            )
            reliefs.append((person, household, payee, row))
        }

        /// Adds a line of the paylist; the item is a word of the ledger.
        package mutating func addLine(
            _ key: PaylistKey,
            period: Period,
            item: Int32,
            kind: SubsidyKind,
            nature: PaymentNature,
            backPayFrom: Period?,
            backPayTo: Period?,
            household: HouseholdKey?,
            for person: PersonKey,
            to payee: PersonKey,
            relation: PayeeRelation,
            account: AccountKey,
            amount: Int64,
            dueOn: CalendarDay,
            district: UInt32
        ) {
            let row = Line(
                key: key.words,
                purse: Purse(kind: kind, item: item),
                item: item,
                nature: nature,
                relation: relation,
                period: period,
                months: Period.range(backPayFrom, backPayTo) ?? period...period,
                amount: amount,
                dueOn: dueOn,
                district: district,
                isDerived: false
            )
            lines.append((person, payee, household, account, row))
        }

        /// Adds a payment; batch and item are the ledger's numbers of them.
        package mutating func addPayment(
            inBatch batch: Int32,
            line: Int,
            account: AccountKey,
            amount: Int64,
            paidAt: Int64,
            result: PaymentResult,
            item: Int32?,
            kind: SubsidyKind?,
            periodFrom: Period?,
            periodTo: Period?,
            isBackPay: Bool,
            memoIsNotStandard: Bool,
            yearIsInferred: Bool,
            nameKey: AccountNameKey?
        ) {
            var purse: Purse?
            if let kind, let item { purse = Purse(kind: kind, item: item) }
            let row = Payment(
                batch: batch,
                line: Int32(clamping: line),
                amount: amount,
                paidAt: paidAt,
                result: result,
                purse: purse,
                item: item ?? -1,
                months: Period.range(periodFrom, periodTo),
                isBackPay: isBackPay,
                memoIsNotStandard: memoIsNotStandard,
                yearIsInferred: yearIsInferred,
                nameKey: nameKey
            )
            payments.append((account, periodTo, row))
        }
    }

    /// Adds rows, but lines and payments that cannot be of the month or its back pay.
    mutating func append(_ rows: Rows) {
        for (person, account, row) in rows.cards {
            var row = row
            row.person = people.number(of: person)
            row.account = accounts.number(of: account)
            cards.append(row)
        }
        for (person, household, payee, row) in rows.reliefs {
            var row = row
            row.person = people.number(of: person)
            row.household = households.number(of: household)
            if let payee { row.payee = people.number(of: payee) }
            reliefs.append(row)
        }
        for (person, payee, household, account, row) in rows.lines where mayMatter(row) {
            var row = row
            row.person = people.number(of: person)
            row.payee = people.number(of: payee)
            if let household { row.household = households.number(of: household) }
            row.account = accounts.number(of: account)
            lines.append(row)
        }
        for (account, lastMonth, row) in rows.payments where mayBeOfMonth(row, lastMonth) {
            var row = row
            row.account = accounts.number(of: account)
            payments.append(row)
        }
    }

    private func mayMatter(_ line: Line) -> Bool {
        line.period == period || (line.nature != .regular && listPeriods.contains(line.period))
    }

    /// The memo's month decides, and the file's where the memo does not say; back pay may come later than its list.
    private func mayBeOfMonth(_ payment: Payment, _ lastMonth: Period?) -> Bool {
        let filedIn = batches[Int(payment.batch)].period
        guard let lastMonth else {
            let isReturn = payment.result != .paid || payment.amount < 0
            return filedIn == period || (isReturn && filePeriods.contains(filedIn))
        }
        return payment.isBackPay ? filePeriods.contains(filedIn) : lastMonth == period
    }
}
