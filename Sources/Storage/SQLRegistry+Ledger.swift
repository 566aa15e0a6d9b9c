// SPDX-License-Identifier: Apache-2.0

import Registry

extension SQLRegistry {
    func ledger(of period: Period) throws -> Ledger {
        let reading = LedgerReading(of: period)
        let payments = "WHERE kind = ? AND applied_order IS NOT NULL"
        try connection.forEach(ImportEntry.table.selection + payments, [ImportKind.payments.rawValue.sql]) {
            reading.append(try ImportEntry(&$0))
        }
        var reader = LedgerReader(connection: connection, reading: reading)
        try reader.readCards()
        try reader.readRoster()
        try reader.readPaylist(of: period)
        try reader.readPayments(of: period)
        return reading.finished()
    }
}

/// Reads the tables of a ledger, each in one pass and no more columns than it needs.
private struct LedgerReader {
    /// So many rows are handed on at once.
    private static let block = 512

    let connection: any SQLConnection
    let reading: LedgerReading
    private var districts = RecurringTexts<UInt32>()
    private var words = RecurringTexts<Int32>()

    init(connection: any SQLConnection, reading: LedgerReading) {
        self.connection = connection
        self.reading = reading
    }

    mutating func readCards() throws {
        let columns = """
            card.person, card.bank, card.status, card.account_status, card.enabled_on, card.disabled_on, \
            card.valid_until, card.name_key
            """
        var statuses = RecurringTexts<CardStatus>()
        var accountStatuses = RecurringTexts<AccountStatus>()
        func read(_ sql: String, isCurrent: Bool) throws {
            try each(sql) { reader, columns, rows in
                rows.addCard(
                    account: try columns.key(),
                    of: try columns.key(),
                    bank: try reader.word(&columns),
                    status: try columns.name(in: &statuses),
                    accountStatus: try columns.optionalName(in: &accountStatuses),
                    enabledOn: try columns.optionalDay(),
                    disabledOn: try columns.optionalDay(),
                    validUntil: try columns.optionalDay(),
                    nameKey: try columns.optionalKey(),
                    isCurrent: isCurrent
                )
            }
        }
        try read("SELECT card.account, \(columns) FROM card", isCurrent: true)
        let former = """
            FROM card_account AS held JOIN card ON card.key = held.card WHERE held.account <> card.account \
            AND held.card IN (SELECT card FROM card_account GROUP BY card HAVING count(*) > 1)
            """
        try read("SELECT held.account, \(columns) \(former)", isCurrent: false)
    }

    mutating func readRoster() throws {
        let sql = """
            SELECT key, person, household, category, role, valid_from, valid_until, region, payout_mode, \
            monthly_amount, state, paid_from, unpaid_from, died_on, state_changed_on, payee FROM relief
            """
        var modes = RecurringTexts<PayoutMode>()
        var states = RecurringTexts<RosterState>()
        try each(sql) { reader, columns, rows in
            rows.addRelief(
                try columns.key(),
                of: try columns.key(),
                household: try columns.key(),
                category: try columns.number(),
                role: try columns.number(),
                validFrom: try columns.day(),
                validUntil: try columns.optionalDay(),
                district: try reader.district(&columns),
                payoutMode: try columns.name(in: &modes),
                amount: try columns.amount().fen,
                state: try columns.name(in: &states),
                paidFrom: try columns.optionalPeriod(),
                unpaidFrom: try columns.optionalPeriod(),
                diedOn: try columns.optionalDay(),
                stateChangedOn: try columns.optionalDay(),
                payee: try columns.optionalKey()
            )
        }
    }

    mutating func readPaylist(of period: Period) throws {
        // The month, and back pay of those around it, each as a range of the one index.
        let columns = """
            key, period, item, kind, nature, back_pay_from, back_pay_to, household, person, payee, relation, account, \
            amount, due_on, region
            """
        let sql = """
            SELECT \(columns) FROM paylist WHERE period = ?1 \
            UNION ALL SELECT \(columns) FROM paylist WHERE period >= ?3 AND period < ?1 AND nature <> ?2 \
            UNION ALL SELECT \(columns) FROM paylist WHERE period > ?1 AND period <= ?4 AND nature <> ?2
            """
        let lists = reading.listPeriods
        let values = [
            period.number.sql, PaymentNature.regular.rawValue.sql, lists.lowerBound.number.sql,
            lists.upperBound.number.sql,
        ]
        var natures = RecurringTexts<PaymentNature>()
        var relations = RecurringTexts<PayeeRelation>()
        try each(sql, values) { reader, columns, rows in
            rows.addLine(
                try columns.key(),
                period: try columns.period(),
                item: try reader.word(&columns),
                kind: try columns.number(),
                nature: try columns.name(in: &natures),
                backPayFrom: try columns.optionalPeriod(),
                backPayTo: try columns.optionalPeriod(),
                household: try columns.optionalKey(),
                for: try columns.key(),
                to: try columns.key(),
                relation: try columns.name(in: &relations),
                account: try columns.key(),
                amount: try columns.amount().fen,
                dueOn: try columns.day(),
                district: try reader.district(&columns)
            )
        }
    }

    mutating func readPayments(of period: Period) throws {
        // Each part has an index of its own: in a registry of many years these are few of its payments.
        let columns = """
            batch, line, account, amount, paid_at, result, item, kind, period_from, period_to, is_back_pay, \
            memo_is_not_standard, year_is_inferred, name_key
            """
        let files = "batch IN (SELECT id FROM payment_batch WHERE period BETWEEN ?2 AND ?3)"
        let sql = """
            SELECT \(columns) FROM payment WHERE period_to = ?1 \
            UNION ALL SELECT \(columns) FROM payment WHERE period_to IS NULL AND \(files) \
            UNION ALL SELECT \(columns) FROM payment WHERE is_back_pay = 1 AND period_to <> ?1 AND \(files)
            """
        var batches: [Int64: Int32] = [:]
        try connection.forEach("SELECT id, bank, period, batch FROM payment_batch", []) { columns in
            let id = try columns.integer()
            let batch = try PaymentBatch(bank: columns.text(), period: columns.period(), batch: columns.text())
            batches[id] = reading.number(of: batch)
        }
        var results = RecurringTexts<PaymentResult>()
        let values = [
            period.number.sql, reading.filePeriods.lowerBound.number.sql, reading.filePeriods.upperBound.number.sql,
        ]
        try each(sql, values) { reader, columns, rows in
            guard let batch = batches[try columns.integer()] else {
                throw StorageError(.corrupt, "a payment is in no batch")
            }
            rows.addPayment(
                inBatch: batch,
                line: try columns.int(),
                account: try columns.key(),
                amount: try columns.amount().fen,
                paidAt: try columns.time(),
                result: try columns.name(in: &results),
                item: try reader.optionalWord(&columns),
                kind: try columns.optionalNumber(),
                periodFrom: try columns.optionalPeriod(),
                periodTo: try columns.optionalPeriod(),
                isBackPay: try columns.flag(),
                memoIsNotStandard: try columns.flag(),
                yearIsInferred: try columns.flag(),
                nameKey: try columns.optionalKey()
            )
        }
    }

    private mutating func each(
        _ sql: String,
        _ values: [SQLValue?] = [],
        _ body: (inout Self, inout Columns, inout Ledger.Rows) throws -> Void
    ) throws {
        var rows = Ledger.Rows()
        try connection.forEach(sql, values) { columns in
            try body(&self, &columns, &rows)
            guard rows.count == Self.block else { return }
            reading.append(rows)
            rows = Ledger.Rows()
        }
        reading.append(rows)
    }

    private mutating func word(_ columns: inout Columns) throws -> Int32 {
        try columns.text(in: &words) { [reading] in reading.number(of: $0) }
    }

    private mutating func optionalWord(_ columns: inout Columns) throws -> Int32? {
        try columns.optionalText(in: &words) { [reading] in reading.number(of: $0) }
    }

    private mutating func district(_ columns: inout Columns) throws -> UInt32 {
        try columns.text(in: &districts) { text in
            guard let region = try? Registry.RegionCode(text) else {
                throw StorageError(.corrupt, "a region that is none")
            }
            return region.district
        }
    }
}
