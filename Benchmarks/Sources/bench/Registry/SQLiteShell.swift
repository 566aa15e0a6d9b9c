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
            expecting: file.rows
        )
    }

    /// Joins what reconciliation of a month joins, in the tables that it reads; gives the seconds it took.
    ///
    /// The plus sign keeps it from finding payments by their month, which all of them share.
    static func joinMonth(of database: URL, lines: Int) async throws -> Double {
        try await run(
            """
            SELECT count(*) FROM (
                SELECT line.key, line.amount, min(person.state), min(card.status), sum(payment.amount) AS paid
                FROM paylist AS line
                LEFT JOIN relief AS person ON person.person = line.person
                LEFT JOIN card_account AS held ON held.account = line.account
                LEFT JOIN card ON card.key = held.card
                LEFT JOIN payment
                ON payment.account = line.account AND payment.kind = line.kind AND +payment.period_to = line.period
                WHERE line.period = 202610
                GROUP BY line.key
            );
            """,
            on: database,
            expecting: lines
        )
    }

    private static func run(_ script: String, on database: URL, expecting count: Int) async throws -> Double {
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
        try expect(result.standardOutput == "\(count)\n", "sqlite3 counted \(result.standardOutput)")
        return seconds
    }
}
