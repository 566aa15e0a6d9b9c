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
    var batches: [PaymentBatch] = []
    /// Banks that ever brought a file.
    var banks: Set<String> = []
    /// Banks that brought a file for the month.
    var banksOfMonth: Set<String> = []
    /// Banks that have said that nothing more comes for the month.
    var finalBanks: Set<String> = []
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
        let isCurrent = account == entry.account
        append(
            cardOf: entry.person,
            account: account,
            bank: entry.bank,
            Card(
                person: 0,
                account: 0,
                bank: 0,
                isCurrent: isCurrent,
                status: entry.status,
                accountStatus: entry.accountStatus,
                enabledOn: entry.enabledOn,
                disabledOn: entry.disabledOn,
                validUntil: entry.validUntil,
                nameKey: isCurrent ? entry.nameKey : nil
            )
        )
    }

    /// Adds a row of the roster.
    public mutating func append(_ entry: ReliefEntry) {
        append(
            reliefOf: entry.person,
            household: entry.household,
            payee: entry.payee,
            Relief(
                key: entry.key,
                person: 0,
                household: 0,
                payee: -1,
                category: entry.category,
                role: entry.role,
                payoutMode: entry.payoutMode,
                state: entry.state,
                amount: entry.monthlyAmount.fen,
                validFrom: entry.validFrom,
                validUntil: entry.validUntil,
                paidFrom: entry.paidFrom,
                unpaidFrom: entry.unpaidFrom,
                diedOn: entry.diedOn,
                stateChangedOn: entry.stateChangedOn,
                district: entry.region.district
            )
        )
    }

    /// Adds a line of the paylist; one that is neither of the month nor of back pay is left out.
    public mutating func append(_ entry: PaylistEntry) {
        guard entry.period == period || (entry.nature != .regular && listPeriods.contains(entry.period)) else { return }
        lines.append(
            Line(
                key: entry.key.words,
                person: people.number(of: entry.person),
                payee: people.number(of: entry.payee),
                household: entry.household.map { households.number(of: $0) } ?? -1,
                account: accounts.number(of: entry.account),
                purse: Purse(kind: entry.kind, item: words.number(of: entry.item)),
                item: words.number(of: entry.item),
                nature: entry.nature,
                relation: entry.relation,
                period: entry.period,
                months: entry.backPay ?? entry.period...entry.period,
                amount: entry.amount.fen,
                dueOn: entry.dueOn,
                district: entry.region.district,
                isDerived: false
            )
        )
    }

    /// Adds a payment; one that cannot be of the month is left out.
    public mutating func append(_ entry: PaymentEntry) {
        guard mayBeOfMonth(entry) else { return }
        let item = entry.item.map { words.number(of: $0) }
        var months: ClosedRange<Period>?
        if let from = entry.periodFrom, let to = entry.periodTo, from <= to { months = from...to }
        payments.append(
            Payment(
                batch: number(of: entry.batch),
                line: Int32(clamping: entry.line),
                account: accounts.number(of: entry.account),
                amount: entry.amount.fen,
                paidAt: entry.paidAt,
                result: entry.result,
                purse: entry.kind.flatMap { kind in item.map { Purse(kind: kind, item: $0) } },
                item: item ?? -1,
                months: months,
                isBackPay: entry.isBackPay,
                memoIsNotStandard: entry.memoIsNotStandard,
                yearIsInferred: entry.yearIsInferred,
                nameKey: entry.nameKey
            )
        )
    }

    mutating func append(cardOf person: PersonKey, account: AccountKey, bank: String, _ row: Card) {
        var row = row
        row.person = people.number(of: person)
        row.account = accounts.number(of: account)
        row.bank = words.number(of: bank)
        cards.append(row)
    }

    mutating func append(reliefOf person: PersonKey, household: HouseholdKey, payee: PersonKey?, _ row: Relief) {
        var row = row
        row.person = people.number(of: person)
        row.household = households.number(of: household)
        row.payee = payee.map { people.number(of: $0) } ?? -1
        reliefs.append(row)
    }

    /// The memo's month decides, and the file's where the memo does not say; back pay may come later than its list.
    private func mayBeOfMonth(_ payment: PaymentEntry) -> Bool {
        guard let last = payment.periodTo else {
            let isReturn = payment.result != .paid || payment.amount.fen < 0
            return payment.batch.period == period || (isReturn && filePeriods.contains(payment.batch.period))
        }
        return payment.isBackPay ? filePeriods.contains(payment.batch.period) : last == period
    }

    private mutating func number(of batch: PaymentBatch) -> Int32 {
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
