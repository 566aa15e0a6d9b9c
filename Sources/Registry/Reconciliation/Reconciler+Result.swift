// SPDX-License-Identifier: Apache-2.0

extension Reconciler {
    /// Step 12, the entitlements, and everything counted.
    func result() -> Reconciliation {
        var tallies = ReconciliationTallies()
        var found: [Reconciliation.Payment] = []
        for index in payments.indices where payments[index].isInScope {
            let outcome = finish(index)
            let payment = ledger.payments[index]
            let (category, district) = origin(index)
            guard terms.tell(district) else { continue }
            let cell = ReconciliationTallies.Cell(
                district: district,
                category: category,
                bank: -1 - payment.batch,
                outcome: outcome.ordinal
            )
            tallies.add(payment.amount, to: cell)
            if payments[index].isKept { tallies.kept += payment.amount }
            if outcome != .matched || terms.listsEverything {
                found.append(listing(index, outcome, category, district))
            }
        }
        var entitled: [Reconciliation.Entitlement] = []
        for index in lines.indices where isOfMonth(ledger.lines[index]) {
            let line = ledger.lines[index]
            guard terms.tell(line.district) else { continue }
            let (outcome, flags) = finish(line, lines[index])
            let (category, bank) = (category(of: line), bank(of: line))
            let cell = ReconciliationTallies.Cell(
                district: line.district,
                category: category,
                bank: bank,
                outcome: PaymentOutcome.allCases.count + outcome.ordinal
            )
            tallies.add(line.amount, to: cell)
            if !outcome.isGood || terms.listsEverything {
                entitled.append(listing(index, outcome, flags, category, bank))
            }
        }
        return Reconciliation(
            period: ledger.period,
            asOf: terms.asOf,
            grace: grace,
            payments: found.sorted { left, right in
                if left.outcome != right.outcome { return left.outcome.ordinal < right.outcome.ordinal }
                let (first, second) = (left.batch, right.batch)
                if first == second { return left.line < right.line }
                return (first.bank, first.period, first.batch) < (second.bank, second.period, second.batch)
            },
            entitlements: entitled.sorted { left, right in
                if left.outcome != right.outcome { return left.outcome.ordinal < right.outcome.ordinal }
                if left.district != right.district { return left.district < right.district }
                return (left.words[0], left.words[1]) < (right.words[0], right.words[1])
            },
            totals: tallies.totals(
                bankNames: ledger.words.words,
                payingBanks: ledger.batches.map(\.bank)
            )
        )
    }

    var grace: Int { terms.grace ?? catalogue.payCalendar.graceDays }

    private func finish(_ index: Int) -> PaymentOutcome {
        var state = payments[index]
        defer { payments[index] = state }
        if let outcome = state.outcome {
            if outcome == .duplicate { state.flags.insert(.overpaid) }
            return outcome
        }
        let line = Int(state.line)
        if ledger.lines[line].isDerived { state.flags.insert(.derived) }
        if state.hasOtherAmount, lines[line].kept > ledger.lines[line].amount { state.flags.insert(.overpaid) }
        let found: [(Bool, PaymentOutcome, FindingFlags)] = [
            (state.isNotPayee, .paidWrongPayee, .wrongPayee), (state.isOldCard, .paidOldCard, .oldCard),
            (state.hasOtherName, .nameDiffers, .nameDiffers), (state.hasOtherAmount, .amountDiffers, .amountDiffers),
        ]
        var outcome = PaymentOutcome.matched
        for (holds, finding, flag) in found where holds {
            lines[line].worst.insert(flag)
            if outcome == .matched { outcome = finding } else { state.flags.insert(flag) }
        }
        return outcome
    }

    private func finish(_ line: Ledger.Line, _ state: LineState) -> (EntitlementOutcome, FindingFlags) {
        var flags: FindingFlags = line.isDerived ? .derived : []
        if state.arrived > line.amount { flags.insert(.overpaid) }
        if line.account >= 0, cardsOfAccount[line.account].isEmpty { flags.insert(.notSSCAccount) }
        if hasOtherPayee(line) { flags.insert(.payeeChanged) }
        guard state.hasKept else { return (outcomeUnpaid(line, state), flags) }
        let order: [(FindingFlags, EntitlementOutcome)] = [
            (.wrongPayee, .paidWrongPayee), (.oldCard, .paidOldCard), (.nameDiffers, .nameDiffers),
            (.amountDiffers, .amountDiffers),
        ]
        guard let worst = order.first(where: { state.worst.contains($0.0) }) else { return (.matched, flags) }
        return (worst.1, flags.union(state.worst.subtracting(worst.0)))
    }

    private func outcomeUnpaid(_ line: Ledger.Line, _ state: LineState) -> EntitlementOutcome {
        if !state.hasOther {
            if state.hasDeceased { return .paidToDeceased }
            if state.hasReturned { return .returned }
        }
        let cards = cardsOfPerson[line.payee]
        if cards.isEmpty, line.relation != .institution { return .noCard }
        let accounts = line.account >= 0 ? cardsOfAccount[line.account] : cards
        if !accounts.isEmpty, !accounts.contains(where: { ledger.cards[Int($0)].isAccountActive }) {
            return .cardNotActive
        }
        if terms.asOf.days <= line.dueOn.days + grace { return .notYetDue }
        return isFileFinal(bank(of: line)) ? .notPaid : .awaitingBankFile
    }

    /// Whether the bank that pays has said that nothing more comes: the account's bank where it brings files itself, else all
    /// that brought one for the month, but for those that only pay into accounts of their own.
    private func isFileFinal(_ bank: Int32) -> Bool {
        if bank >= 0 {
            let name = ledger.words.words[Int(bank)]
            if ledger.banks.contains(name) { return ledger.finalBanks.contains(name) }
        }
        let others = ledger.banksOfMonth.subtracting(banksOfAccounts)
        let paying = others.isEmpty ? ledger.banksOfMonth : others
        return !paying.isEmpty && paying.isSubset(of: ledger.finalBanks)
    }

    /// Whether the roster names another payee now: 领款人 of the row, else, of a household that is paid as one, its head.
    private func hasOtherPayee(_ line: Ledger.Line) -> Bool {
        guard !line.isDerived, line.relation != .institution, line.relation != .agent else { return false }
        for row in reliefsOfPerson[line.person] {
            let relief = ledger.reliefs[Int(row)]
            guard relief.category.covers(line.purse.kind),
                line.household < 0 || line.household == relief.household
            else { continue }
            if relief.payee >= 0 { return relief.payee != line.payee }
            guard relief.payoutMode == .household else { continue }
            let heads = reliefsOfHousehold[relief.household]
                .filter { row in
                    let member = ledger.reliefs[Int(row)]
                    return member.role == .head && member.category == relief.category && member.death == nil
                }
            if !heads.isEmpty {
                return !heads.contains { row in
                    let head = ledger.reliefs[Int(row)]
                    return (head.payee >= 0 ? head.payee : head.person) == line.payee
                }
            }
        }
        return false
    }

    private func bank(of line: Ledger.Line) -> Int32 {
        var best: Int32 = -1
        for row in line.account >= 0 ? cardsOfAccount[line.account] : cardsOfPerson[line.payee] {
            let card = ledger.cards[Int(row)]
            guard line.account >= 0 || card.isAccountActive else { continue }
            if best < 0 || ledger.words.words[Int(card.bank)] < ledger.words.words[Int(best)] { best = card.bank }
        }
        return best
    }

    private func category(of line: Ledger.Line) -> ReliefCategory? {
        var best: ReliefCategory?
        for row in reliefsOfPerson[line.person] {
            let relief = ledger.reliefs[Int(row)]
            guard relief.category.covers(line.purse.kind),
                line.household < 0 || line.household == relief.household
            else { continue }
            best = min(best ?? relief.category, relief.category)
        }
        return best
    }

    /// Category and district of a payment: those of what it was for, else of its holder.
    private func origin(_ index: Int) -> (ReliefCategory?, UInt32) {
        let state = payments[index]
        if state.line >= 0 {
            let line = ledger.lines[Int(state.line)]
            return (category(of: line), line.district)
        }
        var best: (category: ReliefCategory, district: UInt32)?
        for row in reliefsOfPerson[state.holder] {
            let relief = ledger.reliefs[Int(row)]
            let own = (relief.category, relief.district)
            best = best.map { ($0.category, $0.district) < own ? $0 : own } ?? own
        }
        return (best?.category, best?.district ?? 0)
    }

    private func listing(
        _ index: Int,
        _ outcome: PaymentOutcome,
        _ category: ReliefCategory?,
        _ district: UInt32
    ) -> Reconciliation.Payment {
        let (payment, state) = (ledger.payments[index], payments[index])
        return Reconciliation.Payment(
            batch: ledger.batches[Int(payment.batch)],
            line: Int(payment.line),
            outcome: outcome,
            flags: state.flags,
            amount: Amount(fen: payment.amount),
            paidAt: payment.paidAt,
            item: payment.item >= 0 ? ledger.words.words[Int(payment.item)] : nil,
            months: payment.months,
            holder: state.holder >= 0 ? ledger.people.keys[Int(state.holder)] : nil,
            category: category,
            district: district
        )
    }

    private func listing(
        _ index: Int,
        _ outcome: EntitlementOutcome,
        _ flags: FindingFlags,
        _ category: ReliefCategory?,
        _ bank: Int32
    ) -> Reconciliation.Entitlement {
        let line = ledger.lines[index]
        return Reconciliation.Entitlement(
            words: [line.key.0, line.key.1],
            outcome: outcome,
            flags: flags,
            due: Amount(fen: line.amount),
            paid: Amount(fen: lines[index].kept),
            item: ledger.words.words[Int(line.item)],
            nature: line.nature,
            months: line.months,
            dueOn: line.dueOn,
            person: ledger.people.keys[Int(line.person)],
            payee: ledger.people.keys[Int(line.payee)],
            category: category,
            bank: bank >= 0 ? ledger.words.words[Int(bank)] : nil,
            district: line.district
        )
    }
}
