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

    mutating func take(
        _ fields: RowFields<PaymentRecord.Column>,
        into transaction: any RegistryTransaction
    ) throws -> TakenRow {
        let record = try PaymentRecord(fields)
        warnings = fields.warning(.account, record.account)
        let vault = context.vault
        let account = try vault.key(of: record.account)
        let content = try vault.content(record.content)
        let paidOn = CalendarDay(containing: record.paidAt)
        let lines = record.memo.contains("补发") ? try transaction.paylist(into: account, limit: 120) : []
        let memo = PaymentMemo(record.memo, paidOn: paidOn, catalogue: fields.catalogue) { item in
            lines.filter { $0.item == item.name && $0.dueOn <= paidOn }.compactMap(\.backPay)
        }
        let details = PaymentDetails(
            holder: record.holder,
            account: record.account,
            memo: record.memo,
            serial: record.serial,
            originalSerial: record.originalSerial,
            failure: record.failure,
            itemCode: record.itemCode
        )
        try transaction.add(
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
                sealed: vault.seal(details, content: content),
                nameKey: vault.key(of: record.holder, on: record.account)
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
