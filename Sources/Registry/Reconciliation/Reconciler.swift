// SPDX-License-Identifier: Apache-2.0

/// Reconciles a month: who was to get what, and what arrived where (product.md §6; docs/reconciliation.md).
///
/// A pure function of the ledger and the terms; sealed details are asked for only where a finding hangs on them. Everything that
/// has to be chosen is chosen by content, so that the order in which rows came does not matter.
final class Reconciler {
    /// What is known of a payment so far.
    struct PaymentState {
        var outcome: PaymentOutcome?
        var flags: FindingFlags = []
        /// The entitlement that it was held against, -1 for none.
        var line: Int32 = -1
        /// Whose account, -1 where nobody knows.
        var holder: Int32 = -1
        var isInScope = true
        /// It counts towards what was due.
        var isKept = false
        var isNotPayee = false
        var isOldCard = false
        var hasOtherName = false
        var hasOtherAmount = false
    }

    /// What is known of an entitlement so far.
    struct LineState {
        var kept: Int64 = 0
        var arrived: Int64 = 0
        var hasKept = false
        var hasReturned = false
        var hasDeceased = false
        var hasOther = false
        /// The findings of its kept payments.
        var worst: FindingFlags = []
    }

    let terms: ReconciliationTerms
    let catalogue: Catalogue
    let ledger: Ledger
    let cardsOfAccount: RowIndex
    let cardsOfPerson: RowIndex
    let reliefsOfPerson: RowIndex
    let reliefsOfHousehold: RowIndex
    let linesOfAccount: RowIndex
    let linesOfPayee: RowIndex
    let linesOfPerson: RowIndex
    let linesOfHousehold: RowIndex
    let diedOn: [Int32]
    /// Banks that accounts are at (开户银行).
    let banksOfAccounts: Set<String>
    var payments: [PaymentState]
    var lines: [LineState]

    init(_ source: Ledger, terms: ReconciliationTerms, catalogue: Catalogue) {
        var ledger = source
        let period = ledger.period
        if !ledger.lines.contains(where: { $0.period == period && $0.nature == .regular }) {
            ledger.deriveLines(items: catalogue.items, calendar: catalogue.payCalendar)
        }
        self.terms = terms
        self.catalogue = catalogue
        let (people, accounts, households) = (ledger.people.count, ledger.accounts.count, ledger.households.count)
        let (cards, reliefs, entitled) = (ledger.cards, ledger.reliefs, ledger.lines)
        cardsOfAccount = RowIndex(count: accounts, rowCount: cards.count) { cards[$0].account }
        cardsOfPerson = RowIndex(count: people, rowCount: cards.count) { cards[$0].person }
        reliefsOfPerson = RowIndex(count: people, rowCount: reliefs.count) { reliefs[$0].person }
        reliefsOfHousehold = RowIndex(count: households, rowCount: reliefs.count) { reliefs[$0].household }
        linesOfAccount = RowIndex(count: accounts, rowCount: entitled.count) { entitled[$0].account }
        linesOfPayee = RowIndex(count: people, rowCount: entitled.count) { entitled[$0].payee }
        linesOfPerson = RowIndex(count: people, rowCount: entitled.count) { entitled[$0].person }
        linesOfHousehold = RowIndex(count: households, rowCount: entitled.count) { entitled[$0].household }
        var diedOn = [Int32](repeating: .max, count: people)
        for relief in reliefs {
            if let death = relief.death {
                diedOn[Int(relief.person)] = min(diedOn[Int(relief.person)], Int32(clamping: death.days))
            }
        }
        self.diedOn = diedOn
        var holdsAccounts = [Bool](repeating: false, count: ledger.words.words.count)
        for card in cards { holdsAccounts[Int(card.bank)] = true }
        banksOfAccounts = Set(zip(ledger.words.words, holdsAccounts).filter(\.1).map(\.0))
        payments = [PaymentState](repeating: PaymentState(), count: ledger.payments.count)
        lines = [LineState](repeating: LineState(), count: entitled.count)
        self.ledger = ledger
    }

    /// The whole of it.
    static func reconcile(
        _ ledger: Ledger,
        terms: ReconciliationTerms,
        catalogue: Catalogue,
        details: any ReconciliationDetails
    ) throws -> Reconciliation {
        let reconciler = Reconciler(ledger, terms: terms, catalogue: catalogue)
        reconciler.decideScope()
        try reconciler.pairReturns(details)
        let pools = reconciler.pools()
        reconciler.decideWhatNeedsNoEntitlement()
        try reconciler.settle(pools, details)
        reconciler.checkAccounts()
        try reconciler.checkNames(details)
        return reconciler.result()
    }

    /// Whether an entitlement is the month's own, or only helps to find where back pay belongs.
    func isOfMonth(_ line: Ledger.Line) -> Bool { line.period == ledger.period }

    /// The order in which payments are held against what is due, apart from their serial numbers.
    func isBefore(_ left: Int32, _ right: Int32) -> Bool {
        let (first, second) = (ledger.payments[Int(left)], ledger.payments[Int(right)])
        if first.paidAt != second.paidAt { return first.paidAt < second.paidAt }
        return isFiledBefore(first, second)
    }

    func isFiledBefore(_ first: Ledger.Payment, _ second: Ledger.Payment) -> Bool {
        if first.batch == second.batch { return first.line < second.line }
        let (left, right) = (ledger.batches[Int(first.batch)], ledger.batches[Int(second.batch)])
        return (left.bank, left.period, left.batch) < (right.bank, right.period, right.batch)
    }

    func place(of payment: Int32) -> PaymentPlace {
        let row = ledger.payments[Int(payment)]
        return PaymentPlace(batch: ledger.batches[Int(row.batch)], line: Int(row.line))
    }
}
