// SPDX-License-Identifier: Apache-2.0

/// Counts while findings are made: by all that groups are made of at once, so that each finding is counted in one place.
struct ReconciliationTallies {
    struct Cell: Hashable {
        let district: UInt32
        let category: ReliefCategory?
        /// A bank's word; -1 for none, and below it the files.
        let bank: Int32
        /// Outcomes of payments, and after them those of entitlements.
        let outcome: Int

        /// One word for all of it: cells are few, and looked up for each payment and each entitlement.
        func hash(into hasher: inout Hasher) {
            let place = UInt64(truncatingIfNeeded: outcome) ^ UInt64(truncatingIfNeeded: category?.rawValue ?? 0) << 8
            hasher.combine(place ^ UInt64(district) << 24 ^ UInt64(UInt32(bitPattern: bank)) << 44)
        }
    }

    private var cells: [Cell: ReconciliationTotals.Tally] = [:]
    var kept: Int64 = 0

    mutating func add(_ amount: Int64, to cell: Cell) { cells[cell, default: ReconciliationTotals.Tally()].add(amount) }

    func totals(bankNames: [String], payingBanks: [String]) -> ReconciliationTotals {
        var totals = ReconciliationTotals()
        totals.kept = kept
        for (cell, tally) in cells {
            totals.all.add(tally, at: cell.outcome)
            totals.districts[cell.district, default: .init()].add(tally, at: cell.outcome)
            totals.categories[cell.category, default: .init()].add(tally, at: cell.outcome)
            let isPayment = cell.outcome < PaymentOutcome.allCases.count
            let bank =
                isPayment ? payingBanks[Int(-1 - cell.bank)] : cell.bank >= 0 ? bankNames[Int(cell.bank)] : nil
            totals.banks[bank, default: .init()].add(tally, at: cell.outcome)
        }
        return totals
    }
}

extension ReconciliationTotals.Group {
    fileprivate mutating func add(_ tally: ReconciliationTotals.Tally, at outcome: Int) {
        let count = PaymentOutcome.allCases.count
        if outcome < count { payments[outcome].add(tally) } else { entitlements[outcome - count].add(tally) }
    }
}
