// SPDX-License-Identifier: Apache-2.0

/// How the tables come into a PostgreSQL database, and are brought forward.
enum PostgreSQLSchema {
    /// What excludes whom: the rows of `heyima_lock`.
    enum Lock: String, CaseIterable {
        case schema, records, verification
    }

    /// All steps, in their order; registry and verification share the database.
    static let steps = Schema.steps + VerifierTables.schema + VerificationTables.schema

    /// Makes the tables where there are none, and brings older ones forward.
    ///
    /// A role that may not make tables can open a database that is of this program's schema.
    ///
    /// - Throws: ``StorageError``.
    static func prepare(_ pool: PostgreSQLPool, steps: [SchemaStep] = steps) throws {
        if try done(pool) == nil { try begin(pool) }
        guard try !(done(pool) ?? []).isSuperset(of: steps.map(\.name)) else { return try check(pool) }
        try pool.connected { connection in
            try connection.transaction("BEGIN ISOLATION LEVEL READ COMMITTED", lock: .schema) {
                // Another process may have been faster.
                let done = try names(connection)
                for step in steps where !done.contains(step.name) {
                    try connection.script(PostgreSQLText.schema(step.statements))
                    try connection.run("INSERT INTO heyima_step (name) VALUES (?)", step.name.sql)
                }
            }
        }
        try check(pool)
    }

    /// Refuses a database that a newer program has changed.
    private static func check(_ pool: PostgreSQLPool) throws {
        guard try (done(pool) ?? []).isSubset(of: Self.steps.map(\.name)) else {
            throw StorageError(.newerSchema, "the database was made by a newer version of this program")
        }
    }

    /// The steps that were run; `nil` where there is no table of them.
    private static func done(_ pool: PostgreSQLPool) throws -> Set<String>? {
        try pool.read { connection in
            let table = try connection.first(
                """
                SELECT 1 FROM information_schema.tables \
                WHERE table_schema = current_schema() AND table_name = 'heyima_step'
                """,
                []
            ) { _ in true }
            return try table == nil ? nil : names(connection)
        }
    }

    private static func names(_ connection: any SQLConnection) throws -> Set<String> {
        try Set(connection.all("SELECT name FROM heyima_step", []) { try $0.text() })
    }

    /// Makes what the steps are noted down in, and what processes exclude one another by.
    private static func begin(_ pool: PostgreSQLPool) throws {
        let names = Lock.allCases.map { "('\($0.rawValue)')" }.joined(separator: ", ")
        let encoding = try pool.read { try $0.first("SHOW server_encoding", []) { try $0.text() } }
        guard encoding == "UTF8" else { throw StorageError(.notOurs, "the database is not of the encoding UTF8") }
        let script = """
            CREATE TABLE IF NOT EXISTS heyima_lock (name text PRIMARY KEY);
            INSERT INTO heyima_lock (name) VALUES \(names) ON CONFLICT DO NOTHING;
            CREATE TABLE IF NOT EXISTS heyima_step (name text PRIMARY KEY);
            """
        do {
            try pool.connected { connection in try connection.separately { try connection.script(script) } }
        } catch let error as StorageError {
            // Of two that make a table at once, one fails in spite of «if not exists»; then it is there.
            guard try done(pool) != nil else { throw error }
        }
    }
}
