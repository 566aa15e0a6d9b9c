// SPDX-License-Identifier: Apache-2.0

import VirtualDeployment

/// `psql`, as its manual shows it.
enum PostgreSQLShell {
    /// Copies a roster into a table with the keys that ours has, compared byte by byte as ours; gives the seconds it took.
    static func importRoster(_ file: ProvinceFile, into database: ScratchDatabase) throws -> Double {
        try database.execute(
            """
            CREATE TABLE roster (\(file.keys.columns.replacing(" TEXT", with: " text COLLATE \"C\"")), \
            PRIMARY KEY (\(file.keys.row)));
            CREATE INDEX roster_person ON roster (\(file.keys.person));
            CREATE INDEX roster_household ON roster (\(file.keys.household));
            """
        )
        let start = ContinuousClock.now
        try database.execute("\\copy roster FROM '\(file.path)' WITH (FORMAT csv, HEADER true)")
        let seconds = start.duration(to: .now) / .seconds(1)
        let count = try database.execute("SELECT count(*) FROM roster")
        try expect(count == "\(file.rows)", "PostgreSQL counted \(count)")
        return seconds
    }
}
