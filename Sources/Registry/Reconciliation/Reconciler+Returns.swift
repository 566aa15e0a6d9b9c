// SPDX-License-Identifier: Apache-2.0

extension Reconciler {
    /// Step 1: what came back, with what it took back.
    ///
    /// A row that failed or was returned, above zero and without 原流水号, is itself the payment that came back. A row below zero, or
    /// with 原流水号, takes another one back: the one of that serial number, else the latest before it into the same account, of
    /// the same amount and purse.
    func pairReturns(_ details: any ReconciliationDetails) throws {
        let reversals = payments.indices.filter {
            ledger.payments[$0].result != .paid || ledger.payments[$0].amount < 0
        }
        guard !reversals.isEmpty else { return }
        let ofAccount = RowIndex(count: ledger.accounts.count, rowCount: payments.count) { ledger.payments[$0].account }
        var asked: [Int32] = []
        for account in Set(reversals.map { ledger.payments[$0].account }) { asked += ofAccount[account] }
        let found = Dictionary(
            uniqueKeysWithValues: zip(asked, try details.details(of: asked.map { place(of: $0) }))
        )
        for reversal in reversals.map({ Int32($0) }).sorted(by: isBefore) {
            let row = ledger.payments[Int(reversal)]
            let original = found[reversal]?.originalSerial
            let own = found[reversal]?.serial
            var pair: Int32?
            for other in ofAccount[row.account] where other != reversal {
                let payment = ledger.payments[Int(other)]
                guard payment.result == .paid, payment.amount > 0, payment.amount == abs(row.amount),
                    payments[Int(other)].outcome == nil
                else { continue }
                let serial = found[other]?.serial
                if let original {
                    guard serial == original else { continue }
                } else if row.amount < 0 {
                    guard payment.paidAt <= row.paidAt, row.purse == nil || payment.purse == row.purse,
                        row.months == nil || payment.months == row.months
                    else { continue }
                } else {
                    guard own != nil, serial == own else { continue }
                }
                if let known = pair, !isBefore(known, other) { continue }
                pair = other
            }
            if let pair {
                let isInScope = payments[Int(pair)].isInScope
                payments[Int(reversal)].isInScope = isInScope
                for side in [reversal, pair] { payments[Int(side)].outcome = .returned }
                // Only one of the two stands for the payment that the entitlement was to get.
                payments[Int(reversal)].flags = flags(of: row)
            } else {
                let isItself = row.amount > 0 && original == nil
                payments[Int(reversal)].outcome = isItself ? .returned : .returnUnmatched
            }
        }
    }

    /// What the memo says about itself.
    func flags(of payment: Ledger.Payment) -> FindingFlags {
        var flags: FindingFlags = []
        if payment.memoIsNotStandard { flags.insert(.memoNotStandard) }
        if payment.yearIsInferred { flags.insert(.yearInferred) }
        return flags
    }
}
