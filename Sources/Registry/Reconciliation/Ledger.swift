// SPDX-License-Identifier: Apache-2.0

/// What reconciliation of a month looks at: paylist, payments, cards and roster, as rows without any name in them.
///
/// People, accounts and households are numbered, so that a million of each fit into some hundred megabytes and are found by
/// position. The order in which rows are added does not matter for what comes of them.
public struct Ledger: Sendable {
    /// The month.
    public let period: Period

    var people = KeyNumbers<LookupSubject.Person>()
    var accounts = KeyNumbers<LookupSubject.Account>()
    var households = KeyNumbers<LookupSubject.Household>()
    var words = WordNumbers()
    var cards: [Card] = []
    var reliefs: [Relief] = []
    var lines: [Line] = []
    var payments: [Payment] = []
    private(set) var batches: [PaymentBatch] = []
    /// Banks that ever brought a file.
    private(set) var banks: Set<String> = []
    /// Banks that brought a file for the month.
    private(set) var banksOfMonth: Set<String> = []
    /// Banks that have said that nothing more comes for the month.
    private(set) var finalBanks: Set<String> = []
    private var batchNumbers: [PaymentBatch: Int32] = [:]

    /// Back pay is looked for in files of so many months after the list, and in lists of so many months around the file.
    static let backPayMonths = 6

    /// Nothing yet.
    public init(period: Period) { self.period = period }

    /// The months whose files may hold payments of the month.
    public var filePeriods: ClosedRange<Period> { period...period.advanced(by: Self.backPayMonths) }

    /// The months whose lists may ask for back pay that one of these files holds.
    public var listPeriods: ClosedRange<Period> {
        period.advanced(by: -Self.backPayMonths)...period.advanced(by: Self.backPayMonths)
    }

    /// Adds the import of a bank's file.
    public mutating func append(_ entry: ImportEntry) {
        guard let batch = entry.batch else { return }
        banks.insert(batch.bank)
        guard batch.period == period else { return }
        banksOfMonth.insert(batch.bank)
        if entry.isFinal { finalBanks.insert(batch.bank) }
    }

    /// Adds an account that a card has or had.
    public mutating func append(card entry: CardEntry, account: AccountKey) {
        var rows = Rows()
        rows.addCard(
            account: account,
            of: entry.person,
            bank: words.number(of: entry.bank),
            status: entry.status,
            accountStatus: entry.accountStatus,
            enabledOn: entry.enabledOn,
            disabledOn: entry.disabledOn,
            validUntil: entry.validUntil,
            nameKey: entry.nameKey,
            isCurrent: account == entry.account
        )
        append(rows)
    }

    /// Adds a row of the roster.
    public mutating func append(_ entry: ReliefEntry) {
        var rows = Rows()
        rows.addRelief(
            entry.key,
            of: entry.person,
            household: entry.household,
            category: entry.category,
            role: entry.role,
            validFrom: entry.validFrom,
            validUntil: entry.validUntil,
            district: entry.region.district,
            payoutMode: entry.payoutMode,
            amount: entry.monthlyAmount.fen,
            state: entry.state,
            paidFrom: entry.paidFrom,
            unpaidFrom: entry.unpaidFrom,
            diedOn: entry.diedOn,
            stateChangedOn: entry.stateChangedOn,
            payee: entry.payee
        )
        append(rows)
    }

    /// Adds a line of the paylist; one that is neither of the month nor of back pay is left out.
    public mutating func append(_ entry: PaylistEntry) {
        var rows = Rows()
        rows.addLine(
            entry.key,
            period: entry.period,
            item: words.number(of: entry.item),
            kind: entry.kind,
            nature: entry.nature,
            backPayFrom: entry.backPayFrom,
            backPayTo: entry.backPayTo,
            household: entry.household,
            for: entry.person,
            to: entry.payee,
            relation: entry.relation,
            account: entry.account,
            amount: entry.amount.fen,
            dueOn: entry.dueOn,
            district: entry.region.district
        )
        append(rows)
    }

    /// Adds a payment; one that cannot be of the month is left out.
    public mutating func append(_ entry: PaymentEntry) {
        var rows = Rows()
        rows.addPayment(
            inBatch: number(of: entry.batch),
            line: entry.line,
            account: entry.account,
            amount: entry.amount.fen,
            paidAt: entry.paidAt,
            result: entry.result,
            item: entry.item.map { words.number(of: $0) },
            kind: entry.kind,
            periodFrom: entry.periodFrom,
            periodTo: entry.periodTo,
            isBackPay: entry.isBackPay,
            memoIsNotStandard: entry.memoIsNotStandard,
            yearIsInferred: entry.yearIsInferred,
            nameKey: entry.nameKey
        )
        append(rows)
    }

    mutating func number(of batch: PaymentBatch) -> Int32 {
        if let number = batchNumbers[batch] { return number }
        let number = Int32(batches.count)
        batches.append(batch)
        batchNumbers[batch] = number
        return number
    }
}

/// Numbers a few words that stand in many rows: items and banks.
struct WordNumbers: Sendable {
    private(set) var words: [String] = []
    private var numbers: [String: Int32] = [:]

    mutating func number(of word: String) -> Int32 {
        if let number = numbers[word] { return number }
        let number = Int32(words.count)
        words.append(word)
        numbers[word] = number
        return number
    }
}
