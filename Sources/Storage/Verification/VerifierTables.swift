// SPDX-License-Identifier: Apache-2.0

import COSE
import MergedCode
import Trust
import Verification

/// What is remembered under one anchor inside of a transaction: the codes that were used, and what was believed.
///
/// An offline verifier's own file has these tables, and so has the store that the verifiers of a deployment share.
struct VerifierTables {
    let anchor: AnchorIdentity

    static let schema = [
        SchemaStep(
            name: "verifier-1",
            statements: """
                CREATE TABLE anchor (
                    id INTEGER PRIMARY KEY, root_key_id BLOB NOT NULL, issuer BLOB NOT NULL,
                    latest_issued_at INTEGER, trust_memory BLOB, UNIQUE (root_key_id, issuer)
                ) STRICT;
                CREATE TABLE code (
                    anchor INTEGER NOT NULL REFERENCES anchor (id), credential BLOB NOT NULL, code BLOB NOT NULL,
                    until INTEGER NOT NULL, PRIMARY KEY (anchor, credential, code)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX code_until ON code (anchor, until);
                """
        )
    ]

    /// Remembers codes, and forgets a few of those that no verifier of this memory could accept any more.
    ///
    /// - Returns: for each whether this is its first use, also among those given here.
    func remember(_ entries: [ReplayEntry], in connection: any SQLConnection) throws -> [Bool] {
        let (id, latest) = try row(in: connection)
        let isFirst =
            try connection.changes(
                "INSERT INTO code (anchor, credential, code, until) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                forEach: entries.map { [id.sql, $0.key.credential.sql, $0.key.code.sql, $0.until.sql] }
            )
            .map { $0 == 1 }
        let new = zip(entries, isFirst).filter(\.1).map(\.0)
        guard let newest = new.map(\.issuedAt).max(), let firstEnd = new.map(\.until).min() else { return isFirst }
        if latest ?? .min < newest {
            try connection.run(
                """
                UPDATE anchor SET latest_issued_at = ?1 \
                WHERE id = ?2 AND (latest_issued_at IS NULL OR latest_issued_at < ?1)
                """,
                newest.sql,
                id.sql
            )
        }
        // `until` is the code's end plus the skew. Where the clock is not more than the skew below the highest iat, the
        // code is expired once that iat has come to `until`; where it is, `clock_suspect` accepts nothing at all. So
        // this needs no clock, and no clock that is wrong for a while makes it forget too soon. What has just come is
        // kept even so, and twice as many are forgotten as come, so that no verdict waits for a heap of old ones.
        try connection.run(
            """
            DELETE FROM code WHERE anchor = ? AND (credential, code) IN \
            (SELECT credential, code FROM code WHERE anchor = ? AND until <= ? ORDER BY until LIMIT ?)
            """,
            id.sql,
            id.sql,
            min(max(latest ?? newest, newest), firstEnd - 1).sql,
            (2 * new.count).sql
        )
        return isFirst
    }

    /// What was believed so far, with the highest `iat` of the codes remembered.
    func trustMemory(in connection: any SQLConnection) throws -> TrustMemory {
        let found = try connection.first(
            "SELECT trust_memory, latest_issued_at FROM anchor WHERE root_key_id = ? AND issuer = ?",
            values
        ) { (try $0.optionalBytes(), try $0.optionalInteger()) }
        guard let (bytes, latest) = found else { return TrustMemory() }
        var memory = TrustMemory()
        if let bytes {
            do { memory = try TrustMemory(bytes) } catch { throw StorageError(.corrupt, error.message) }
        }
        if let latest { memory.remember(issuedAt: latest, of: anchor) }
        return memory
    }

    /// Changes what is believed.
    func updateTrustMemory<Value>(
        in connection: any SQLConnection,
        _ change: (inout TrustMemory) throws -> Value
    ) throws -> Value {
        var memory = try trustMemory(in: connection)
        let value = try change(&memory)
        try connection.run(
            "UPDATE anchor SET trust_memory = ? WHERE id = ?",
            memory.encoded.sql,
            try row(in: connection).id.sql
        )
        return value
    }

    /// What finds the anchor's row.
    var values: [SQLValue?] { [anchor.rootKeyID.bytes.sql, Array(anchor.issuer.utf8).sql] }

    /// The row of the anchor, made where there is none.
    private func row(in connection: any SQLConnection) throws -> (id: Int64, latest: Int64?) {
        func find() throws -> (Int64, Int64?)? {
            try connection.first(
                "SELECT id, latest_issued_at FROM anchor WHERE root_key_id = ? AND issuer = ?",
                values
            ) { (try $0.integer(), try $0.optionalInteger()) }
        }
        if let known = try find() { return known }
        try connection.run("INSERT INTO anchor (root_key_id, issuer) VALUES (?, ?) ON CONFLICT DO NOTHING", values)
        guard let made = try find() else { throw StorageError(.failed, "an anchor was not added") }
        return made
    }
}
