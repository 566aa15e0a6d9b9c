// SPDX-License-Identifier: Apache-2.0

extension Reconciler {
    /// Entitlements whose payments cannot be told apart, by their place in the pools: a line's pool is named by one of its lines.
    ///
    /// What one payee is to get from one purse is a pool, such as a guardian's own money and that of two wards; and what is paid
    /// into one account that is on no card.
    func pools() -> [Int32] {
        var parents = ledger.lines.indices.map { Int32($0) }
        func root(_ line: Int32) -> Int32 {
            var line = line
            while parents[Int(line)] != line {
                parents[Int(line)] = parents[Int(parents[Int(line)])]
                line = parents[Int(line)]
            }
            return line
        }
        func join(_ rows: ArraySlice<Int32>) {
            for (place, row) in rows.enumerated().dropFirst() {
                let line = ledger.lines[Int(row)]
                for former in rows.prefix(place) {
                    let other = ledger.lines[Int(former)]
                    if other.purse == line.purse, other.period == line.period,
                        (other.nature == .backPay) == (line.nature == .backPay)
                    {
                        parents[Int(root(row))] = root(former)
                        break
                    }
                }
            }
        }
        for payee in 0..<ledger.people.count where linesOfPayee[Int32(payee)].count > 1 {
            join(linesOfPayee[Int32(payee)])
        }
        for account in 0..<ledger.accounts.count where linesOfAccount[Int32(account)].count > 1 {
            if cardsOfAccount[Int32(account)].isEmpty { join(linesOfAccount[Int32(account)]) }
        }
        return parents.indices.map { root(Int32($0)) }
    }

    /// Steps 2 to 6 as far as no entitlement is there: what can be said of a payment alone.
    func decideWhatNeedsNoEntitlement() {
        for index in payments.indices where payments[index].isInScope {
            let payment = ledger.payments[index]
            let line = nearest(to: payment)
            let holder = holder(of: payment, for: line)
            payments[index].holder = holder
            payments[index].line = line ?? -1
            payments[index].flags.formUnion(flags(of: payment))
            if holder >= 0, cardsOfAccount[payment.account].isEmpty { payments[index].flags.insert(.notSSCAccount) }
            guard payments[index].outcome == nil else { continue }
            payments[index].outcome = outcomeWithoutEntitlement(payment, holder, hasLine: line != nil)
        }
    }

    private func outcomeWithoutEntitlement(
        _ payment: Ledger.Payment,
        _ holder: Int32,
        hasLine: Bool
    ) -> PaymentOutcome? {
        guard holder >= 0 else { return .cardUnknown }
        guard let purse = payment.purse, payment.months != nil || !isMonthly(payment.item) else {
            return .periodUnknown
        }
        let period = firstMonth(of: payment)
        if hasDied(holder, before: period) { return .paidToDeceased }
        guard !hasLine else { return nil }
        return hasEnded(holder, purse.kind, before: period) ? .paidAfterEnd : .paidNotOnRoster
    }

    /// Whether an item's memo has to name a month.
    private func isMonthly(_ item: Int32) -> Bool {
        guard item >= 0 else { return true }
        return catalogue.item(named: ledger.words.words[Int(item)])?.isMonthly ?? true
    }
}
