// SPDX-License-Identifier: Apache-2.0

import Issuance
import Registry

/// Makes everything anew that is sealed or keyed in the registry and in what was issued, inside of one transaction.
///
/// What is sealed comes first, row by row, since its context is a digest as it still is. Then every digest gets its new one
/// from a table that has each of them once, which is empty before and after.
struct SQLResealing {
    private typealias Row = (values: [SQLValue?]?, position: [SQLValue?])

    private static let rowsAtOnce = 1000

    /// The columns that hold digests of 16 bytes, but for ``cards``, to which others refer.
    private static let digests: [(table: String, columns: [String])] = [
        ("person", ["key"]), ("relief", ["key", "person", "household", "content", "payee"]), ("health", ["person"]),
        ("paylist", ["key", "content", "household", "person", "payee", "account"]),
        ("payment", ["content", "account", "name_key"]), ("change", ["person", "row_key"]),
        ("notice", ["account", "row_key", "person"]), ("ticket", ["person"]), ("credential", ["person"]),
        ("card_account", ["account"]), ("card", ["person", "account", "content", "name_key"]),
    ]
    private static let cards = "SELECT key FROM card UNION SELECT card FROM card_account"

    let connection: any SQLConnection
    let resealing: Resealing

    /// Makes everything anew.
    func run() throws {
        try resealPeople()
        try resealMoney()
        try resealFiles()
        try remakeIssued()
        try remakeLogs()
        try remakeDigests()
    }

    // MARK: What is sealed

    private func resealPeople() throws {
        try rewrite(
            "SELECT key, sealed FROM person WHERE key > ? ORDER BY key",
            from: [[UInt8]().sql],
            "UPDATE person SET sealed = ? WHERE key = ?"
        ) { columns in
            let person = PersonEntry(key: try columns.key(), sealed: try columns.bytes())
            return ([try resealing.sealed(person).sql], [person.key.sql])
        }
        try rewrite(
            "SELECT sequence, sealed FROM notice WHERE sequence > ? ORDER BY sequence",
            from: [Int64.min.sql],
            "UPDATE notice SET sealed = ? WHERE sequence = ?"
        ) { columns in
            let sequence = try columns.integer()
            let context = NoticeEntry.context(of: sequence)
            return ([try resealing.sealed(columns.bytes(), context: context, next: context).sql], [sequence.sql])
        }
    }

    private func resealMoney() throws {
        try rewrite(
            "SELECT key, sealed FROM paylist WHERE key > ? ORDER BY key",
            from: [[UInt8]().sql],
            "UPDATE paylist SET sealed = ? WHERE key = ?"
        ) { columns in
            let key: PaylistKey = try columns.key()
            return ([try sealed(by: key, columns.bytes())], [key.sql])
        }
        try rewrite(
            "SELECT batch, line, content, sealed FROM payment WHERE (batch, line) > (?, ?) ORDER BY batch, line",
            from: [Int64.min.sql, Int64.min.sql],
            "UPDATE payment SET sealed = ? WHERE batch = ? AND line = ?"
        ) { columns in
            let place = [try columns.integer().sql, try columns.integer().sql]
            return ([try sealed(by: columns.key() as ContentKey, columns.bytes())], place)
        }
    }

    private func resealFiles() throws {
        try rewrite(
            """
            SELECT held_file.import, part, file_digest, sealed FROM held_file JOIN import ON sequence = held_file.import \
            WHERE (held_file.import, part) > (?, ?) ORDER BY held_file.import, part
            """,
            from: [Int64.min.sql, Int64.min.sql],
            "UPDATE held_file SET sealed = ? WHERE import = ? AND part = ?"
        ) { columns in
            let (id, part) = (try columns.integer(), try columns.int())
            let context = ImportEntry.context(ofPart: part, ofFile: try columns.bytes())
            let sealed = try resealing.sealed(columns.bytes(), context: context, next: context)
            return ([sealed.sql], [id.sql, part.sql])
        }
        try rewrite(
            "SELECT id, sealed FROM sealed_credential WHERE id > ? ORDER BY id",
            from: [[UInt8]().sql],
            "UPDATE sealed_credential SET sealed = ? WHERE id = ?"
        ) { columns in
            let id = try columns.bytes()
            return ([try resealing.sealed(columns.bytes(), context: id, next: id).sql], [id.sql])
        }
    }

    private func sealed<Subject>(by key: LookupKey<Subject>, _ sealed: [UInt8]) throws -> SQLValue {
        try resealing.sealed(sealed, context: key.bytes, next: resealing.key(key).bytes).sql
    }

    // MARK: Digests within other values

    private func remakeIssued() throws {
        try rewrite(
            "SELECT digest, pin FROM ticket WHERE digest > ? ORDER BY digest",
            from: [[UInt8]().sql],
            "UPDATE ticket SET pin = ? WHERE digest = ?"
        ) { columns in
            let digest = try columns.bytes()
            return ([try resealing.digest(columns.bytes()).sql], [digest.sql])
        }
        try rewrite(
            "SELECT sequence, facts FROM credential WHERE sequence > ? ORDER BY sequence",
            from: [Int64.min.sql],
            "UPDATE credential SET facts = ? WHERE sequence = ?"
        ) { columns in
            let sequence = try columns.integer()
            guard let facts = CredentialFacts(encoded: try columns.bytes()) else {
                throw StorageError(.corrupt, "facts of a credential that are none")
            }
            return ([try facts.anew(resealing).encoded.sql], [sequence.sql])
        }
    }

    /// How entries stood before imports.
    private func remakeLogs() throws {
        try rewrite(
            """
            SELECT import, number, subject, keys, entry FROM former WHERE (import, number) > (?, ?) \
            ORDER BY import, number
            """,
            from: [Int64.min.sql, Int64.min.sql],
            "UPDATE former SET keys = ?, entry = ? WHERE import = ? AND number = ?"
        ) { columns in
            let place = [try columns.integer().sql, try columns.integer().sql]
            let formers = try FormerEntry.run(&columns).map(resealed)
            let keys = try formers.flatMap { try resealing.key($0.parts.key).bytes }
            // Several are keys alone.
            let entry = try formers.first?.parts.values.map { StoredValues.encode(try $0.map { try $0.map(remade) }) }
            return ([keys.sql, entry?.sql], place)
        }
    }

    /// The same entry, sealed anew under keys that it does not have yet.
    private func resealed(_ former: FormerEntry) throws -> FormerEntry {
        switch former {
        case .person(let key, var entry?):
            entry.sealed = try resealing.sealed(entry)
            return .person(key, entry)
        case .paylist(let key, var entry?):
            entry.sealed = try resealing.sealed(
                entry.sealed,
                context: key.bytes,
                next: resealing.key(key).bytes
            )
            return .paylist(key, entry)
        case .payment(var entry):
            let context = entry.content
            entry.sealed = try resealing.sealed(
                entry.sealed,
                context: context.bytes,
                next: resealing.key(context).bytes
            )
            return .payment(entry)
        default: return former
        }
    }

    /// A value anew: keys, and nothing else, are pairs of words.
    private func remade(_ value: SQLValue) throws -> SQLValue {
        guard case .words(let high, let low) = value else { return value }
        return try resealing.key(LookupKey<Void>(words: (high, low))).sql
    }

    // MARK: Digests as columns

    private func remakeDigests() throws {
        let columns = Self.digests.flatMap { table, columns in
            columns.map { "SELECT \($0) FROM \(table) WHERE \($0) IS NOT NULL" }
        }
        try connection.run("INSERT INTO remade (old) " + ([Self.cards] + columns).joined(separator: " UNION "))
        try rewrite(
            "SELECT old FROM remade WHERE old > ? ORDER BY old",
            from: [[UInt8]().sql],
            "UPDATE remade SET new = ? WHERE old = ?"
        ) { columns in
            let key: LookupKey<Void> = try columns.key()
            return ([try resealing.key(key).sql], [key.sql])
        }
        // Accounts refer to cards, so both have to be there for a moment.
        let rest = CardEntry.table.columns.dropFirst().joined(separator: ", ")
        try connection.run(
            "INSERT INTO card (key, \(rest)) SELECT new, \(rest) FROM card JOIN remade ON old = card.key"
        )
        try connection.run("UPDATE card_account SET card = (SELECT new FROM remade WHERE old = card)")
        try connection.run("DELETE FROM card WHERE key IN (SELECT old FROM remade)")
        for (table, columns) in Self.digests {
            for column in columns {
                try connection.run(
                    """
                    UPDATE \(table) SET \(column) = (SELECT new FROM remade WHERE old = \(table).\(column)) \
                    WHERE \(column) IS NOT NULL
                    """
                )
            }
        }
        try connection.run("DELETE FROM remade")
    }

    /// Goes through a table in the order of its key, part by part, and changes each row.
    private func rewrite(
        _ selection: String,
        from start: [SQLValue?],
        _ update: String,
        _ change: (inout Columns) throws -> Row
    ) throws {
        var position = start
        while true {
            let rows = try connection.all("\(selection) LIMIT \(Self.rowsAtOnce)", position) { try change(&$0) }
            guard let last = rows.last else { return }
            _ = try connection.changes(update, forEach: rows.compactMap { row in row.values.map { $0 + row.position } })
            position = last.position
        }
    }
}
