// SPDX-License-Identifier: Apache-2.0

extension Reconciler {
    /// Whether a payment can be for an entitlement: the same purse, and back pay for months of back pay.
    ///
    /// 补差 comes under either kind of memo.
    func fits(_ payment: Ledger.Payment, _ line: Ledger.Line) -> Bool {
        guard payment.purse == line.purse else { return false }
        guard payment.isBackPay else { return line.nature != .backPay }
        guard line.nature != .regular, let months = payment.months else { return false }
        return months.overlaps(line.months)
    }

    /// Whether a payment belongs to the month, where its memo alone does not say.
    func decideScope() {
        for index in payments.indices {
            let payment = ledger.payments[index]
            let filedIn = ledger.batches[Int(payment.batch)].period
            if payment.purse == nil || payment.months == nil {
                payments[index].isInScope = filedIn == ledger.period
            } else if payment.isBackPay {
                // The latest list up to the file that asks for it.
                var home: Period?
                for distance in Distance.allCases {
                    forEachCandidate(of: payment, by: distance) { row in
                        let line = ledger.lines[Int(row)]
                        if line.period <= filedIn { home = max(home ?? line.period, line.period) }
                    }
                }
                payments[index].isInScope = (home ?? filedIn) == ledger.period
            }
        }
    }

    /// The ways from a payment to an entitlement, the nearest first.
    enum Distance: CaseIterable {
        /// Listed with the account.
        case account
        /// Of the account's holder as payee.
        case payee
        /// For the holder.
        case person
        /// Of the holder's household.
        case household
    }

    /// Entitlements that a payment can be for, found in one way.
    func forEachCandidate(of payment: Ledger.Payment, by distance: Distance, _ body: (Int32) -> Void) {
        func visit(_ rows: ArraySlice<Int32>) {
            for row in rows where fits(payment, ledger.lines[Int(row)]) { body(row) }
        }
        guard distance != .account else { return visit(linesOfAccount[payment.account]) }
        for card in cardsOfAccount[payment.account] {
            let holder = ledger.cards[Int(card)].person
            switch distance {
            case .account: break
            case .payee: visit(linesOfPayee[holder])
            case .person: visit(linesOfPerson[holder])
            case .household:
                for relief in reliefsOfPerson[holder] { visit(linesOfHousehold[ledger.reliefs[Int(relief)].household]) }
            }
        }
    }

    /// The nearest entitlement of the month, the first by key of equals; nil where there is none.
    func nearest(to payment: Ledger.Payment) -> Int32? {
        for distance in Distance.allCases {
            var best: Int32?
            forEachCandidate(of: payment, by: distance) { row in
                guard isOfMonth(ledger.lines[Int(row)]) else { return }
                if best.map({ isListedBefore(row, $0) }) ?? true { best = row }
            }
            if let best { return best }
        }
        return nil
    }

    func isListedBefore(_ left: Int32, _ right: Int32) -> Bool {
        ledger.lines[Int(left)].key < ledger.lines[Int(right)].key
    }

    /// Whose account a payment went to, -1 where nobody knows.
    ///
    /// The payee of the entitlement if it is theirs, else the first by key; where no card ever had the account, the payee that
    /// the paylist names for it.
    func holder(of payment: Ledger.Payment, for line: Int32?) -> Int32 {
        var holder: Int32 = -1
        for card in cardsOfAccount[payment.account] {
            let person = ledger.cards[Int(card)].person
            if let line, ledger.lines[Int(line)].payee == person { return person }
            if holder < 0 || ledger.people.keys[Int(person)] < ledger.people.keys[Int(holder)] { holder = person }
        }
        if holder >= 0 { return holder }
        for row in linesOfAccount[payment.account] where isOfMonth(ledger.lines[Int(row)]) {
            let person = ledger.lines[Int(row)].payee
            if let line, ledger.lines[Int(line)].payee == person { return person }
            if holder < 0 || ledger.people.keys[Int(person)] < ledger.people.keys[Int(holder)] { holder = person }
        }
        return holder
    }

    /// The first month that a payment is for.
    func firstMonth(of payment: Ledger.Payment) -> Period { payment.months?.lowerBound ?? ledger.period }

    /// Whether a person had died before a month.
    func hasDied(_ person: Int32, before period: Period) -> Bool {
        person >= 0 && diedOn[Int(person)] < period.firstDay.days
    }

    /// Whether whom an entitlement is for had left the roster before its first month; no where the roster never had them.
    ///
    /// A household that is paid as one has left when all of it has.
    func hasEnded(_ line: Ledger.Line) -> Bool {
        let period = line.months.lowerBound
        var isKnown = false
        for row in reliefsOfPerson[line.person] {
            let relief = ledger.reliefs[Int(row)]
            guard relief.category.covers(line.purse.kind),
                line.household < 0 || line.household == relief.household
            else { continue }
            if relief.payoutMode == .household {
                for member in reliefsOfHousehold[relief.household]
                where ledger.reliefs[Int(member)].category == relief.category {
                    if !ledger.reliefs[Int(member)].hasEnded(before: period) { return false }
                }
            } else if !relief.hasEnded(before: period) {
                return false
            }
            isKnown = true
        }
        return isKnown
    }

    /// Whether a holder that nobody owes anything, and the holder's household, had left the roster before a month.
    func hasEnded(_ holder: Int32, _ kind: SubsidyKind, before period: Period) -> Bool {
        var isKnown = false
        for row in reliefsOfPerson[holder] {
            let own = ledger.reliefs[Int(row)]
            guard own.category.covers(kind) else { continue }
            let rows = own.payoutMode == .household ? reliefsOfHousehold[own.household] : [row]
            for row in rows where ledger.reliefs[Int(row)].category == own.category {
                if !ledger.reliefs[Int(row)].hasEnded(before: period) { return false }
                isKnown = true
            }
        }
        return isKnown
    }
}
