// SPDX-License-Identifier: Apache-2.0

/// Imports a bank's payments: the file takes the place of what the same bank, period and batch brought before.
///
/// Identical rows all count, since a bank may well pay the same twice. Rows are compared with the former ones by content, as many
/// times as they occur.
struct PaymentImporter: RowImporter {
    let context: ImportContext
    let batch: PaymentBatch
    private(set) var warnings: [RowIssue] = []
    /// How often each content occurred in what is replaced, less what this file brought again.
    private var former: [ContentKey: Int] = [:]

    /// Removes what is replaced.
    init(_ context: ImportContext, batch: PaymentBatch) throws {
        self.context = context
        self.batch = batch
        for payment in try context.removePayments(in: batch) { former[payment.content, default: 0] += 1 }
    }

    /// A row with its keys and what of it is sealed.
    struct Row: Sendable {
        let record: PaymentRecord
        let account: AccountKey
        let nameKey: AccountNameKey
        let content: ContentKey
        let sealed: [UInt8]
        /// Whether the paylist may have to say which months it is for.
        let saysBackPay: Bool
    }

    /// The payments of a batch of rows, and the back pay that the paylist has for the accounts of those that say 补发.
    struct Window {
        fileprivate var backPay: [AccountKey: [BackPay]] = [:]
        fileprivate var payments: [PaymentEntry] = []
    }

    fileprivate struct BackPay {
        let item: String
        let dueOn: CalendarDay
        let months: ClosedRange<Period>
    }

    /// So many lines are looked at for an account.
    private static let maximumLines = 120
    /// For so many accounts lines are asked for at once, since each may have years of them.
    private static let accountsAtOnce = 256

    static func read(_ fields: RowFields<PaymentRecord.Column>, _ vault: PersonVault) throws -> Row {
        let record = try PaymentRecord(fields)
        let content = try vault.content(record.content)
        let details = PaymentDetails(
            holder: record.holder,
            account: record.account,
            memo: record.memo,
            serial: record.serial,
            originalSerial: record.originalSerial,
            failure: record.failure,
            itemCode: record.itemCode
        )
        return Row(
            record: record,
            account: try vault.key(of: record.account),
            nameKey: try vault.key(of: record.holder, on: record.account),
            content: content,
            sealed: try vault.seal(details, content: content),
            saysBackPay: record.memo.contains("补发")
        )
    }

    func begin(_ rows: [Row], in transaction: any RegistryTransaction) throws -> Window {
        var window = Window()
        let accounts = Set(rows.lazy.filter(\.saysBackPay).map(\.account)).sorted()
        for start in stride(from: 0, to: accounts.count, by: Self.accountsAtOnce) {
            let part = Array(accounts[start..<min(start + Self.accountsAtOnce, accounts.count)])
            for (account, lines) in zip(part, try transaction.paylist(into: part, limit: Self.maximumLines)) {
                window.backPay[account] = lines.compactMap { line in
                    line.backPay.map { BackPay(item: line.item, dueOn: line.dueOn, months: $0) }
                }
            }
        }
        return window
    }

    func end(_ window: Window, in transaction: any RegistryTransaction) throws { try transaction.add(window.payments) }

    mutating func take(
        _ row: Row,
        _ fields: RowFields<PaymentRecord.Column>,
        in window: inout Window
    ) throws -> TakenRow {
        let (record, account, content) = (row.record, row.account, row.content)
        warnings = fields.warning(.account, record.account)
        let paidOn = CalendarDay(containing: record.paidAt)
        let backPay = window.backPay[account] ?? []
        let memo = PaymentMemo(record.memo, paidOn: paidOn, catalogue: fields.catalogue) { item in
            backPay.filter { $0.item == item.name && $0.dueOn <= paidOn }.map(\.months)
        }
        window.payments.append(
            PaymentEntry(
                batch: batch,
                line: fields.row.line,
                content: content,
                account: account,
                amount: record.amount,
                paidAt: record.paidAt,
                result: record.result,
                item: memo.item?.name,
                kind: memo.item?.kind,
                periodFrom: memo.periods?.lowerBound,
                periodTo: memo.periods?.upperBound,
                isBackPay: memo.isBackPay,
                memoIsNotStandard: memo.isNotStandard,
                yearIsInferred: memo.yearIsInferred,
                sealed: row.sealed,
                nameKey: row.nameKey
            )
        )
        guard let left = former[content] else { return TakenRow(outcome: .added, amount: record.amount) }
        former[content] = left > 1 ? left - 1 : nil
        return TakenRow(outcome: .unchanged, amount: record.amount)
    }

    func finish(_ transaction: any RegistryTransaction, _ report: inout ImportReport) {
        report.counts.removed = former.values.reduce(0, +)
    }
}
