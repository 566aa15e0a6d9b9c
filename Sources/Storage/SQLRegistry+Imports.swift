// SPDX-License-Identifier: Apache-2.0

import Registry

extension SQLRegistry {
    func imports() throws -> [ImportEntry] { try connection.all("ORDER BY sequence DESC") }

    func latestImport(of kind: ImportKind, batch: PaymentBatch?) throws -> ImportEntry? {
        try connection.first(
            """
            WHERE kind = ? AND bank IS NOT DISTINCT FROM ? AND period IS NOT DISTINCT FROM ? \
            AND batch IS NOT DISTINCT FROM ? AND applied_order IS NOT NULL ORDER BY applied_order DESC LIMIT 1
            """,
            kind.rawValue.sql,
            batch?.bank.sql,
            batch?.period.number.sql,
            batch?.batch.sql
        )
    }

    func latestImport(of kind: ImportKind, fileDigest: [UInt8], region: String) throws -> ImportEntry? {
        try connection.first(
            "WHERE kind = ? AND file_digest = ? AND region = ? ORDER BY sequence DESC LIMIT 1",
            kind.rawValue.sql,
            fileDigest.sql,
            region.sql
        )
    }

    func reliefs(
        within prefix: String,
        except isKnown: (ReliefKey) -> Bool,
        _ body: (ReliefEntry) throws -> Void
    ) throws {
        // A prefix is digits only, so that nothing in it is a pattern.
        var keys: [ReliefKey] = []
        try connection.forEach("SELECT key FROM relief WHERE region LIKE ?", [(prefix + "%").sql]) { columns in
            let key: ReliefKey = try columns.key()
            if !isKnown(key) { keys.append(key) }
        }
        // Almost all are known, so that the others are few enough to be asked for by themselves.
        for start in stride(from: 0, to: keys.count, by: 1000) {
            let part = Array(keys[start..<min(start + 1000, keys.count)])
            let found: [[ReliefEntry]] = try connection.all(where: "key", isIn: part)
            for entry in found.joined() { try body(entry) }
        }
    }

    func latestChange() throws -> Int64 {
        try connection.first("SELECT coalesce(max(sequence), 0) FROM change", []) { try $0.integer() } ?? 0
    }

    func formers(changedBy id: Int64, below number: Int, limit: Int) throws -> [(number: Int, entry: FormerEntry)] {
        var found: [(number: Int, entry: FormerEntry)] = []
        try connection.each(
            "SELECT number, subject, keys, entry FROM former WHERE import = ? AND number < ? ORDER BY number DESC LIMIT ?",
            [id.sql, number.sql, limit.sql]
        ) { columns in
            let first = try columns.int()
            let entries = try FormerEntry.run(&columns).enumerated().map { (number: first &+ $0, entry: $1) }
            // An earlier answer may have ended in the midst of a run.
            found += entries.prefix { $0.number < number }.reversed().prefix(limit - found.count)
            return found.count < limit
        }
        return found
    }

    func heldPart(_ number: Int, of id: Int64) throws -> [UInt8]? {
        try connection.first("SELECT sealed FROM held_file WHERE import = ? AND part = ?", [id.sql, number.sql]) {
            try $0.bytes()
        }
    }

    func add(_ entry: ImportEntry) throws -> Int64 {
        let columns = ImportEntry.table.columns
        let marks = columns.dropFirst().map { _ in "?" }.joined(separator: ", ")
        // Not an identity, for the reason that a change has none either.
        let id = try connection.first(
            """
            INSERT INTO import (\(columns.joined(separator: ", "))) \
            VALUES ((SELECT coalesce(max(sequence), 0) + 1 FROM import), \(marks)) RETURNING sequence
            """,
            Array(entry.values.dropFirst())
        ) { try $0.integer() }
        guard let id else { throw StorageError(.failed, "an import was not added") }
        return id
    }

    func put(_ entry: ImportEntry) throws {
        let columns = ImportEntry.table.columns.dropFirst().map { "\($0) = ?" }.joined(separator: ", ")
        try connection.run(
            "UPDATE import SET \(columns) WHERE sequence = ?",
            Array(entry.values.dropFirst()) + [entry.id.sql]
        )
    }

    func add(_ formers: [FormerEntry], after number: Int, changedBy id: Int64) throws {
        var number = number + 1
        var rows: [[SQLValue?]] = []
        for run in FormerEntry.runs(of: formers) {
            rows.append([id.sql, number.sql, run.subject.rawValue.sql, run.keys.sql, run.entry?.sql])
            number += run.count
        }
        try connection.add(rows.count, to: Self.formers) { [rows] in rows[$0] }
    }

    private static let formers = Table("former", keyColumns: 2, "import", "number", "subject", "keys", "entry")

    func removeFormers(changedBy id: Int64) throws {
        try connection.run("DELETE FROM former WHERE import = ?", id.sql)
    }

    func addHeldPart(_ sealed: [UInt8], number: Int, of id: Int64) throws {
        try connection.run(
            "INSERT INTO held_file (import, part, sealed) VALUES (?, ?, ?)",
            id.sql,
            number.sql,
            sealed.sql
        )
    }

    func removeHeldParts(of id: Int64) throws {
        try connection.run("DELETE FROM held_file WHERE import = ?", id.sql)
    }

    func restore(_ former: FormerEntry) throws {
        switch former {
        case .person(let key, let entry): try restore(entry, key.sql)
        case .relief(let key, let entry): try restore(entry, key.sql)
        case .health(let person, let entry): try restore(entry, person.sql)
        case .paylist(let key, let entry): try restore(entry, key.sql)
        case .card(let key, let entry):
            if let entry { return try put(entry) }
            try connection.run("DELETE FROM card_account WHERE card = ?", key.sql)
            try connection.run("DELETE FROM card WHERE key = ?", key.sql)
        case .account(let card, let account):
            try connection.run("DELETE FROM card_account WHERE card = ? AND account = ?", card.sql, account.sql)
        case .payment(let payment): try add([payment])
        }
    }

    /// An entry as it was; its table's first column is its key.
    private func restore<Entry: Stored>(_ entry: Entry?, _ key: SQLValue) throws {
        if let entry { return try connection.put(entry) }
        try connection.run("DELETE FROM \(Entry.table.name) WHERE \(Entry.table.columns[0]) = ?", key)
    }
}
