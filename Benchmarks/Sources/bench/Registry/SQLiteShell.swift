// SPDX-License-Identifier: Apache-2.0

import Foundation
import Subprocess
import SystemPackage

/// The `sqlite3` shell, as its manual shows it.
enum SQLiteShell {
    /// Imports a roster into a table with the keys that ours has: a row's, which is unique, a person's and a household's;
    /// gives the seconds it took.
    ///
    /// As with ours all of it is one transaction, that is on the disk at its end (`synchronous=FULL`). Cache (2 MB), page
    /// size (4 KB, as ours) and rollback journal are the shell's own.
    static func importRoster(_ file: ProvinceFile, into database: URL) async throws -> Double {
        try await run(
            """
            CREATE TABLE roster (\(file.keys.columns), PRIMARY KEY (\(file.keys.row)));
            CREATE INDEX roster_person ON roster (\(file.keys.person));
            CREATE INDEX roster_household ON roster (\(file.keys.household));
            .import --csv --skip 1 '\(file.path)' roster
            SELECT count(*) FROM roster;
            """,
            on: database,
            expecting: "\(file.rows)"
        )
    }

    /// Judges a month as far as joins can, in the tables that reconciliation reads; gives the seconds it took.
    ///
    /// Two questions, since each entitlement and each payment is to have its finding: what was paid for each line of the paylist
    /// (with the roster's row of whom it is for, the card of its account, and the payments into it), and what each payment was
    /// for (with the card that its account is of, the holder's rows of the roster, and the lines for the account). Each join is one
    /// that a step of product.md §6 needs. What takes more than joins is left out: which of several payments counts, pairs of
    /// returns, back pay of other months, households that left as a whole, and names that are sealed, so that its findings are
    /// rougher than ours. It has as much memory for pages as our readers, and the plus sign keeps it from finding payments by
    /// their month, which all of them share.
    static func judgeMonth(of database: URL, lines: Int, payments: Int) async throws -> Double {
        try await run(
            """
            PRAGMA cache_size = -16384;
            CREATE TEMP TABLE due AS SELECT finding, count(*) AS count, sum(amount) AS amount FROM (
                SELECT line.amount, CASE
                    WHEN count(payment.line) = 0 AND max(card.key) IS NULL THEN 'no_card'
                    WHEN count(payment.line) = 0 AND max(card.account_status = 'normal') = 0 THEN 'card_not_active'
                    WHEN count(payment.line) = 0 THEN 'not_paid'
                    WHEN min(person.state) IN ('ended', 'moved') THEN 'paid_after_end'
                    WHEN max(card.person = line.payee) = 0 THEN 'paid_wrong_payee'
                    WHEN max(card.disabled_on IS NULL) = 0 THEN 'paid_old_card'
                    WHEN max(card.name_key = payment.name_key) = 0 THEN 'name_differs'
                    WHEN sum(payment.amount) <> line.amount THEN 'amount_differs'
                    ELSE 'matched'
                END AS finding
                FROM paylist AS line
                LEFT JOIN relief AS person ON person.person = line.person AND person.household = line.household
                LEFT JOIN card_account AS held ON held.account = line.account
                LEFT JOIN card ON card.key = held.card
                LEFT JOIN payment ON payment.account = line.account AND payment.kind = line.kind
                    AND +payment.period_to = line.period AND payment.result = 'paid'
                WHERE line.period = 202610
                GROUP BY line.key
            ) GROUP BY finding;
            CREATE TEMP TABLE paid AS SELECT finding, count(*) AS count, sum(amount) AS amount FROM (
                SELECT payment.amount, CASE
                    WHEN payment.result <> 'paid' THEN 'returned'
                    WHEN max(card.key) IS NULL AND max(line.key) IS NULL THEN 'card_unknown'
                    WHEN payment.kind IS NULL THEN 'period_unknown'
                    WHEN min(person.died_on) < 20727 THEN 'paid_to_deceased'
                    WHEN max(line.key) IS NULL AND min(person.state) IN ('ended', 'moved') THEN 'paid_after_end'
                    WHEN max(line.key) IS NULL THEN 'paid_not_on_roster'
                    WHEN max(card.person = line.payee) = 0 THEN 'paid_wrong_payee'
                    WHEN max(card.disabled_on IS NULL) = 0 THEN 'paid_old_card'
                    WHEN max(card.name_key = payment.name_key) = 0 THEN 'name_differs'
                    WHEN max(payment.amount = line.amount) = 0 THEN 'amount_differs'
                    ELSE 'matched'
                END AS finding
                FROM payment_batch AS batch
                JOIN payment ON payment.batch = batch.id
                LEFT JOIN card_account AS held ON held.account = payment.account
                LEFT JOIN card ON card.key = held.card
                LEFT JOIN relief AS person ON person.person = card.person
                LEFT JOIN paylist AS line
                    ON line.account = payment.account AND line.period = batch.period AND line.kind = payment.kind
                WHERE batch.period = 202610
                GROUP BY payment.batch, payment.line
            ) GROUP BY finding;
            SELECT (SELECT sum(count) FROM due), (SELECT sum(count) FROM paid);
            """,
            on: database,
            expecting: "\(lines)|\(payments)"
        )
    }

    private static func run(_ script: String, on database: URL, expecting answer: String) async throws -> Double {
        let start = ContinuousClock.now
        let result = try await Subprocess.run(
            .name("sqlite3"),
            arguments: ["-batch", "-bail", database.filePath],
            input: .string(script),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        let seconds = start.duration(to: .now) / .seconds(1)
        try expect(result.terminationStatus.isSuccess, "sqlite3: \(result.standardError)")
        try expect(result.standardOutput == "\(answer)\n", "sqlite3 counted \(result.standardOutput)")
        return seconds
    }
}
