// SPDX-License-Identifier: Apache-2.0

import Registry

/// The registry inside of a transaction.
struct SQLRegistry: RegistryTransaction {
    let connection: any SQLConnection
    private let lastChange = LastChange()

    /// The sequence of the last change where this transaction knows it, in which nobody else adds any.
    private final class LastChange { var sequence: Int64? }

    func person(_ key: PersonKey) throws -> PersonEntry? { try connection.first("WHERE key = ?", key.sql) }

    func people(_ keys: [PersonKey]) throws -> [PersonEntry?] { try connection.first(where: "key", isIn: keys) }

    func people(after key: PersonKey?, limit: Int) throws -> [PersonEntry] {
        guard let key else { return try connection.all("ORDER BY key LIMIT ?", limit.sql) }
        return try connection.all("WHERE key > ? ORDER BY key LIMIT ?", key.sql, limit.sql)
    }

    func card(_ key: CardKey) throws -> CardEntry? { try connection.first("WHERE key = ?", key.sql) }

    func cards(of person: PersonKey) throws -> [CardEntry] {
        try ordered("WHERE person = ?", person.sql, by: \.key)
    }

    func accounts(of person: PersonKey) throws -> [AccountKey] {
        let held = try connection.all(
            """
            SELECT held.sequence, held.account FROM card JOIN card_account AS held ON held.card = card.key \
            WHERE card.person = ?
            """,
            [person.sql]
        ) { (sequence: try $0.integer(), account: try $0.key() as AccountKey) }
        return inOrder(held)
    }

    func cardsAndAccounts(of person: PersonKey) throws -> (cards: [CardEntry], accounts: [AccountKey]) {
        var cards: [CardEntry] = []
        let held = try connection.all(Self.cardsWithAccounts, [person.sql]) { columns in
            let held = (sequence: try columns.integer(), account: try columns.key() as AccountKey)
            let card = try CardEntry(&columns)
            if !cards.contains(where: { $0.key == card.key }) { cards.append(card) }
            return held
        }
        return (ordered(cards, by: \.key), inOrder(held))
    }

    private static let cardsWithAccounts =
        "SELECT held.sequence, held.account, "
        + CardEntry.table.columns.map { "card.\($0)" }.joined(separator: ", ")
        + " FROM card JOIN card_account AS held ON held.card = card.key WHERE card.person = ?"

    /// Accounts in the order in which they came, each once.
    private func inOrder(_ held: [(sequence: Int64, account: AccountKey)]) -> [AccountKey] {
        var known: Set<AccountKey> = []
        return ordered(held, by: \.sequence).map(\.account).filter { known.insert($0).inserted }
    }

    func cards(account: AccountKey) throws -> [CardEntry] { try cards(accounts: [account])[0] }

    func cards(_ keys: [CardKey]) throws -> [CardEntry?] { try connection.first(where: "key", isIn: keys) }

    func cards(accounts: [AccountKey]) throws -> [[CardEntry]] {
        try connection.all(where: "held.account", isIn: accounts, in: Self.cardsByAccount)
            .map { ordered($0, by: \.key) }
    }

    private static let cardsByAccount = CardEntry.table
        .joining("card_account AS held ON held.card = card.key")
    /// The accounts that cards ever had, numbered in the order in which they came.
    private static let accounts = Table("card_account", keyColumns: 2, hasReferences: true, "card", "account")

    func relief(_ key: ReliefKey) throws -> ReliefEntry? { try connection.first("WHERE key = ?", key.sql) }

    func reliefs(of person: PersonKey) throws -> [ReliefEntry] {
        try ordered("WHERE person = ?", person.sql, by: \.key)
    }

    func reliefs(householdsOf person: PersonKey) throws -> [ReliefEntry] {
        let condition = "JOIN relief AS own ON own.household = relief.household WHERE own.person = ?"
        var found: [ReliefEntry] = try ordered(condition, person.sql, by: \.key)
        // One who has two rows of a household finds each of its rows twice.
        for place in found.indices.dropFirst().reversed() where found[place].key == found[place - 1].key {
            found.remove(at: place)
        }
        return found
    }

    func reliefs(household: HouseholdKey) throws -> [ReliefEntry] {
        try ordered("WHERE household = ?", household.sql, by: \.key)
    }

    func reliefs(of people: [PersonKey]) throws -> [[ReliefEntry]] {
        try connection.all(where: "person", isIn: people).map { ordered($0, by: \.key) }
    }

    func reliefs(households: [HouseholdKey]) throws -> [[ReliefEntry]] {
        try connection.all(where: "household", isIn: households).map { ordered($0, by: \.key) }
    }

    private func ordered<Entry: Stored, Key: Comparable>(
        _ condition: String,
        _ value: SQLValue?,
        by key: (Entry) -> Key
    ) throws -> [Entry] { ordered(try connection.all(condition, value), by: key) }

    /// In order: SQLite would set up a sorter for each question, whose answers are a row or two.
    private func ordered<Entry, Key: Comparable>(_ entries: [Entry], by key: (Entry) -> Key) -> [Entry] {
        entries.count < 2 ? entries : entries.sorted { key($0) < key($1) }
    }

    func health(of person: PersonKey) throws -> HealthEntry? { try connection.first("WHERE person = ?", person.sql) }

    func health(of people: [PersonKey]) throws -> [HealthEntry?] {
        try connection.first(where: "person", isIn: people)
    }

    func paylist(_ key: PaylistKey) throws -> PaylistEntry? { try connection.first("WHERE key = ?", key.sql) }

    func paylist(_ keys: [PaylistKey]) throws -> [PaylistEntry?] { try connection.first(where: "key", isIn: keys) }

    func paylist(for person: PersonKey, limit: Int) throws -> [PaylistEntry] {
        try connection.all("WHERE person = ? ORDER BY period DESC, key DESC LIMIT ?", person.sql, max(0, limit).sql)
    }

    func paylist(into account: AccountKey, limit: Int) throws -> [PaylistEntry] {
        try paylist(into: [account], limit: limit)[0]
    }

    func paylist(into accounts: [AccountKey], limit: Int) throws -> [[PaylistEntry]] {
        try connection.all(
            PaylistEntry.table.selection + "WHERE account = ? ORDER BY period DESC, key DESC LIMIT ?",
            forEach: accounts.map { [$0.sql, max(0, limit).sql] }
        ) { try PaylistEntry(&$0) }
    }

    func changes(after sequence: Int64, limit: Int) throws -> [RegistryChange] {
        try connection.all("WHERE sequence > ? ORDER BY sequence LIMIT ?", sequence.sql, max(0, limit).sql)
    }

    func put(_ card: CardEntry) throws {
        try connection.put(card)
        try connection.run(Self.accounts.upsert, card.key.sql, card.account.sql)
    }

    func put(_ relief: ReliefEntry) throws { try connection.put(relief) }

    func put(_ people: [PersonEntry]) throws { try connection.put(people) }

    func put(_ reliefs: [ReliefEntry]) throws { try connection.put(reliefs) }

    func put(_ cards: [CardEntry]) throws {
        try connection.put(cards)
        try connection.put(cards.count, into: Self.accounts) { [cards[$0].key.sql, cards[$0].account.sql] }
    }

    func put(_ health: [HealthEntry]) throws { try connection.put(health) }

    func put(_ lines: [PaylistEntry]) throws { try connection.put(lines) }

    func add(_ people: [PersonEntry]) throws { try connection.add(people) }

    func add(_ reliefs: [ReliefEntry]) throws { try connection.add(reliefs) }

    func add(_ cards: [CardEntry]) throws {
        try connection.add(cards)
        try connection.add(cards.count, to: Self.accounts) { [cards[$0].key.sql, cards[$0].account.sql] }
    }

    func add(_ health: [HealthEntry]) throws { try connection.add(health) }

    func add(_ lines: [PaylistEntry]) throws { try connection.add(lines) }

    func put(_ paylist: PaylistEntry) throws { try connection.put(paylist) }

    func add(_ changes: [RegistryChange]) throws {
        guard !changes.isEmpty else { return }
        // No identity, which leaves gaps on PostgreSQL when a transaction fails. Writes exclude one another and the last change
        // is never deleted, so this has none.
        let first = try (lastChange.sequence ?? latestChange()) + 1
        lastChange.sequence = first + Int64(changes.count - 1)
        try connection.add(changes.count, to: RegistryChange.table) { place in
            var values = changes[place].values
            values[0] = (first + Int64(place)).sql
            return values
        }
    }
}
