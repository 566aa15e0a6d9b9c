// SPDX-License-Identifier: Apache-2.0

import Registry

extension SQLRegistry {
    func ledger(of period: Period) throws -> Ledger {
        var ledger = Ledger(period: period)
        try each(ImportEntry.self, "WHERE kind = ? AND applied_order IS NOT NULL", [ImportKind.payments.rawValue.sql]) {
            ledger.append($0)
        }
        try each(CardEntry.self) { ledger.append(card: $0, account: $0.account) }
        let former = """
            SELECT held.account, held.card FROM card_account AS held JOIN card ON card.key = held.card \
            WHERE held.account <> card.account \
            AND held.card IN (SELECT card FROM card_account GROUP BY card HAVING count(*) > 1)
            """
        let accounts = try connection.all(former, []) { columns -> (AccountKey, CardKey) in
            (try columns.key(), try columns.key())
        }
        for (account, card) in accounts {
            if let card = try self.card(card) { ledger.append(card: card, account: account) }
        }
        try each(ReliefEntry.self) { ledger.append($0) }
        let lists = ledger.listPeriods
        try each(
            PaylistEntry.self,
            "WHERE period = ?1 OR (nature <> ?2 AND period BETWEEN ?3 AND ?4)",
            [
                period.number.sql, PaymentNature.regular.rawValue.sql, lists.lowerBound.number.sql,
                lists.upperBound.number.sql,
            ]
        ) { ledger.append($0) }
        let files = ledger.filePeriods
        let condition = """
            WHERE period_to = ?1 OR (period_to IS NULL OR is_back_pay = 1) AND batch.period BETWEEN ?2 AND ?3
            """
        try connection.each(
            Self.selection + condition,
            [period.number.sql, files.lowerBound.number.sql, files.upperBound.number.sql]
        ) { columns in
            ledger.append(try PaymentEntry(&columns))
            return true
        }
        return ledger
    }

    private func each<Entry: Stored>(
        _ type: Entry.Type,
        _ condition: String = "",
        _ values: [SQLValue?] = [],
        _ body: (Entry) -> Void
    ) throws {
        try connection.each(Entry.table.selection + condition, values) { columns in
            body(try Entry(&columns))
            return true
        }
    }
}
