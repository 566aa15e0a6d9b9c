// SPDX-License-Identifier: Apache-2.0

import GRDB
import Registry

extension SQLiteRegistry {
    private static let selection = """
        SELECT batch.bank, batch.period, batch.batch, line, content, account, amount, paid_at, result, item, kind, \
        period_from, period_to, is_back_pay, memo_is_not_standard, year_is_inferred, sealed \
        FROM payment JOIN payment_batch AS batch ON batch.id = payment.batch \

        """

    func payments(into accounts: [AccountKey], limit: Int) throws -> [PaymentEntry] {
        let limit = max(0, limit)
        let sql = Self.selection + "WHERE account = ? ORDER BY paid_at DESC, line DESC, payment.batch DESC LIMIT ?"
        // Each account's latest come off its index in order; one statement for all accounts would sort all payments.
        let latest = try Set(accounts)
            .map { account in
                try database.all(sql, [account.sql, limit]) { try PaymentEntry(&$0) }
            }
        guard latest.count > 1 else { return latest.first ?? [] }
        return Array(
            latest.joined().sorted { ($0.paidAt, $0.line) > ($1.paidAt, $1.line) }
                .prefix(limit)
        )
    }

    func payments(in batch: PaymentBatch) throws -> [PaymentEntry] {
        try database.all(
            Self.selection + "WHERE batch.bank = ? AND batch.period = ? AND batch.batch = ? ORDER BY line",
            [batch.bank, batch.period.number, batch.batch]
        ) { try PaymentEntry(&$0) }
    }

    func add(_ payment: PaymentEntry) throws {
        let batch = payment.batch
        let values: [SQLValue] = [
            payment.line, payment.content.sql, payment.account.sql, payment.amount.fen, payment.paidAt,
            payment.result.rawValue, payment.item, payment.kind?.rawValue, payment.periodFrom?.number,
            payment.periodTo?.number, payment.isBackPay, payment.memoIsNotStandard, payment.yearIsInferred,
            payment.sealed.sql,
        ]
        try database.run(
            """
            INSERT INTO payment (line, content, account, amount, paid_at, result, item, kind, period_from, period_to, \
            is_back_pay, memo_is_not_standard, year_is_inferred, sealed, batch) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            values + [try id(of: batch) ?? makeID(of: batch)]
        )
    }

    func removePayments(in batch: PaymentBatch) throws {
        guard let id = try id(of: batch) else { return }
        try database.run("DELETE FROM payment WHERE batch = ?", id)
        try database.run("DELETE FROM payment_batch WHERE id = ?", id)
    }

    private func id(of batch: PaymentBatch) throws -> Int64? {
        try database.first(
            "SELECT id FROM payment_batch WHERE bank = ? AND period = ? AND batch = ?",
            [batch.bank, batch.period.number, batch.batch]
        ) { try $0.integer() }
    }

    private func makeID(of batch: PaymentBatch) throws -> Int64 {
        try database.run(
            "INSERT INTO payment_batch (bank, period, batch) VALUES (?, ?, ?)",
            batch.bank,
            batch.period.number,
            batch.batch
        )
        return database.lastInsertedRowID
    }
}

extension PaymentEntry {
    fileprivate init(_ columns: inout Columns) throws {
        self.init(
            batch: try PaymentBatch(bank: columns.text(), period: columns.period(), batch: columns.text()),
            line: try columns.int(),
            content: try columns.key(),
            account: try columns.key(),
            amount: try columns.amount(),
            paidAt: try columns.integer(),
            result: try columns.name(),
            item: try columns.optionalText(),
            kind: try columns.optionalNumber(),
            periodFrom: try columns.optionalPeriod(),
            periodTo: try columns.optionalPeriod(),
            isBackPay: try columns.flag(),
            memoIsNotStandard: try columns.flag(),
            yearIsInferred: try columns.flag(),
            sealed: try columns.bytes()
        )
    }
}
