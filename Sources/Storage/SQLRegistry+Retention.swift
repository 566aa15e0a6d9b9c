// SPDX-License-Identifier: Apache-2.0

import Registry

extension SQLRegistry {
    func removePerson(_ key: PersonKey) throws {
        try connection.run("DELETE FROM card_account WHERE card IN (SELECT key FROM card WHERE person = ?)", key.sql)
        try connection.run("DELETE FROM card WHERE person = ?", key.sql)
        try connection.run("DELETE FROM relief WHERE person = ?", key.sql)
        try connection.run("DELETE FROM health WHERE person = ?", key.sql)
        try connection.run("DELETE FROM person WHERE key = ?", key.sql)
    }

    func removeHealth(assessedBefore assessment: Int64, validUntil end: Int64) throws -> [PersonKey] {
        try connection.all(
            "DELETE FROM health WHERE assessed_at < ? AND valid_until <= ? RETURNING person",
            [assessment.sql, end.sql]
        ) { try $0.key() }
        .sorted()
    }

    func replaceDetails(of payment: PaymentEntry) throws {
        try connection.run(
            """
            UPDATE payment SET sealed = ?, name_key = ? WHERE line = ? AND batch = \
            (SELECT id FROM payment_batch WHERE bank = ? AND period = ? AND batch = ?)
            """,
            [
                payment.sealed.sql, payment.nameKey?.sql, payment.line.sql, payment.batch.bank.sql,
                payment.batch.period.number.sql, payment.batch.batch.sql,
            ]
        )
    }

    func removePayments(paidBefore time: Int64) throws -> Int {
        let count = try connection.changes("DELETE FROM payment WHERE paid_at < ?", time.sql)
        try connection.run(
            """
            DELETE FROM payment_batch WHERE NOT EXISTS \
            (SELECT 1 FROM payment WHERE payment.batch = payment_batch.id)
            """
        )
        return count
    }

    func removePaylist(dueBefore day: CalendarDay) throws -> Int {
        try connection.changes("DELETE FROM paylist WHERE due_on < ?", day.days.sql)
    }

    func removeImports(madeBefore time: Int64) throws -> Int {
        try connection.changes(
            """
            DELETE FROM import WHERE made_at < ? AND state <> 'held' AND sequence < (SELECT max(sequence) FROM import) \
            AND (applied_order IS NULL OR EXISTS (SELECT 1 FROM import AS later \
            WHERE later.applied_order > import.applied_order AND later.kind = import.kind \
            AND later.bank IS NOT DISTINCT FROM import.bank AND later.period IS NOT DISTINCT FROM import.period \
            AND later.batch IS NOT DISTINCT FROM import.batch))
            """,
            time.sql
        )
    }

    func removeChanges(madeBefore time: Int64) throws -> Int {
        try connection.changes(
            """
            DELETE FROM change WHERE sequence < (SELECT coalesce( \
            (SELECT min(sequence) FROM change WHERE made_at >= ?), (SELECT max(sequence) FROM change)))
            """,
            time.sql
        )
    }
}
