// SPDX-License-Identifier: Apache-2.0

import GRDB
import Registry

/// The registry inside of a transaction.
struct SQLiteRegistry: RegistryTransaction {
    let database: Database

    func person(_ key: PersonKey) throws -> PersonEntry? { try database.first("WHERE key = ?", key.sql) }

    func card(_ key: CardKey) throws -> CardEntry? { try database.first("WHERE key = ?", key.sql) }

    func cards(of person: PersonKey) throws -> [CardEntry] {
        try database.all("WHERE person = ? ORDER BY key", person.sql)
    }

    func accounts(of person: PersonKey) throws -> [AccountKey] {
        try database.all(
            """
            SELECT held.account FROM card JOIN card_account AS held ON held.card = card.key WHERE card.person = ? \
            GROUP BY held.account ORDER BY min(held.sequence)
            """,
            [person.sql]
        ) { try $0.key() }
    }

    func cards(account: AccountKey) throws -> [CardEntry] {
        try database.all("WHERE key IN (SELECT card FROM card_account WHERE account = ?) ORDER BY key", account.sql)
    }

    func relief(_ key: ReliefKey) throws -> ReliefEntry? { try database.first("WHERE key = ?", key.sql) }

    func reliefs(of person: PersonKey) throws -> [ReliefEntry] {
        try database.all("WHERE person = ? ORDER BY key", person.sql)
    }

    func reliefs(household: HouseholdKey) throws -> [ReliefEntry] {
        try database.all("WHERE household = ? ORDER BY key", household.sql)
    }

    func health(of person: PersonKey) throws -> HealthEntry? { try database.first("WHERE person = ?", person.sql) }

    func paylist(_ key: PaylistKey) throws -> PaylistEntry? { try database.first("WHERE key = ?", key.sql) }

    func paylist(for person: PersonKey, limit: Int) throws -> [PaylistEntry] {
        try database.all("WHERE person = ? ORDER BY period DESC, key DESC LIMIT ?", person.sql, max(0, limit))
    }

    func paylist(into account: AccountKey, limit: Int) throws -> [PaylistEntry] {
        try database.all("WHERE account = ? ORDER BY period DESC, key DESC LIMIT ?", account.sql, max(0, limit))
    }

    func latestImport(of kind: ImportKind, batch: PaymentBatch?) throws -> ImportEntry? {
        try database.first(
            "WHERE kind = ? AND bank IS ? AND period IS ? AND batch IS ? ORDER BY sequence DESC LIMIT 1",
            kind.rawValue,
            batch?.bank,
            batch?.period.number,
            batch?.batch
        )
    }

    func changes(after sequence: Int64, limit: Int) throws -> [RegistryChange] {
        try database.all("WHERE sequence > ? ORDER BY sequence LIMIT ?", sequence, max(0, limit))
    }

    func put(_ person: PersonEntry) throws { try database.put(person) }

    func put(_ card: CardEntry) throws {
        try database.put(card)
        try database.run(
            "INSERT INTO card_account (card, account) VALUES (?, ?) ON CONFLICT DO NOTHING",
            card.key.sql,
            card.account.sql
        )
    }

    func put(_ relief: ReliefEntry) throws { try database.put(relief) }

    func put(_ health: HealthEntry) throws { try database.put(health) }

    func put(_ paylist: PaylistEntry) throws { try database.put(paylist) }

    func add(_ entry: ImportEntry) throws { try database.add(entry) }

    func addChange(
        at: Int64,
        person: PersonKey,
        component: RegistryChange.Component,
        effect: RegistryChange.Effect,
        row: [UInt8]?,
        by: String
    ) throws {
        // SQLite takes the highest sequence plus one. Writes exclude one another and changes are never deleted, so
        // there are no gaps.
        try database.run(
            "INSERT INTO change (made_at, person, component, effect, row_key, made_by) VALUES (?, ?, ?, ?, ?, ?)",
            at,
            person.sql,
            component.rawValue,
            effect.rawValue,
            row?.sql,
            by
        )
    }
}
