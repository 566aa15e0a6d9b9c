// SPDX-License-Identifier: Apache-2.0

import Registry

extension SQLRegistry {
    static let selection = """
        SELECT batch.bank, batch.period, batch.batch, line, content, account, amount, paid_at, result, item, kind, \
        period_from, period_to, is_back_pay, memo_is_not_standard, year_is_inferred, sealed, name_key \
        FROM payment JOIN payment_batch AS batch ON batch.id = payment.batch \

        """

    func payments(into accounts: [AccountKey], limit: Int) throws -> [PaymentEntry] {
        let limit = max(0, limit)
        let sql = Self.selection + "WHERE account = ? ORDER BY paid_at DESC, line DESC, payment.batch DESC LIMIT ?"
        // Each account's latest come off its index in order; one query for all accounts would sort all payments.
        let latest = try connection.all(sql, forEach: Set(accounts).map { [$0.sql, limit.sql] }) {
            try PaymentEntry(&$0)
        }
        guard latest.count > 1 else { return latest.first ?? [] }
        return Array(
            latest.joined().sorted { ($0.paidAt, $0.line) > ($1.paidAt, $1.line) }
                .prefix(limit)
        )
    }

    func payment(at place: PaymentPlace) throws -> PaymentEntry? {
        let batch = place.batch
        return try connection.first(
            Self.selection + "WHERE batch.bank = ? AND batch.period = ? AND batch.batch = ? AND line = ?",
            [batch.bank.sql, batch.period.number.sql, batch.batch.sql, place.line.sql]
        ) { try PaymentEntry(&$0) }
    }

    func payments(in batch: PaymentBatch) throws -> [PaymentEntry] {
        try connection.all(
            Self.selection + "WHERE batch.bank = ? AND batch.period = ? AND batch.batch = ? ORDER BY line",
            [batch.bank.sql, batch.period.number.sql, batch.batch.sql]
        ) { try PaymentEntry(&$0) }
    }

    func sealedPayments(at places: [PaymentPlace]) throws -> [SealedPayment?] {
        var ids: [PaymentBatch: SQLValue] = [:]
        for batch in Set(places.map(\.batch)) { ids[batch] = try id(of: batch)?.sql }
        return
            try connection.all(
                "SELECT content, sealed FROM payment WHERE batch = ? AND line = ?",
                forEach: places.map { [ids[$0.batch], $0.line.sql] }
            ) { SealedPayment(content: try $0.key(), sealed: try $0.bytes()) }
            .map(\.first)
    }

    func latestReports() throws -> [String: Period] {
        let reports = try connection.all("SELECT bank, max(period) FROM payment_batch GROUP BY bank", []) {
            (try $0.text(), try $0.period())
        }
        return Dictionary(uniqueKeysWithValues: reports)
    }

    func add(_ payments: [PaymentEntry]) throws {
        var ids: [PaymentBatch: SQLValue] = [:]
        for batch in Set(payments.map(\.batch)) { ids[batch] = try (id(of: batch) ?? makeID(of: batch)).sql }
        try connection.add(payments.count, to: Self.table) { [ids] in
            [ids[payments[$0].batch]] + payments[$0].values.dropFirst(3)
        }
    }

    private static let table = Table(
        "payment",
        keyColumns: 2,
        hasReferences: true,
        "batch",
        "line",
        "content",
        "account",
        "amount",
        "paid_at",
        "result",
        "item",
        "kind",
        "period_from",
        "period_to",
        "is_back_pay",
        "memo_is_not_standard",
        "year_is_inferred",
        "sealed",
        "name_key"
    )

    func removePayments(in batch: PaymentBatch) throws {
        guard let id = try id(of: batch) else { return }
        try connection.run("DELETE FROM payment WHERE batch = ?", id.sql)
        try connection.run("DELETE FROM payment_batch WHERE id = ?", id.sql)
    }

    private func id(of batch: PaymentBatch) throws -> Int64? {
        try connection.first(
            "SELECT id FROM payment_batch WHERE bank = ? AND period = ? AND batch = ?",
            [batch.bank.sql, batch.period.number.sql, batch.batch.sql]
        ) { try $0.integer() }
    }

    private func makeID(of batch: PaymentBatch) throws -> Int64 {
        let id = try connection.first(
            "INSERT INTO payment_batch (bank, period, batch) VALUES (?, ?, ?) RETURNING id",
            [batch.bank.sql, batch.period.number.sql, batch.batch.sql]
        ) { try $0.integer() }
        guard let id else { throw StorageError(.failed, "a batch was not added") }
        return id
    }
}

extension PaymentEntry {
    /// Its values, those of its batch first.
    var values: [SQLValue?] {
        [
            batch.bank.sql, batch.period.number.sql, batch.batch.sql, line.sql, content.sql, account.sql,
            amount.fen.sql,
            paidAt.sql, result.rawValue.sql, item?.sql, kind?.rawValue.sql, periodFrom?.number.sql,
            periodTo?.number.sql, isBackPay.sql, memoIsNotStandard.sql, yearIsInferred.sql, sealed.sql, nameKey?.sql,
        ]
    }

    init(_ columns: inout Columns) throws {
        self.init(
            batch: try PaymentBatch(bank: columns.text(), period: columns.period(), batch: columns.text()),
            line: try columns.int(),
            content: try columns.key(),
            account: try columns.key(),
            amount: try columns.amount(),
            paidAt: try columns.time(),
            result: try columns.name(),
            item: try columns.optionalText(),
            kind: try columns.optionalNumber(),
            periodFrom: try columns.optionalPeriod(),
            periodTo: try columns.optionalPeriod(),
            isBackPay: try columns.flag(),
            memoIsNotStandard: try columns.flag(),
            yearIsInferred: try columns.flag(),
            sealed: try columns.bytes(),
            nameKey: try columns.optionalKey()
        )
    }
}
