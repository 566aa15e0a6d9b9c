// SPDX-License-Identifier: Apache-2.0

import Audit
import COSE

/// Terminals, their challenges and the trace inside of a transaction.
struct VerificationTables {
    /// How many challenges of one terminal are kept.
    static let challengeLimit = 8

    let connection: any SQLConnection

    // The trace has a number of its own, since rows that are only ever appended are cheapest in its order. The columns
    // beside the five of a link are there to be searched; what counts is the record, which is under the MAC.
    static let schema = [
        SchemaStep(
            name: "verification-1",
            statements: """
                CREATE TABLE terminal (
                    id TEXT PRIMARY KEY, token_digest BLOB NOT NULL UNIQUE, role TEXT NOT NULL, region TEXT NOT NULL,
                    item TEXT, operator_id TEXT, created_at INTEGER NOT NULL, revoked_at INTEGER
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE challenge (
                    nonce BLOB PRIMARY KEY, terminal TEXT NOT NULL REFERENCES terminal (id), until INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX challenge_terminal ON challenge (terminal, until);
                CREATE INDEX challenge_until ON challenge (until);

                CREATE TABLE trace (
                    position INTEGER PRIMARY KEY, chain BLOB NOT NULL, sequence INTEGER NOT NULL, previous BLOB NOT NULL,
                    record BLOB NOT NULL, mac BLOB NOT NULL, made_at INTEGER NOT NULL, terminal TEXT NOT NULL,
                    business TEXT NOT NULL, person BLOB, UNIQUE (chain, sequence)
                ) STRICT;
                CREATE INDEX trace_made_at ON trace (made_at);
                CREATE INDEX trace_person ON trace (person, made_at) WHERE person IS NOT NULL;
                """
        ),
        // The bank whose gateway it is.
        SchemaStep(name: "verification-2", statements: "ALTER TABLE terminal ADD COLUMN bank TEXT"),
    ]

    /// The terminal of a token with its open challenges and the highest `iat` of an anchor.
    func session(tokenDigest: Digest32, now: Int64, anchor: [SQLValue?]) throws -> TerminalSession? {
        let rows = try connection.all(
            """
            SELECT terminal.id, token_digest, role, region, item, operator_id, bank, created_at, revoked_at, nonce, \
            (SELECT latest_issued_at FROM anchor WHERE root_key_id = ? AND issuer = ?) \
            FROM terminal LEFT JOIN challenge ON challenge.terminal = terminal.id AND challenge.until > ? \
            WHERE token_digest = ? AND revoked_at IS NULL
            """,
            anchor + [now.sql, tokenDigest.sql]
        ) { (try Terminal(&$0), try $0.optionalBytes(), try $0.optionalInteger()) }
        guard let (terminal, _, latest) = rows.first else { return nil }
        return TerminalSession(terminal: terminal, challenges: rows.compactMap(\.1), latestIssuedAt: latest)
    }

    /// All terminals by id, in an order that no database's language has a say in.
    func terminals() throws -> [Terminal] {
        try connection.all("").sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    }

    func revokeTerminal(_ id: String, at now: Int64) throws -> Bool {
        guard try connection.first("SELECT 1 FROM terminal WHERE id = ?", [id.sql], { _ in true }) != nil else {
            return false
        }
        try connection.run("UPDATE terminal SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", now.sql, id.sql)
        try connection.run("DELETE FROM challenge WHERE terminal = ?", id.sql)
        return true
    }

    func addChallenge(_ nonce: [UInt8], for terminal: String, until: Int64, at now: Int64) throws {
        try connection.run("DELETE FROM challenge WHERE until <= ?", now.sql)
        try connection.run(
            """
            DELETE FROM challenge WHERE terminal = ? AND nonce NOT IN \
            (SELECT nonce FROM challenge WHERE terminal = ? ORDER BY until DESC LIMIT ?)
            """,
            terminal.sql,
            terminal.sql,
            (Self.challengeLimit - 1).sql
        )
        try connection.run(
            "INSERT INTO challenge (nonce, terminal, until) VALUES (?, ?, ?)",
            nonce.sql,
            terminal.sql,
            until.sql
        )
    }

    /// Spends challenges; false where one was spent before, also among those given here, or forgotten.
    func spendChallenges(_ nonces: [[UInt8]]) throws -> [Bool] {
        try connection.changes("DELETE FROM challenge WHERE nonce = ?", forEach: nonces.map { [$0.sql] })
            .map { $0 == 1 }
    }
}

extension Terminal: Stored {
    static let table = Table(
        "terminal",
        "id",
        "token_digest",
        "role",
        "region",
        "item",
        "operator_id",
        "bank",
        "created_at",
        "revoked_at"
    )

    var values: [SQLValue?] {
        [
            id.sql, tokenDigest.sql, role.sql, region.sql, item?.sql, operatorID?.sql, bank?.sql,
            createdAt.sql, revokedAt?.sql,
        ]
    }

    init(_ columns: inout Columns) throws {
        self.init(
            id: try columns.text(),
            tokenDigest: try columns.digest(),
            role: try columns.text(),
            region: try columns.text(),
            item: try columns.optionalText(),
            operatorID: try columns.optionalText(),
            bank: try columns.optionalText(),
            createdAt: try columns.integer(),
            revokedAt: try columns.optionalInteger()
        )
    }
}
