// SPDX-License-Identifier: Apache-2.0

extension Reconciler {
    /// Steps 5 and 7: which payments are for which entitlement of a pool, which of them count, and which are too many.
    func settle(_ pools: [Int32], _ details: any ReconciliationDetails) throws {
        let linesOfPool = RowIndex(count: pools.count, rowCount: pools.count) { row in
            isOfMonth(ledger.lines[row]) ? pools[row] : -1
        }
        let paymentsOfPool = RowIndex(count: pools.count, rowCount: payments.count) { row in
            let state = payments[row]
            return state.isInScope && state.line >= 0 ? pools[Int(state.line)] : -1
        }
        for pool in 0..<Int32(pools.count) {
            let paid = paymentsOfPool[pool]
            guard let first = paid.first else { continue }
            if paid.count == 1, linesOfPool[pool].count == 1, payments[Int(first)].outcome == nil {
                settleOne(first)
            } else {
                try settle(Array(linesOfPool[pool]), Array(paid), details)
            }
        }
    }

    /// By far the most: one payment for one entitlement.
    private func settleOne(_ payment: Int32) {
        let row = payments[Int(payment)].line
        lines[Int(row)].arrived += ledger.payments[Int(payment)].amount
        if hasEnded(ledger.lines[Int(row)]) {
            end(payment, row)
        } else {
            keep(payment, row)
            if ledger.payments[Int(payment)].amount != ledger.lines[Int(row)].amount {
                payments[Int(payment)].hasOtherAmount = true
            }
        }
    }

    private func settle(
        _ entitled: [Int32],
        _ paid: [Int32],
        _ details: any ReconciliationDetails
    ) throws {
        let entitled = entitled.sorted(by: isListedBefore)
        let ended = Set(entitled.filter { hasEnded(ledger.lines[Int($0)]) })
        var active = paid.filter { payments[Int($0)].outcome == nil }.sorted(by: isBefore)
        var pairs = pairUp(active, entitled, ended)
        let due = entitled.filter { !ended.contains($0) }.reduce(0) { $0 + ledger.lines[Int($1)].amount }
        let sum = active.reduce(0) { $0 + ledger.payments[Int($1)].amount }
        let isExact = pairs.count == active.count
        if !isExact, sum != due, try sortBySerial(&active, details) { pairs = pairUp(active, entitled, ended) }
        var held: [Int32: [Int32]] = [:]
        for payment in active {
            let row = pairs[payment] ?? target(of: payment, entitled, ended, pairs, held)
            held[row, default: []].append(payment)
            payments[Int(payment)].line = row
            lines[Int(row)].arrived += ledger.payments[Int(payment)].amount
        }
        if !isExact, sum == due {
            keepAll(active, entitled.filter { !ended.contains($0) })
        } else {
            for row in entitled {
                guard let payments = held[row] else { continue }
                if ended.contains(row) {
                    for payment in payments { end(payment, row) }
                } else {
                    allocate(payments, row)
                }
            }
        }
        attachOthers(paid, entitled)
    }

    /// Pairs each payment with an entitlement of just its amount, as far as there is one: listed with its account and not ended
    /// rather than otherwise.
    private func pairUp(_ active: [Int32], _ entitled: [Int32], _ ended: Set<Int32>) -> [Int32: Int32] {
        var pairs: [Int32: Int32] = [:]
        var taken: Set<Int32> = []
        for payment in active {
            let row = ledger.payments[Int(payment)]
            var best: (rank: Int, line: Int32)?
            for line in entitled where !taken.contains(line) {
                let entitlement = ledger.lines[Int(line)]
                guard entitlement.amount == row.amount, fits(row, entitlement) else { continue }
                let rank = (ended.contains(line) ? 2 : 0) + (entitlement.account == row.account ? 0 : 1)
                if best.map({ rank < $0.rank }) ?? true { best = (rank, line) }
            }
            guard let best else { continue }
            pairs[payment] = best.line
            taken.insert(best.line)
        }
        return pairs
    }

    /// What a payment without a pair is for: an entitlement that is not yet paid in full, else one that is.
    private func target(
        of payment: Int32,
        _ entitled: [Int32],
        _ ended: Set<Int32>,
        _ pairs: [Int32: Int32],
        _ held: [Int32: [Int32]]
    ) -> Int32 {
        let row = ledger.payments[Int(payment)]
        let paired = Set(pairs.values)
        var best: (rank: Int, line: Int32)?
        for line in entitled {
            let entitlement = ledger.lines[Int(line)]
            guard fits(row, entitlement) else { continue }
            let sum = held[line, default: []].reduce(0) { $0 + ledger.payments[Int($1)].amount }
            let isOpen = !paired.contains(line) && sum < entitlement.amount
            let rank =
                (ended.contains(line) ? 8 : 0) + (isOpen ? 0 : 4) + (entitlement.amount == row.amount ? 0 : 2)
                + (entitlement.account == row.account ? 0 : 1)
            if best.map({ rank < $0.rank }) ?? true { best = (rank, line) }
        }
        return best?.line ?? payments[Int(payment)].line
    }

    /// Puts payments of one moment into the order of their serial numbers; false when there are none of one moment.
    private func sortBySerial(_ active: inout [Int32], _ details: any ReconciliationDetails) throws -> Bool {
        let hasTie = zip(active, active.dropFirst())
            .contains { ledger.payments[Int($0)].paidAt == ledger.payments[Int($1)].paidAt }
        guard hasTie else { return false }
        let serials = Dictionary(
            uniqueKeysWithValues: zip(
                active,
                try details.details(of: active.map { place(of: $0) }).map { $0.serial ?? "" }
            )
        )
        active.sort { left, right in
            let (first, second) = (ledger.payments[Int(left)], ledger.payments[Int(right)])
            if first.paidAt != second.paidAt { return first.paidAt < second.paidAt }
            if let one = serials[left], let other = serials[right], one != other { return one < other }
            return isFiledBefore(first, second)
        }
        return true
    }

    /// All that was due arrived, in other parts than it was listed in.
    private func keepAll(_ active: [Int32], _ entitled: [Int32]) {
        for payment in active { keep(payment, payments[Int(payment)].line) }
        for row in entitled {
            lines[Int(row)].hasKept = true
            lines[Int(row)].kept = ledger.lines[Int(row)].amount
            lines[Int(row)].arrived = ledger.lines[Int(row)].amount
        }
    }

    /// Step 7 for one entitlement; the payments come in order.
    private func allocate(_ paid: [Int32], _ row: Int32) {
        let due = ledger.lines[Int(row)].amount
        let amounts = paid.map { ledger.payments[Int($0)].amount }
        let sum = amounts.reduce(0, +)
        var kept: Int64 = 0
        let exact = sum == due ? nil : amounts.firstIndex(of: due)
        for (place, payment) in paid.enumerated() {
            let isKept = sum == due || (exact.map { $0 == place } ?? (kept < due))
            if isKept {
                kept += amounts[place]
                keep(payment, row)
            } else {
                payments[Int(payment)].outcome = .duplicate
            }
        }
        guard kept != due else { return }
        for payment in paid where payments[Int(payment)].isKept { payments[Int(payment)].hasOtherAmount = true }
    }

    private func keep(_ payment: Int32, _ row: Int32) {
        payments[Int(payment)].isKept = true
        lines[Int(row)].hasKept = true
        lines[Int(row)].kept += ledger.payments[Int(payment)].amount
    }

    private func end(_ payment: Int32, _ row: Int32) {
        payments[Int(payment)].outcome = .paidAfterEnd
        lines[Int(row)].hasOther = true
    }

    /// Tells entitlements without a kept payment what became of their money: payments that came back or went to the dead, one
    /// for each, those of its amount first.
    private func attachOthers(_ paid: [Int32], _ entitled: [Int32]) {
        let others = paid.filter { payment in
            let (state, row) = (payments[Int(payment)], ledger.payments[Int(payment)])
            return state.outcome == .paidToDeceased || (state.outcome == .returned && row.amount > 0)
        }
        let free = entitled.filter { !lines[Int($0)].hasKept }
        for payment in others.sorted(by: isBefore) {
            let row = ledger.payments[Int(payment)]
            let fitting = free.filter { fits(row, ledger.lines[Int($0)]) }
            let open = fitting.filter { !lines[Int($0)].hasReturned && !lines[Int($0)].hasDeceased }
            guard
                let line = open.first(where: { ledger.lines[Int($0)].amount == row.amount }) ?? open.first
                    ?? fitting.first
            else { continue }
            payments[Int(payment)].line = line
            if payments[Int(payment)].outcome == .returned {
                lines[Int(line)].hasReturned = true
            } else {
                lines[Int(line)].hasDeceased = true
            }
        }
    }
}
